"""Durable work: grading that survives a crash."""
