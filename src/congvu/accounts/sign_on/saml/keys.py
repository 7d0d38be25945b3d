"""The key that signs our requests: made at the first start, kept in the data folder, never shipped."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from congvu.common.clock import now

_YEARS = 10
_BITS = 3072


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Paths of a private key (PEM, no password) and of its certificate (PEM)."""

    key: Path
    certificate: Path


def own_key(folder: Path) -> KeyFiles:
    """The generated key of this installation, in ``folder``; made when it is not there.

    One file holds both, because two files could not be put in place at once: whoever starts second uses what the
    first has made. Providers keep the certificate, so it is valid for ten years; a key is replaced by removing the
    file and giving providers the new metadata.
    """
    path = folder / "saml-key.pem"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put_once(path, _generated())
    return KeyFiles(path, path)


def _put_once(path: Path, content: bytes) -> None:
    """The file appears whole, readable by its owner only, unless somebody else was first."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".saml-key-")  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def _generated() -> bytes:
    """A private key and a certificate of its own over it, PEM, one after the other."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "congvu SAML service provider")])
    begins = now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - dt.timedelta(days=1))
        .not_valid_after(begins + dt.timedelta(days=365 * _YEARS))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
