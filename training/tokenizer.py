"""The tokenizer: multilingual-e5's Unigram pieces, all of them or those that are kept, as ``tokenizers`` runs them."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from training.e5file import E5File

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def build(source: E5File, kept: Sequence[int] | None = None) -> Tokenizer:
    """A tokenizer over the pieces ``kept`` (rows of the original table; the four special ones first), or over all."""
    rows = range(len(source.pieces)) if kept is None else kept
    pieces = [(source.pieces[row], float(source.scores[row])) for row in rows]
    made = Tokenizer(Unigram(pieces, unk_id=SPECIAL.index("<unk>"), byte_fallback=False))
    one_space = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), one_space])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", SPECIAL.index("<s>")), ("</s>", SPECIAL.index("</s>"))]
    )
    return made
