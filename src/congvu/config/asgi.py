"""The ASGI application, for uvicorn or any other server. Importing it starts the engine unless it runs."""

from __future__ import annotations

from congvu.config import boot

boot.database("web")

from django.core.asgi import get_asgi_application  # noqa: E402  # after the settings

application = get_asgi_application()
