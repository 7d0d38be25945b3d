"""Made-up people who ask honestly or cheat, to measure the rule of a valid question."""
