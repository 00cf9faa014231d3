"""YAML becomes a checked Library; knows nothing of rounds, web or database."""
