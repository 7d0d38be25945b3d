"""The start-up check that keeps demo accounts inside the demo: the sign-in page shows their password."""

from __future__ import annotations

import os

from congvu.common.errors import InvalidInputError
from congvu.config import database
from congvu.config.words import _

VARIABLE = "CONGVU_DEMO"


def is_demo() -> bool:
    """Whether this process was started by ``congvu demo``, which marks itself and its children."""
    return os.environ.get(VARIABLE) == "1"


def refuse_outside_the_demo(url: str) -> None:
    """Raises InvalidInputError where this is not the demo but its accounts are active at ``url``.

    Asks the database directly: an ASGI server imports the application inside its event loop, where Django's
    own queries are refused. A database without tables holds no accounts.
    """
    if is_demo():
        return
    with database.connected(url) as connection:
        row = connection.execute("SELECT to_regclass('accounts_user') IS NOT NULL").fetchone()
        if row is None or not row[0]:
            return
        row = connection.execute("SELECT EXISTS(SELECT FROM accounts_user WHERE is_demo AND is_active)").fetchone()
    if row is not None and row[0]:
        raise InvalidInputError(
            _("This database holds the accounts of the demo."),
            _("Start it with “congvu demo”, or set CONGVU_DATA_DIR to a folder of its own for real use."),
        )
