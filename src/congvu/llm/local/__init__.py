"""A language model on this machine: its weights and the process that serves it."""
