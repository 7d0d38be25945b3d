"""``congvu scim``: tokens for the province's directory."""

from __future__ import annotations

import click

from congvu.config.commands.output import json_option, write_json
from congvu.config.words import _


@click.group("scim", help=_("Provisioning by SCIM 2.0: the directory's tokens."))
def command() -> None:
    """Commands on clients of SCIM."""


@command.command("token", help=_("Make a token for a directory; it is shown once."))
@click.argument("name")
@json_option
def token(name: str, as_json: bool) -> int:
    """Prints the token alone, for a file or a pipe."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.scim.clients import make_token

    made = make_token(name)
    if as_json:
        write_json({"name": name, "token": made})
    else:
        click.echo(made)
    return 0


@command.command("revoke", help=_("Refuse a directory's token from now on."))
@click.argument("name")
def revoke(name: str) -> int:
    """Exit status 2 for a name that no client has."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.scim.clients import revoke_client

    revoke_client(name)
    click.echo(_("The token of “{name}” is refused from now on.").format(name=name))
    return 0


@command.command("list", help=_("Directories, and when they last came."))
@json_option
def clients(as_json: bool) -> int:
    """Tokens themselves cannot be listed."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.models import ScimClient

    found = ScimClient.objects.order_by("created_at")
    if as_json:
        write_json(
            [
                {"name": c.name, "made": c.created_at, "last_used": c.last_used_at, "revoked": c.revoked_at}
                for c in found
            ]
        )
        return 0
    for client in found:
        used = f"{client.last_used_at:%d/%m/%Y %H:%M}" if client.last_used_at else _("never used")
        click.echo(f"{client.name}\t{_('revoked') if client.revoked_at else used}")
    return 0
