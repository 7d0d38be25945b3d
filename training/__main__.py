"""``python -m training make|check|record|pairs``: see README.md in this folder."""

from __future__ import annotations

import json
from pathlib import Path

import click

import congvu
from congvu.llm.backends.onnx import MODEL
from congvu.llm.backends.pairs import MODEL as READER
from training import check as checking

JUDGE = Path(congvu.__file__).parent / "retrieval" / "data" / "repeats" / "reader.json"
_DATA = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder with zalo-subset, alqac, procedures, laws, admin-units, seed and viquad.",
)


@click.group()
def main() -> None:
    """The embedding model and the reader of question pairs: make them, check them."""


@main.command()
@_DATA
@click.option("--work", type=click.Path(path_type=Path), default=Path("build/embedder"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=MODEL, show_default="the package's own folder")
@click.option("--minutes", type=float, default=0, show_default=True, help="How long to learn; 0 keeps the weights.")
@click.option("--processes", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--version", default="1", show_default=True, help="Goes into the recipe of the vectors.")
def make(data: Path, work: Path, out: Path, minutes: float, processes: int, version: str) -> None:
    """Make the model from the packages and the data folder."""
    from training.make import make as made

    made(data, work, out, minutes=minutes, processes=processes, version=version)


@main.command()
@_DATA
@click.option("--work", type=click.Path(path_type=Path), default=Path("build/embedder"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=READER, show_default="the package's own folder")
@click.option("--judge", type=click.Path(dir_okay=False, path_type=Path), default=JUDGE, show_default="its own")
@click.option("--minutes", type=click.FloatRange(0), default=33, show_default=True, help="0: only learn to judge.")
@click.option("--version", default="1", show_default=True)
def pairs(data: Path, work: Path, out: Path, judge: Path, minutes: float, version: str) -> None:
    """Make the reader of question pairs from the embedder in the work folder and our own questions."""
    from congvu.config import boot

    boot.settings()
    from training import pair_make

    if minutes > 0:
        pair_make.make(data, work, out, minutes, version)
    click.echo(json.dumps(pair_make.judged(out, judge), indent=2))


@main.command()
@_DATA
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A queries.jsonl.")
def questions(data: Path, out: Path) -> None:
    """Write the questions that we wrote as a labelled set, for `congvu train ranker` with the Zalo subset's corpus."""
    from training import written

    click.echo(f"{written.export(data, out)} questions")


@main.command("asking")
def asking_table() -> None:
    """Write the table of how questions are worded, from the questions that we wrote."""
    from congvu.retrieval.asking import TABLE
    from training import asking

    TABLE.write_text(asking.table(), "utf-8")


@main.command()
@_DATA
@click.option("--model", type=click.Path(exists=True, path_type=Path), default=MODEL)
def check(data: Path, model: Path) -> None:
    """Compare a model with the recorded figures; exit status 1 where it falls short."""
    wrong = checking.check(data, model)
    click.echo("\n".join(wrong) or "as good as recorded")
    raise SystemExit(bool(wrong))


@main.command()
@_DATA
@click.option("--model", type=click.Path(exists=True, path_type=Path), default=MODEL)
def record(data: Path, model: Path) -> None:
    """Write down the figures of a model that is to be shipped."""
    found = checking.measured(data, model)
    checking.RECORDED.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    click.echo(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
