"""How well a finished model finds, by its vectors alone, run as the product runs it.

Four sets: ALQAC's articles in windows and its questions (never learnt from), articles of held-out documents asked for
by questions made from their headings, the same by questions that we wrote, and encyclopaedic texts with their
questions (to see what the general model knew and this one lost). Each as written and without diacritics.
"""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from congvu.index.embedding_text import windows
from congvu.llm.backends.base import Embedder
from training import batches, questions
from training.data import Article
from training.typing_noise import bare


@dataclass(frozen=True, slots=True)
class Task:
    """``answers`` holds for each question the places of the passages that are right; ``owners``, where there are more
    texts than answers, which place each text belongs to: a place is as near as the nearest of its texts.
    """

    passages: list[str]
    queries: list[str]
    answers: list[set[int]]
    owners: list[int] | None = None


def alqac(data: Path) -> Task:
    """2,249 articles, 728 questions."""
    laws = json.loads((data / "alqac/law.json").read_text("utf-8"))
    places: dict[tuple[str, str], int] = {}
    passages: list[str] = []
    owners: list[int] = []
    for law in laws:
        for article in law["articles"]:
            place = places.setdefault((law["id"], article["id"]), len(places))
            heading, _, body = f"Điều {article['id']}. {article['text']}".partition("\n")
            parts = windows(f"{heading}\n{body}" if body else f"\n{heading}")
            passages += parts
            owners += [place] * len(parts)
    asked = json.loads((data / "alqac/questions.json").read_text("utf-8"))
    queries: list[str] = []
    answers: list[set[int]] = []
    for question in asked:
        right = {places.get((r["law_id"], r["article_id"]), -1) for r in question["relevant_articles"]} - {-1}
        if right:
            queries.append(question["text"])
            answers.append(right)
    return Task(passages, queries, answers, owners)


def encyclopaedia(data: Path) -> Task:
    """500 questions over the texts that they were written for."""
    with (data / "viquad/viquad2-500.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    places = {text: place for place, text in enumerate(dict.fromkeys(row["context"] for row in rows))}
    return Task(list(places), [row["question"] for row in rows], [{places[row["context"]]} for row in rows])


def held_out(path: Path) -> Task:
    """Articles of held-out documents without their headings, and with the asked sentence taken out of most."""
    articles, _ = _held(path)
    rng = random.Random(5)
    titles = [article.heading for article in articles]
    passages = [article.chunks[0] for article in articles]
    queries = [questions.of_heading(heading, rng) for heading in titles]
    answers = [{place for place, other in enumerate(titles) if other == title} for title in titles]
    return Task(passages, queries, answers)


def written(path: Path) -> Task:
    """The questions that we wrote for held-out documents, over the articles that they ask for, as the product embeds
    them: all held-out articles would take eight times as long and change little between the shares of one model.
    """
    articles, asked = _held(path)
    passages, owners = [], []
    for number, place in enumerate(asked):
        article = articles[place]
        heading = ". ".join(filter(None, (article.label, article.heading)))
        passages += [f"{heading}\n{chunk}" for chunk in article.chunks]
        owners += [number] * len(article.chunks)
    pairs = [(question, number) for number, found in enumerate(asked.values()) for question, _ in found]
    return Task(passages, [q for q, _ in pairs], [{number} for _, number in pairs], owners)


def _held(path: Path) -> tuple[Sequence[Article], dict[int, list[tuple[str, int]]]]:
    articles, asked = pickle.loads(path.read_bytes())  # noqa: S301  # written by `prepare`
    return articles, asked


def unlike(model: Embedder) -> float:
    """The cosine that 95 of 100 pairs of questions about different things exceed, of those for learning repeats."""
    known = batches.read_repeats(batches.REPEATS[1:])
    others = [question for same, _ in known.values() for question in same[:1]]
    cosines = model.queries(others) @ model.passages(list(known)).T
    return round(float(np.quantile(cosines[~np.eye(len(known), dtype=bool)], 0.05)), 2)


def figures(model: Embedder, task: Task) -> dict[str, float]:
    """R@1, R@10 and MRR@10 of a task, as written and without diacritics."""
    passages = model.passages(task.passages)
    typings = {"as_written": task.queries, "no_diacritics": [bare(query).lower() for query in task.queries]}
    found: dict[str, float] = {}
    for typing, queries in typings.items():
        likeness = model.queries(queries) @ passages.T
        if task.owners is not None:
            starts = np.flatnonzero(np.diff(task.owners, prepend=-1))
            likeness = np.maximum.reduceat(likeness, starts, axis=1)
        order = np.argsort(-likeness, axis=1, kind="stable")[:, :10]
        ranked = list(zip(order.tolist(), task.answers, strict=True))
        for depth in (1, 10):
            recalls = [len(right & set(row[:depth])) / len(right) for row, right in ranked]
            found[f"{typing} R@{depth}"] = float(np.mean(recalls))
        firsts = [next((1 / (n + 1) for n, place in enumerate(row) if place in right), 0.0) for row, right in ranked]
        found[f"{typing} MRR@10"] = float(np.mean(firsts))
    return {name: round(value, 3) for name, value in found.items()}
