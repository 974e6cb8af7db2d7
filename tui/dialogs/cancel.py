"""Why is the visit cancelled: one digit answers and cancels."""

from __future__ import annotations

from scheduling.model.status import CANCEL_REASONS
from tui.dialogs.digits import Choice, DigitsDialog

REASON_WORDS = {
    "patient": "the patient asked for it",
    "clinic": "the clinic asked for it",
    "doctor away": "the doctor is away",
    "duplicate": "it was booked twice",
    "moved elsewhere": "the patient goes elsewhere",
    "left": "the patient left without being seen",
    "other": "another reason",
}


class CancelDialog(DigitsDialog):
    """`visit`: whose and when, in words. Answers with one of `CANCEL_REASONS`."""

    def __init__(self, visit: str, born: str) -> None:
        super().__init__(
            ("Cancel", "Why?", "u brings it back"),
            visit + born,
            [Choice(reason, reason, REASON_WORDS[reason]) for reason in CANCEL_REASONS],
            each=("Cancel for that reason", "Reason"),
            enter=("Cancel the visit", "Cancel"),
            leave="Keep it",
        )
