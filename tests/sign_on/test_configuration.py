"""Mistakes in the sign-on file: one line that names the setting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from congvu.accounts.sign_on.providers import is_trustworthy, provider_by_issuer, providers
from congvu.common.errors import InvalidInputError

Configure = Callable[[str], Path]
RIGHT = """
[[provider]]
key = "tinh"
issuer = "https://sso.vi-du.vn"
client_id = "congvu"
"""


def test_without_a_file_there_are_no_providers(settings: object) -> None:
    settings.CONGVU_SIGN_ON = None  # type: ignore[attr-defined]  # pytest-django's wrapper
    assert providers() == ()


def test_a_short_file_is_enough_and_its_changes_are_seen(configure: Configure) -> None:
    file = configure(RIGHT)
    (found,) = providers()
    assert (found.label, found.secret, found.link, found.create) == ("tinh", "", False, False)
    assert provider_by_issuer("https://sso.vi-du.vn") == found
    assert provider_by_issuer("https://sso.vi-du.vn/") is None
    file.write_text(RIGHT + 'label = "Tỉnh"\n', "utf-8")
    assert providers()[0].label == "Tỉnh"


def test_a_secret_may_stand_in_a_file_beside_it_or_in_the_environment(
    configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = configure(RIGHT + 'client_secret_file = "bi-mat"\n')
    (file.parent / "bi-mat").write_text("mot\n", "utf-8")
    assert providers()[0].secret == "mot"
    assert "mot" not in repr(providers()[0])
    monkeypatch.setenv("TINH_SECRET", "hai")
    configure(RIGHT + 'client_secret_env = "TINH_SECRET"\n')
    assert providers()[0].secret == "hai"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("không phải TOML", "TOML"),
        (RIGHT.replace("key", "khoa"), "khoa"),
        (RIGHT.replace('key = "tinh"', 'key = "Tỉnh"'), "key"),
        (RIGHT.replace('client_id = "congvu"', ""), "client_id"),
        (RIGHT.replace("https", "http"), "issuer"),
        (RIGHT + 'algorithms = ["none"]', "algorithms"),
        (RIGHT + 'algorithms = ["HS256"]', "algorithms"),
        (RIGHT + "algorithms = []", "algorithms"),
        (RIGHT + 'client_secret = "bí mật"', "client_secret"),
        (RIGHT + 'scopes = ["profile"]', "scopes"),
        (RIGHT + 'client_secret_env = "KHONG_CO_BIEN_NAY"', "client_secret_env"),
        (RIGHT + 'client_secret_file = "khong-co"', "client_secret_file"),
        (RIGHT + '[provider.claims]\nemails = "x"', "claims"),
        (RIGHT + '[provider.roles]\nx = "member"', "roles"),
        (RIGHT + '[provider.roles]\nx = "expert"', "roles"),
        (RIGHT + '[provider.roles]\nx = "operator:dat-dai"', "roles"),
        (RIGHT + RIGHT, "key"),
        (RIGHT + RIGHT.replace("tinh", "bo"), "issuer"),
    ],
)
def test_a_mistake_is_named(configure: Configure, text: str, named: str) -> None:
    configure(text)
    with pytest.raises(InvalidInputError) as found:
        providers()
    assert named in found.value.message + str(found.value.hint)
    assert "\n" not in found.value.message


def test_a_file_that_is_not_there_is_told(settings: object, tmp_path: Path) -> None:
    settings.CONGVU_SIGN_ON = tmp_path / "khong-co.toml"  # type: ignore[attr-defined]  # pytest-django's wrapper
    with pytest.raises(InvalidInputError, match=r"khong-co\.toml"):
        providers()


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://sso.vi-du.vn", True),
        ("http://127.0.0.1:9", True),
        ("http://[::1]:9", True),
        ("http://localhost", True),
        ("http://127.0.0.1.khac.vn", False),
        ("http://sso.vi-du.vn", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("//sso.vi-du.vn", False),
    ],
)
def test_only_https_or_this_machine_is_trusted(address: str, safe: bool) -> None:
    assert is_trustworthy(address) is safe
