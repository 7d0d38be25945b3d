"""The pages for what went wrong: each says why and whether to try again, and needs no database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: most often a form that is too large, or a wrong host name."""
    return _page(request, 400, _("This request cannot be used"), _("Go back, reload the page and send it again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(
        request,
        403,
        _("You may not do this"),
        _("If your work needs it, ask the provincial operator for the role."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also what a person sees who may not know that something exists."""
    return _page(
        request,
        404,
        _("There is no such page for you"),
        _("It may have been withdrawn or moved, or it is only for other people. Check the address."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, so without asking the database who is signed in."""
    context = {
        "status": 500,
        "title": _("Something failed on our side"),
        "text": _(
            "Nothing you stored is lost. Try again in a minute; "
            "if it happens again, tell the provincial operator when it was."
        ),
    }
    return HttpResponse(render_to_string("errors/error.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old, or came from elsewhere."""
    return _page(
        request,
        403,
        _("This form has expired"),
        _("You may have signed in or out in another tab. Go back, reload the page and send it again."),
    )


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "errors/error.html", {"status": status, "title": title, "text": text}, status=status)
