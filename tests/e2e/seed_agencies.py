"""Fills the data folder of a site that people sign on to: tables and two agencies, nobody and no documents."""

from __future__ import annotations

import sys

from congvu.config import boot, database


def main() -> int:
    """Migrate, and make the agencies that the directory of the tests names."""
    database.migrate(boot.database(tables_needed=False))
    from congvu.accounts.models import Agency, AgencyName

    for code, name in (("so-bac", "Sở Phía Bắc"), ("so-nam", "Sở Phía Nam")):
        AgencyName.create(Agency.objects.create(code=code), name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
