from __future__ import annotations

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "congvu.answering"
    label = "answering"
    default_auto_field = "django.db.models.BigAutoField"
