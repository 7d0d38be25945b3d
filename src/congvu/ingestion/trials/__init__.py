"""Trials of the door: made-up files that must be refused, or survived, and what comes of them."""
