"""How an older database becomes today's: one file a step in versions/, forward only, without our current tables."""
