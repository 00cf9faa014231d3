"""The append-only log of a round and the fold that is its state; knows nothing of web or database."""
