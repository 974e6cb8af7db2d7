"""Two records of one person: side by side, what will become of each, and Enter makes them one. Undoable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from scheduling.errors import FrontdeskError
from scheduling.model.patient_reads import Merging, PatientRecord
from tui import text, words
from tui.dialogs.asking import AskingDialog
from tui.dialogs.doubles import pairs
from tui.dialogs.find_patient import FindPatientDialog, FoundPatient, FoundVisit
from tui.dialogs.patient_form import LABELS, LISTS, shown
from tui.widgets.footer import Hint
from tui.widgets.lines import section, spread
from tui.widgets.painted import Painted
from tui.worker import News

KEY = "bold $amber"
LABEL = 12
GAP = 3
COUNTS = ("Visits", "No-shows", "Waiting for")


class MergeDialog(AskingDialog[str | None]):
    """`patient_id` is kept at first; `others` may be the same person. Answers the id of the record that is kept."""

    ROOMY: ClassVar[tuple[int, int]] = (106, 27)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s,f5", "merge", "Merge", show=False),
        Binding("left,right,h,l,space", "swap", "Keep the other", show=False),
        Binding("down,j", "other(1)", "Next", show=False),
        Binding("up,k", "other(-1)", "Previous", show=False),
        Binding("slash,ctrl+r", "find", "Another record", show=False),
    ]
    AUTO_FOCUS = None

    def __init__(self, patient_id: str, others: Sequence[str]) -> None:
        super().__init__()
        self._patient_id = patient_id
        self._others = list(others)
        self._at = 0
        self.swapped = False
        self.problem: FrontdeskError | None = None
        self.records: tuple[PatientRecord, PatientRecord] | None = None
        self.merging: Merging | None = None

    def compose_body(self) -> ComposeResult:
        """Both records."""
        yield Painted(self._table, id="table")

    def on_mount(self) -> None:
        """Show the first who may be the same; ask for one where nobody is alike."""
        self._read()
        if not self._others:
            self.action_find()

    @property
    def keep(self) -> str:
        """The id of the record that stays."""
        return self._others[self._at] if self.swapped else self._patient_id

    @property
    def drop(self) -> str:
        """The id of the one that goes into it."""
        return self._patient_id if self.swapped else self._others[self._at]

    def _read(self) -> None:
        self.records, self.merging = None, None
        if self._others:
            try:
                self.merging = self.desk.merging(self.keep, self.drop)
                self.records = (self.desk.patient_record(self.keep), self.desk.patient_record(self.drop))
            except FrontdeskError as error:
                self.problem = error
        self._show()

    def _show(self) -> None:
        many = f"{self._at + 1} of {len(self._others)}, ↓ the next" if len(self._others) > 1 else ""
        self.title_row.show("Doubles", "two records of one person?", many)
        if self.problem is not None:
            self.verdict.show("bad", f"{self.problem.title}:", self.problem.reason, second=self.problem.remedy)
        elif self.records is None or self.merging is None:
            self.verdict.show(
                "info", "Nobody alike", "has this birthday or phone.", second=Content.assemble(
                    ("/", KEY), " looks for the other record"))  # fmt: skip
        else:
            self.verdict.show("info", "With Enter", self._said(self.merging), second=self._second())
        self.refresh_keys()
        self.query_one("#table").refresh()

    def _said(self, merging: Merging) -> str:
        """What moves, in a sentence."""
        counts = (merging.visits, "visit"), (merging.series, "series"), (merging.waiting, "waitlist entry")
        plural = {"visit": "visits", "series": "series", "waitlist entry": "waitlist entries"}
        moved = [f"{count} {word if count == 1 else plural[word]}" for count, word in counts if count]
        what = words.joined(moved) if moved else "no visit"
        return f"{what} of the right record {'goes' if sum(c for c, _ in counts) == 1 else 'go'} to the left one."

    def _second(self) -> Content:
        return Content.assemble(
            "Nobody finds the right record then; it says into whom it went.  ", ("u", KEY), " undoes."
        )

    # -- the table ----------------------------------------------------------------------------------------------

    def _table(self, width: int, height: int) -> list[Content]:
        if self.records is None or self.merging is None:
            return [Content(""), Content.styled("Choose the other record of this person.", "$text-dim")]
        side = (width - LABEL - GAP) // 2
        kept, dropped = self.records
        lines = [
            Content(""),
            self._beside("", Content.styled(" This record stays ", "bold $on-amber on $amber-solid"),
                         Content.styled("This one goes into it", "bold $text-dim"), side),
            self._beside("", Content.styled(text.fit(text.display_name(kept.card.patient.name), side), "bold"),
                         Content.styled(text.fit(text.display_name(dropped.card.patient.name), side), "bold"), side),
            Content(""),
        ]  # fmt: skip
        hospitals = {hospital.id: hospital.name for hospital in self.desk.hospital_list()}
        for name, label in LABELS.items():
            if name != "name" and not (name == "hospital" and len(hospitals) < 2):
                lines += self._field(name, label, hospitals, side)
        lines += [Content(""), section("", width)]
        for label, mine, theirs in zip(COUNTS, _counts(kept), _counts(dropped), strict=True):
            lines.append(self._beside(label, Content(f"  {mine}"), Content(f"  {theirs}"), side))
        lines.append(self._beside("Kept since", Content(f"  {_since(kept)}"), Content(f"  {_since(dropped)}"), side))
        if _are_two(kept, dropped):
            lines += [
                Content(""),
                Content.styled("! Born on different days: these may be two people.", "bold $amber"),
            ]
        why = pairs([kept.card.patient, dropped.card.patient])
        if why:
            lines += [Content(""), spread(Content.styled(why[0].why, "$amber"), Content(""), width)]
        return lines

    def _field(self, name: str, label: str, hospitals: dict[str, str], side: int) -> list[Content]:
        """A field of both: what stays is marked, what is left behind is dim."""
        assert self.records is not None
        assert self.merging is not None
        after = shown(name, self.merging.patient, hospitals)
        cells = []
        for record in self.records:
            value = shown(name, record.card.patient, hospitals)
            stays = bool(value) and (value == after or (name in (*LISTS, "note") and value in after))
            if name in LISTS and value:
                entries = getattr(record.card.patient, name)
                stays = set(entries) <= set(getattr(self.merging.patient, name))
            mark = ("✓ ", "bold $ok") if stays else ("  ", "")
            style = "" if stays else "$text-dim strike" if value else "$text-dim"
            cells.append(Content.assemble(mark, (text.fit(value, side - 2) or "–", style)))
        return [self._beside(label, cells[0], cells[1], side)]

    def _beside(self, label: str, left: Content, right: Content, side: int) -> Content:
        pad = max(0, side - left.cell_length)
        return Content.assemble((text.pad(label, LABEL), "$text-dim"), left, " " * (pad + GAP), right)

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_swap(self) -> None:
        """←→: the other record stays."""
        if self._others:
            self.swapped, self.problem = not self.swapped, None
            self._read()

    def action_other(self, step: int) -> None:
        """↑↓: another who may be the same."""
        if len(self._others) > 1:
            self._at, self.problem = (self._at + step) % len(self._others), None
            self._read()

    def action_find(self) -> None:
        """/: any other record."""

        def found(answer: FoundVisit | FoundPatient | None) -> None:
            ident = self._found(answer)
            if ident is not None and ident != self._patient_id:
                self._others = [ident, *(other for other in self._others if other != ident)]
                self._at, self.problem = 0, None
            self._read()

        self.app.push_screen(FindPatientDialog("the other record of this person", "Compare"), found)

    def _found(self, answer: FoundVisit | FoundPatient | None) -> str | None:
        if isinstance(answer, FoundVisit):
            return self.desk.visit_view(answer.visit_id).visit.patient
        return answer.patient_id if answer else None

    async def action_merge(self) -> None:
        """Enter: make them one."""
        if self.records is None:
            self.app.bell()
            return
        keep, drop = self.keep, self.drop
        try:
            await self.work(lambda desk: desk.merge_patients(keep=keep, drop=drop))
        except FrontdeskError as error:
            self.problem = error
            self._show()
            return
        self.dismiss(keep)

    def on_news(self, message: News) -> None:
        """Another desk wrote: show both as they are."""
        self._read()

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        if self.records is None:
            return (Hint("/", "Find the other", ("slash",), rank=0), Hint("Esc", "Back", ("escape",), rank=0))
        return (
            Hint("⏎", "Merge", ("enter",), rank=0),
            Hint("←→", "Keep the other", ("left",), "Swap", 1),
            *((Hint("↑↓", "Next alike", ("up", "down"), rank=2),) if len(self._others) > 1 else ()),
            Hint("/", "Another record", ("slash",), "Other", 2),
            Hint("Esc", "Two people: leave", ("escape",), "Back", 0),
        )


def _counts(record: PatientRecord) -> tuple[str, str, str]:
    card = record.card
    ahead = f", {len(card.upcoming)} ahead" if card.upcoming else ""
    return f"{card.total} past{ahead}", str(card.noshows), str(len(record.waiting))


def _are_two(one: PatientRecord, other: PatientRecord) -> bool:
    """Whether two dates of birth are known that are not the same."""
    births = {record.card.patient.birth_date for record in (one, other)}
    return None not in births and len(births) == 2


def _since(record: PatientRecord) -> str:
    return f"{text.MONTHS[record.since.month - 1]} {record.since.year}"
