"""Công Vụ: a province's own assistant for its civil servants."""

__version__ = "0.1.0"
