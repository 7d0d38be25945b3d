"""Cases, corrections and reviews, approved knowledge, requests for data, notices."""

from congvu.knowledge.models.cases import Case, CaseEvent, Signal
from congvu.knowledge.models.corrections import Correction, CorrectionSource, EvidenceMark, Review
from congvu.knowledge.models.entries import KnowledgeEntry
from congvu.knowledge.models.requests import DataRequest, Notice

__all__ = [
    "Case",
    "CaseEvent",
    "Correction",
    "CorrectionSource",
    "DataRequest",
    "EvidenceMark",
    "KnowledgeEntry",
    "Notice",
    "Review",
    "Signal",
]
