"""What a person is told about a file that did not become a document: why, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.ingestion.types import Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """``message`` says why, ``advice`` what to do; ``worth_retrying`` whether the same file may pass later."""

    message: Promise
    advice: Promise
    worth_retrying: bool = False


EXPLANATIONS: dict[Reason, Explanation] = {
    Reason.EMPTY: Explanation(_("The file is empty."), _("Check the file and supply it again.")),
    Reason.TOO_LARGE: Explanation(
        _("The file is too large."), _("Split it, or save it without pictures, and supply it again.")
    ),
    Reason.NOT_WHAT_IT_SAYS: Explanation(
        _("The file is not what its name says."),
        _("It may be a failed download. Get the original again and supply that."),
    ),
    Reason.ENCRYPTED: Explanation(
        _("The file is protected by a password."), _("Save a copy without a password and supply that.")
    ),
    Reason.NO_TEXT: Explanation(
        _("There is no text in the file, not even in its pictures."),
        _("Supply the original from the word processor, or scan the pages again."),
    ),
    Reason.POOR_SCAN: Explanation(
        _("The scan is too poor to be read: a clearer copy is needed."),
        _("Scan the original again, straight and with at least 200 dpi, or supply the file of the word processor."),
    ),
    Reason.DAMAGED: Explanation(
        _("The file is damaged."), _("Open it in a word processor, save it again and supply that copy.")
    ),
    Reason.TOO_MANY_PAGES: Explanation(_("The file has too many pages."), _("Split it and supply the parts.")),
    Reason.DECOMPRESSION_BOMB: Explanation(
        _("The file grows beyond every measure when unpacked."),
        _("Such a file may be an attack. Save the text as a new document and supply that."),
    ),
    Reason.TIMEOUT: Explanation(
        _("Reading the file took too long."),
        _("Try again when less is going on; if it fails again, split the file."),
        worth_retrying=True,
    ),
    Reason.OUT_OF_MEMORY: Explanation(
        _("Reading the file needs too much memory."), _("Split it and supply the parts."), worth_retrying=True
    ),
    Reason.UNSUPPORTED: Explanation(
        _("This kind of file cannot be read."),
        _("Supply text, DOCX, DOC, XLSX, XLS, RTF, HTML, PDF or a scan; unpack archives first."),
    ),
    Reason.MISSING_PROGRAM: Explanation(
        _("A program that reads this kind of file is not installed on the server."),
        _("Ask the operator to install LibreOffice (for scans, Tesseract with Vietnamese), or save the file as DOCX."),
        worth_retrying=True,
    ),
    Reason.UNDECODABLE: Explanation(
        _("The letters of the file are in a code that is not known."),
        _("Convert it to Unicode (UTF-8) and supply it again."),
    ),
    Reason.REFUSED_SECRET: Explanation(
        _("The file bears the mark of a state secret and was refused. Nothing of it was kept."),
        _("Secret documents must not be on this system. Tell your agency's security officer."),
    ),
    Reason.INFECTED: Explanation(
        _("The virus scanner found something in the file. Nothing of it was kept."),
        _("Do not open it. Tell whoever looks after the computers of your agency."),
    ),
    Reason.CRASHED: Explanation(
        _("Reading the file failed unexpectedly."),
        _("Save it in another format and supply that; tell the operator if this happens again."),
        worth_retrying=True,
    ),
    Reason.NOT_THE_SENDER: Explanation(
        _("The message changes a document that another organisation sent."),
        _("Only the sender of a document, its issuer or who took over from them recalls, updates or replaces it."),
        worth_retrying=True,
    ),
    Reason.SENDER_REFUSED: Explanation(
        _("Nothing is taken from this sender."), _("An operator decided so on the page of unknown codes.")
    ),
    Reason.NO_READERS: Explanation(
        _("It is for internal use, and none of the receivers is an agency of ours."),
        _("Give the source an agency, or enter the receiver's code with its agency, and try again."),
        worth_retrying=True,
    ),
}


def explain(code: str) -> Explanation | None:
    """The words for a stored reason code; None for "" (nothing went wrong)."""
    return EXPLANATIONS[Reason(code)] if code else None
