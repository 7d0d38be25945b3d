"""How well a finished model finds, by its vectors alone, run as the product runs it.

Three sets: ALQAC's articles and questions (never learnt from), articles of held-out documents asked for by questions
made from their headings and sentences, and encyclopaedic texts with their questions (to see what the general model
knew and this one lost). Each as written and without diacritics.
"""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from congvu.llm.backends.base import Embedder
from training import questions
from training.data import Article
from training.typing_noise import bare

LONGEST = 2400
"""Characters of an article that are embedded, as in the index of the product."""


@dataclass(frozen=True, slots=True)
class Task:
    """``answers`` holds for each question the places of the passages that are right."""

    passages: list[str]
    queries: list[str]
    answers: list[set[int]]


def alqac(data: Path) -> Task:
    """2,249 articles, 728 questions."""
    laws = json.loads((data / "alqac/law.json").read_text("utf-8"))
    places: dict[tuple[str, str], int] = {}
    passages: list[str] = []
    for law in laws:
        for article in law["articles"]:
            places[law["id"], article["id"]] = len(passages)
            passages.append(f"Điều {article['id']}. {article['text']}"[:LONGEST])
    asked = json.loads((data / "alqac/questions.json").read_text("utf-8"))
    queries: list[str] = []
    answers: list[set[int]] = []
    for question in asked:
        right = {places.get((r["law_id"], r["article_id"]), -1) for r in question["relevant_articles"]} - {-1}
        if right:
            queries.append(question["text"])
            answers.append(right)
    return Task(passages, queries, answers)


def encyclopaedia(data: Path) -> Task:
    """500 questions over the texts that they were written for."""
    with (data / "viquad/viquad2-500.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    places = {text: place for place, text in enumerate(dict.fromkeys(row["context"] for row in rows))}
    return Task(list(places), [row["question"] for row in rows], [{places[row["context"]]} for row in rows])


def held_out(path: Path) -> Task:
    """Articles of held-out documents without their headings, and with the asked sentence taken out of most."""
    articles: Sequence[Article] = pickle.loads(path.read_bytes())  # noqa: S301  # written by `prepare`
    rng = random.Random(5)
    titles = [article.heading for article in articles]
    passages = [article.chunks[0] for article in articles]
    queries = [questions.of_heading(heading, rng) for heading in titles]
    answers = [{place for place, other in enumerate(titles) if other == title} for title in titles]
    return Task(passages, queries, answers)


def figures(model: Embedder, task: Task) -> dict[str, float]:
    """R@1, R@10 and MRR@10 of a task, as written and without diacritics."""
    passages = model.passages(task.passages)
    typings = {"as_written": task.queries, "no_diacritics": [bare(query).lower() for query in task.queries]}
    found: dict[str, float] = {}
    for typing, queries in typings.items():
        order = np.argsort(-(model.queries(queries) @ passages.T), axis=1, kind="stable")[:, :10]
        ranked = list(zip(order.tolist(), task.answers, strict=True))
        for depth in (1, 10):
            recalls = [len(right & set(row[:depth])) / len(right) for row, right in ranked]
            found[f"{typing} R@{depth}"] = float(np.mean(recalls))
        firsts = [next((1 / (n + 1) for n, place in enumerate(row) if place in right), 0.0) for row, right in ranked]
        found[f"{typing} MRR@10"] = float(np.mean(firsts))
    return {name: round(value, 3) for name, value in found.items()}
