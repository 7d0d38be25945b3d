"""In whose name a command asks: an account of the site, or the command line's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from congvu.common.errors import InvalidInputError
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.models import User

F = TypeVar("F", bound=Callable[..., Any])

SHELL = "dong-lenh"


def as_option(function: F) -> F:
    """Adds ``--as USER`` as the parameter ``username``."""
    text = _("Ask with the rights of this account; by default only what the whole province may read is seen.")
    return click.option("--as", "username", metavar="USER", help=text)(function)


def on_option(function: F) -> F:
    """Adds ``--on DATE`` as the parameter ``on``: 2026-03-01 or 01/3/2026."""
    formats = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
    text = _("The date whose law is asked for.")
    return click.option("--on", type=formats, metavar="DATE", help=text)(function)


def person(username: str | None) -> User:
    """The account of that name, or the command line's own; InvalidInputError for an unknown or closed one."""
    from congvu.accounts.models import User

    if username is None:
        return shell_account()
    user = User.objects.filter(username=username).first()
    if user is None or not user.is_active:
        raise InvalidInputError(
            _("There is no active account “{name}”.").format(name=username), _("Check the name after --as.")
        )
    return user


def shell_account() -> User:
    """The account behind questions without ``--as``: made when first needed; nobody can sign in with it.

    It belongs to no agency and has no role, so it reads what the whole province reads.
    """
    from congvu.accounts.models import User

    user = User.objects.filter(username=SHELL).first()
    return user or User.objects.create_user(SHELL, None, full_name="Dòng lệnh")
