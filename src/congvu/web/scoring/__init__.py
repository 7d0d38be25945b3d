"""Scores of agencies: indicator sets, drafts, what if, statements of agencies, adoption, files."""
