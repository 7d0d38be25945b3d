"""The settings of a SAML provider in the sign-on file, and whether they can be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from congvu.accounts.sign_on.saml import keys
from congvu.accounts.sign_on.saml.description import SamlSetupError, xmlsec
from congvu.accounts.sign_on.saml.service import ServiceProvider, service_for
from congvu.accounts.sign_on.saml.types import POST, REDIRECT, SamlSettings
from congvu.common.errors import InvalidInputError

PREFIX = "/dang-nhap/saml/{key}/"
"""The path of everything for one provider; the URLs of the site say the same (a test compares them)."""
MAX_SKEW_S = 300


class WrongSettingError(Exception):
    """(setting, problem) in the sign-on file."""

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(setting, problem)
        self.setting, self.problem = setting, problem


def read(row: Mapping[str, Any], folder: Path) -> SamlSettings:
    """The settings of one provider; relative paths are beside the sign-on file. Raises WrongSettingError."""
    if not xmlsec():
        raise WrongSettingError("kind", _("SAML needs the program xmlsec1 (Debian: apt-get install xmlsec1)"))
    for needed in ("metadata", "site"):
        if not isinstance(row.get(needed), str) or not row[needed]:
            raise WrongSettingError(needed, _("is missing"))
    site = urlsplit(row["site"])
    if site.scheme not in ("https", "http") or not site.hostname or site.path.strip("/") or site.query or site.fragment:
        raise WrongSettingError("site", _("must be the address of this site, such as https://tro-ly.vi-du.gov.vn"))
    binding = row.get("request_binding", REDIRECT)
    if binding not in (REDIRECT, POST):
        raise WrongSettingError("request_binding", f"{REDIRECT}, {POST}")
    skew = row.get("skew_seconds", 60)
    if not isinstance(skew, int) or isinstance(skew, bool) or not 0 <= skew <= MAX_SKEW_S:
        raise WrongSettingError("skew_seconds", f"0-{MAX_SKEW_S}")
    if not isinstance(row.get("response_signed", False), bool):
        raise WrongSettingError("response_signed", "true, false")
    if bool(row.get("signing_key")) != bool(row.get("certificate")):
        raise WrongSettingError("signing_key", _("signing_key and certificate belong together"))
    own = _keys(row, folder)
    return SamlSettings(
        key=row["key"],
        issuer=row["issuer"],
        metadata=folder / row["metadata"],
        site=row["site"].rstrip("/"),
        prefix=PREFIX.format(key=row["key"]),
        own_entity_id=str(row.get("entity_id", "")),
        signing_key=own.key,
        certificate=own.certificate,
        request_binding=binding,
        response_signed=bool(row.get("response_signed", False)),
        skew=skew,
    )


def usable(saml: SamlSettings) -> ServiceProvider:
    """Our side towards the provider; raises InvalidInputError, in one line, where its file or a key is of no use."""
    try:
        return service_for(saml)
    except SamlSetupError as error:
        raise InvalidInputError(
            _("SAML provider {key} cannot be used: {problem}.").format(key=saml.key, problem=error),
            _("Put the provider's metadata (XML) there as it publishes it; see docs/how-to/single-sign-on.md."),
        ) from error


def _keys(row: Mapping[str, Any], folder: Path) -> keys.KeyFiles:
    if row.get("signing_key"):
        return keys.KeyFiles(folder / str(row["signing_key"]), folder / str(row["certificate"]))
    return keys.own_key(settings.CONGVU_SIGN_ON_KEYS)
