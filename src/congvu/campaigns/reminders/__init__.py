"""Reminders to people and coordinators: planned by a campaign's rules, never too many, each made once."""
