"""The port through which documents come from elsewhere, and its backends."""
