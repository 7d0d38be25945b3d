"""Scoring agencies by indicator sets: sets as data, points with their reasons, drafts that are adopted and frozen."""
