"""Prompts, one file a version; a changed prompt is a new file."""
