"""The policy that picks the next move; pure and deterministic."""
