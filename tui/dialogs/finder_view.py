"""How the finder looks: chips for what was understood, the times by day with a strip, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content, Span

from scheduling.model.reads import AppointmentType, DayView, Doctor, Opening, Patient
from tui import text, theme, words
from tui.dialogs.ask import Ask
from tui.dialogs.asking import AskingDialog
from tui.dialogs.finder_chips import WordChip, chip_lines, not_understood, understood
from tui.dialogs.finder_search import Finder, Offer, Query, Results, days_words, hours_words
from tui.dialogs.finder_words import Wish
from tui.widgets.day_strip import hours_of, scale, strip
from tui.widgets.field import Field, FieldInput
from tui.widgets.lines import section
from tui.widgets.painted import Painted
from tui.widgets.rows import Row, Rows

STRIP_CELLS = 24
"""Cells a day strip has at most: half hours while they fit, hours beyond."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The time that was taken, as what, how long and for whom, if named. `on_grid`: it is only to be shown there."""

    opening: Opening
    type_id: str | None
    minutes: int
    patient_id: str | None = None
    on_grid: bool = False


class FoundRows(Rows):
    """Rows whose day strip at the end keeps its own colours under the amber row."""

    def _line(self, row: Row, width: int, chosen: bool) -> Content:
        if not chosen:
            return super()._line(row, width, False)
        room = width - (row.right.cell_length + 2 if row.right.plain else 0)
        left = Content.styled(text.pad(row.left.plain, room), "bold $on-amber on $amber-solid")
        spans = [Span(s.start, s.end, "$amber-solid" if s.style == "$ok" else s.style) for s in row.right.spans]
        return Content.assemble(left, "  " if row.right.plain else "", Content(row.right.plain, spans))


