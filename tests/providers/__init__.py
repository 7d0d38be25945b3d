"""Real identity providers, started for the tests."""
