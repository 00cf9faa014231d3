"""What a person can do with MockRound, without a word about HTTP."""
