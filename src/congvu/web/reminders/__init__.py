"""Reminders: one's own notices and choice; an operator's plan, preview and log."""
