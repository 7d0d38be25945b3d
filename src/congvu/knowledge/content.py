"""What of a correction is hashed: everything that people will read, and what it rests on."""

from __future__ import annotations

from typing import Any

from congvu.common.hashing import canonical_json, sha256_hex
from congvu.knowledge.models import Correction


def content_of(correction: Correction) -> dict[str, Any]:
    return {
        "case": correction.case_id,
        "field": correction.field_id,
        "author": correction.author_id,
        "question": correction.question,
        "paraphrases": list(correction.paraphrases),
        "text": correction.text,
        "sources": [
            [source.version_id, source.unit_id, source.start, source.end, source.quote_hash]
            for source in correction.sources.order_by("ordinal")
        ],
        "marks": sorted(correction.marks.values_list("passage_id", "right")),
    }


def hash_of(correction: Correction) -> str:
    """SHA-256 of the content as the rows hold it now."""
    return sha256_hex(canonical_json(content_of(correction)))
