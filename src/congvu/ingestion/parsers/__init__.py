"""Parsers: bytes to text, chosen by what a file is, not by what it is called."""
