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
    return click.option("--on", type=formats, help=_("The date whose law is asked for."))(function)


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
    """The account behind commands without ``--as``: made when first needed; nobody can sign in with it.

    It belongs to no agency, so it reads what the whole province reads; it supplies documents as an operator
    does, for whoever has a shell on this machine holds the data anyway.
    """
    from django.db import transaction

    from congvu.accounts.models import RoleGrant, User
    from congvu.accounts.types import Role

    with transaction.atomic():
        user = User.objects.filter(username=SHELL).first()
        if user is None:
            user = User.objects.create_user(SHELL, None, full_name="Dòng lệnh")
        RoleGrant.objects.get_or_create(user=user, role=Role.OPERATOR, agency=None, field=None)
    return user
