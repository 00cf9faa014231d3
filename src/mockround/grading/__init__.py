"""A transcript becomes verdicts with evidence; knows nothing of web, database or models."""