class FinderView(AskingDialog[Chosen | None]):
    """What was asked, understood and found, painted. `after`: epoch minute from which times are looked for.

    `grid`: a time can be shown there, which it cannot over a form; `wishes`: the words it begins with.
    """

    ROOMY: ClassVar[tuple[int, int]] = (106, 32)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    ask: Ask
    finder: Finder
    doctors: dict[str, Doctor]
    kinds: dict[str, AppointmentType]

    def __init__(
        self,
        doctor_id: str,
        type_id: str | None,
        minutes: int | None,
        after: int,
        *,
        patient_id: str | None = None,
        hold: str | None = None,
        grid: bool = True,
        wishes: str = "",
    ) -> None:
        super().__init__()
        self._grid = grid
        self._doctor_id = doctor_id
        self._type_id = type_id
        self._minutes = minutes
        self._after = after
        self._hold = hold
        self._given = patient_id
        self._begun = wishes
        self.wish = Wish()
        self.patient: Patient | None = None
        self.results = Results((), False, "", "", None)
        self._choices: list[tuple[Opening, Query] | None] = []
        self._seen: tuple[object, ...] = ()
        self._unknown: list[str] = []
        self._many = 0

    def compose_body(self) -> ComposeResult:
        """The words, the chips, the times."""
        yield Field("Find time", FieldInput(id="words", max_length=300), id="row-words")
        yield Painted(self._chip_lines, id="chips")
        yield Painted(self._heads, id="heads")
        yield FoundRows(id="times")

    @property
    def question(self) -> Query:
        """The wish with its length: what was typed, else the type's, else what is usual."""
        wish = self.wish
        doctor = wish.doctors[0] if wish.doctors else self._doctor_id
        kind = self.kinds.get(wish.type_id or "")
        if kind is None and wish.minutes is None:
            kind = self._usual(doctor, None)
        minutes = wish.minutes or (self.ask.type_minutes(kind, doctor) if kind else self.ask.hospital.default_minutes)
        return Query(wish, minutes, kind.id if kind else None, self._after, self._hold)

    def _usual(self, doctor_id: str, minutes: int | None) -> AppointmentType | None:
        return self.desk.usual_type(doctor_id, None, minutes)

    def _show_times(self, query: Query, before: Opening | None) -> None:
        days = {
            (o.opening.doctor, o.day): self.finder.day(o.opening.doctor, o.opening.start) for o in self.results.offers
        }
        hours = hours_of(list(days.values()))
        self._hours, self._cell = hours, 30 if (hours[1] - hours[0]) * 2 <= STRIP_CELLS else 60
        rows: list[Row] = []
        self._choices = []
        width = self._width()
        last: date | None = None
        for offer in self.results.offers:
            if offer.day != last:
                if rows and not self.compact:
                    self._add(rows, Row(Content(""), choosable=False))
                away = words.days_away(offer.day, self.ask.today())
                self._add(
                    rows, Row(section(Content.styled(text.day(offer.day), "bold"), width, away), choosable=False)
                )
                last = offer.day
            self._add(rows, self._row(offer, days[offer.opening.doctor, offer.day]), (offer.opening, query))
        if self.results.more:
            self._add(rows, Row(Content.styled("  … more", "$text-dim"), choosable=False))
        at = next((i for i, each in enumerate(self._choices) if each and before and each[0] == before), 0)
        self.query_one(Rows).show(rows, at)

    def _add(self, rows: list[Row], row: Row, choice: tuple[Opening, Query] | None = None) -> None:
        rows.append(row)
        self._choices.append(choice)

    def _width(self) -> int:
        return self.query_one(Rows).content_size.width or (76 if self.compact else 102)

    def _columns(self) -> tuple[int, int, int]:
        """Cells of doctor, place and length, by the form of the dialog."""
        return (10, 10, 7) if self.compact else (20, 12, 8)

    def _row(self, offer: Offer, day: DayView) -> Row:
        opening = offer.opening
        start, end, until = (self.ask.wall(minute) for minute in (opening.start, opening.end, offer.until))
        doctor_cells, place_cells, length_cells = self._columns()
        name = self.doctors[opening.doctor].name
        doctor = words.doctor_short(name) if self.compact else words.doctor_full(name)
        free = f"{'' if self.compact else 'free '}to {text.at_column(until)}"
        left = Content.assemble(
            (f"  {text.from_to_column(start, end)}  ", "bold"),
            f"{text.pad(doctor, doctor_cells)} ",
            (f"{text.pad(words.place_short(self.ask.name(opening.location)), place_cells)} ", "$text-dim"),
            (f"{text.pad(text.minutes(opening.end - opening.start), length_cells)} ", "$text-dim"),
            (free, "$text-dim"),
        )
        wanted = (opening.start, opening.end)
        tone = theme.tones(self.app)
        booked = theme.mix(tone.panel, tone.info, 0.5)
        row = strip(day, self._hours, self._cell, wanted=wanted, hold=self._hold, booked_style=lambda _: booked)
        return Row(left, row)

    def _show_nothing(self, query: Query) -> None:
        """Why, a line a day; then what to give up."""
        width = self._width()
        rows: list[Row] = []
        self._choices = []
        asked = f" for {text.minutes(query.minutes)}{self._asked()}"
        banner = Content.assemble(
            (" Nothing free", "bold $amber on $amber-tint"), (asked, "bold $text on $amber-tint")
        )
        self._add(rows, Row(banner, choosable=False))
        if not self.compact:
            self._add(rows, Row(Content(""), choosable=False))
        because = self.finder.because(query)
        if because:
            self._add(rows, Row(section("Because", width, f"{self._reason()}"), choosable=False))
        for day, why, more in because:
            line = Content.assemble(
                (f"  {text.day(day)}   ", "bold"), (f"{why:<15}", "$amber"), text.fit(more, width - 32)
            )
            self._add(rows, Row(line, choosable=False))
        given = self.finder.give_up(query)
        self._add(rows, Row(Content(""), choosable=False))
        head = "Free if you give up one thing" if given else "Nothing is free with one wish less either"
        self._add(rows, Row(section(head, width, "the nearest of each" if given else ""), choosable=False))
        for name, change, easier, opening in given:
            self._add(rows, self._given_row(name, change, opening), (opening, easier))
        self._add(rows, self._wait_row())
        self.query_one(Rows).show(rows, 0)

    def _given_row(self, name: str, change: str, opening: Opening) -> Row:
        start, end = self.ask.wall(opening.start), self.ask.wall(opening.end)
        what = "" if self.compact else text.pad(change, 20)
        days = (start.date() - self.ask.today()).days
        return Row(
            Content.assemble(
                (f"  {name:<14}", "bold"), (what, "$text-dim"),
                (f"{text.day(start.date())} {text.from_to_column(start, end)}  ", "bold"),
                text.pad(words.doctor_short(self.doctors[opening.doctor].name), 12),
                (text.pad(words.place_short(self.ask.name(opening.location)), 12), "$text-dim"),
                (f"{days} day{'' if days == 1 else 's'}", "$text-dim"),
            )
        )  # fmt: skip

    def _wait_row(self) -> Row:
        """The waitlist, for who would rather wait."""
        who = text.fit(text.natural_name(self.patient.name), 30) if self.patient else "the caller"
        said = f"put {who} on the waitlist with exactly these wishes"
        return Row(
            Content.assemble((f"  {'or wait':<14}", "bold"), ("^t  ", "bold $amber"), (said, "$text-dim")),
            choosable=False,
        )

    def _asked(self) -> str:
        """The wish in words, for the banner: " with Dr Strange on Thu before 09 until 18 Dec"."""
        wish = self.wish
        said = ""
        if wish.doctors:
            said += " with " + " or ".join(words.doctor_short(self.doctors[each].name) for each in wish.doctors)
        elif wish.specialty:
            said += f" in {text.clean(wish.specialty)}"
        if wish.weekdays:
            said += f" on {days_words(wish.weekdays)}"
        if wish.between:
            said += f" {hours_words(wish.between)}"
        if wish.location:
            said += f" at {self.ask.name(wish.location)}"
        if wish.last:
            said += f" until {text.day_month(wish.last)}"
        return said

    def _reason(self) -> str:
        return {
            "no_hours": "no hours in that time", "closed": "closed", "fully_booked": "fully booked",
            "no_gap_long_enough": "no gap is long enough", "beyond_horizon": "further ahead than may be booked",
            "type_not_offered": "not offered",
        }.get(self.results.reason, self.results.reason)  # fmt: skip

    def _show_frame(self) -> None:
        about: str | Content = ""
        if self.patient is not None:
            born = f", born {text.birth(self.patient.birth_date)}" if self.patient.birth_date else ""
            name = text.fit(text.natural_name(self.patient.name), 30)
            about = Content.assemble((" for ", "$text-dim"), (name, "bold"), (born, "$text-dim"))
        count = len(self.results.offers)
        if count:
            many = "" if count == 1 else "s"
            right = Content.styled(f"{count}{'+' if self.results.more else ''} time{many} found", "bold $ok")
        else:
            right = Content.styled("nothing found", "bold $amber")
        self.title_row.show("Next available", about, right)
        self._show_verdict()
        for painted in self.query(Painted):
            painted.refresh()
        self.refresh_keys()

    def _show_verdict(self) -> None:
        offers = self.results.offers
        if offers:
            why = Content(f" {self._why_first()}")
            self.verdict.show("info", "Why this first", why, second=self._looked())
        elif any(self._choices):
            self.verdict.show(
                "info", "Nothing free", " with all of these wishes.", second="Enter takes the amber one."
            )
        else:
            self.verdict.show(
                "bad", "Nothing free", " Take a word away: Ctrl+U empties the line.", second=self._looked()
            )

    def _why_first(self) -> str:
        first = self.results.offers[0]
        asked = len(self.wish.doctors) or len(self.doctors)
        if asked == 1:
            return "the earliest that fits"
        same = [o for o in self.results.offers[1:] if o.opening.doctor != first.opening.doctor and o.day == first.day]
        if any(offer.opening.start == first.opening.start for offer in same):
            several = "both" if len(self.wish.doctors) == 2 else "several"
            reason = text.clean(self.results.explain.partition("; ")[2])
            return f"the earliest, when {several} are free" + (f"; {reason}" if reason and "id" not in reason else "")
        if same:
            others = text.at(self.ask.wall(same[0].opening.start))
            return f"the earliest; nobody else is free before {others} that day"
        return "the earliest; nobody else is free that day"

    def _looked(self) -> str:
        asked = len(self.wish.doctors) or len(self.doctors)
        start = self.ask.wall(max(self._after, self.ask.now_minute())).date()
        start = max(start, self.wish.first or start)
        offers = self.results.offers
        until = offers[-1].day if offers else None
        if until is None and self.results.until is not None:
            until = self.ask.wall(self.results.until).date()
        to = f" to {text.day_said(until)} {until.year}" if until else ""
        said = f"Looked at {asked} doctor{'' if asked == 1 else 's'}, {text.day_said(start)}{to}"
        return said + (f" · {len(offers)}{'+' if self.results.more else ''} offered" if offers else "")

    def _chip_lines(self, width: int, height: int) -> list[Content]:
        """What was understood, each in a chip; red what was not."""
        if not hasattr(self, "finder"):
            return [Content("")]
        return chip_lines(self.understood(), width, height, self.compact)

    def understood(self) -> list[WordChip]:
        """Label, value and ground of each chip, in a fixed order."""
        query = self.question
        kind = self.kinds.get(query.type_id or "")
        found = understood(self.wish, query.minutes, kind, self.doctors, self.ask.name(self.wish.location))
        if self._many:
            found.append(WordChip("Patient", f"{self._many} of that name"))
        return found + [not_understood(each) for each in self._unknown]

    def _heads(self, width: int, height: int) -> list[Content]:
        if not self.results.offers:
            return [Content("")]
        doctor, place, length = self._columns()
        when = 2 * text.clock_cells() + 5
        left = f"  {'When':<{when}}{'Doctor':<{doctor + 1}}{'Place':<{place + 1}}{'Length':<{length + 1}}Gap"
        hours = scale(*self._hours, self._cell)
        strip_cells = (self._hours[1] - self._hours[0]) * 60 // self._cell
        return [
            Content.styled(left + " " * (width - strip_cells - cell_len(left)) + hours[:strip_cells], "$text-dim")
        ]
