"""The gateway to language models: what is asked of one, what comes back, and every way in which it can fail."""
