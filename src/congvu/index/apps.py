from __future__ import annotations

from django.apps import AppConfig


class IndexConfig(AppConfig):
    name = "congvu.index"
    label = "index"
    default_auto_field = "django.db.models.BigAutoField"
