"""The only rooms that speak SQL. Start at engine.py, then log.py: everything else is derived from the log."""
