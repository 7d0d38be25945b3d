"""Measurements of how answers are made: the checker, faults, attacks, streams."""
