"""Campaigns: who takes part, agency by agency, against a target and a deadline."""
