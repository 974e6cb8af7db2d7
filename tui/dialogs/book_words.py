"""What the booking form says: its title, verdicts and alternatives as Content. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rich.cells import cell_len
from textual.content import Content

from scheduling.model.reads import DayView, Opening, Patient, VisitView
from tui import text, words
from tui.dialogs.ask import Ask, Slot
from tui.widgets.day_strip import hours_of, scale, strip
from tui.widgets.lines import section

ENTER = ("⏎", "bold $amber")
ACT = "bold $on-amber on $amber-solid"
"""The one solid amber thing of a screen: what Enter acts on."""


def title(ask: Ask, slot: Slot, doctor: str, place: str, compact: bool) -> Content:
    """ "Fri 20 Nov  13:00 – 13:30   Dr Amara Osei · Main Street"."""
    start, end = ask.wall(slot.start), ask.wall(slot.end)
    who = words.doctor_short(doctor) if compact else words.doctor_full(doctor)
    where = words.place_short(place) if compact else text.clean(place)
    about = " · ".join(part for part in (who, where) if part)
    return Content.assemble(
        (f"{text.day(start.date())}  {words.clock_span(start, end)}", "bold"), (f"   {about}", "$text-dim")
    )


def countdown(seconds: int | None) -> Content:
    """ "held for you 4:41", or that it is not held."""
    if seconds is None:
        return Content.styled("not held", "bold $bad")
    if seconds <= 0:
        return Content.styled("the hold has run out", "bold $bad")
    left = f"{seconds // 60}:{seconds % 60:02d}"
    return Content.assemble(("held for you ", "$text-dim"), (left, "bold $ok" if seconds > 60 else "bold $bad"))


def rule(seconds: int | None, whole: int, width: int) -> Content:
    """The countdown as a rule: what is left of `whole` seconds in green, red in the last minute."""
    left = 0 if seconds is None else max(0, min(width, -(-width * seconds // whole)))
    colour = "$ok" if seconds is not None and seconds > 60 else "$bad"
    if left == 0:
        return Content.styled("━" * width, "$bad")
    return Content.assemble(("━" * left, colour), ("━" * (width - left), "$hairline"))


def free_second(ask: Ask, slot: Slot, hold: str | None) -> Content:
    """ "free until 13:30, then Ivan Petrov"."""
    until, then = ask.free_until(slot, hold)
    after = f", then {text.natural_name(then)}" if then else ", the end of the hours"
    return Content(f"free until {text.at(ask.wall(until))}{after}")


def free_rest(ask: Ask, slot: Slot, doctor: str, place: str) -> Content:
    """ "13:00 – 13:30 · Dr Osei · Main Street"."""
    span = words.clock_span(ask.wall(slot.start), ask.wall(slot.end))
    return Content.styled(
        " · ".join(part for part in (span, words.doctor_short(doctor), text.clean(place)) if part), "bold"
    )


def act(label: str) -> Content:
    """What Enter does now, solid amber."""
    return Content.styled(f" ⏎ {label} ", ACT)


def choose_then_book(name: str, compact: bool) -> Content:
    """Enter chooses the highlighted patient, the next one books."""
    if compact:
        return Content.assemble(ENTER, " choose, ", ENTER, " book")
    return Content.assemble(ENTER, f" chooses {text.fit(text.natural_name(name), 22)}, then ", ENTER, " books")


def alternatives_line(
    ask: Ask, slot: Slot, openings: Sequence[Opening], doctors: dict[str, str], room: int, typing: bool
) -> tuple[Content, int]:
    """ "Free next  1 16:15 today   2 10:45 Sat, Northgate": as many as fit `room` cells, and how many those are."""
    if not openings:
        return Content("Nothing else is free within the year. Try another length or doctor."), 0
    parts = []
    for number, opening in enumerate(openings, start=1):
        clock, where = near(ask, slot, opening, doctors)
        parts.append(Content.assemble("  ", (str(number), "bold $amber"), (f" {clock}", "bold"), f" {where}"))
    whole = sum(part.cell_length for part in parts)
    # In a text field a digit is text: the alternatives are one Tab away.
    lead = Content.assemble(("Tab", "bold $amber"), ", then") if typing else Content("Free next")
    line = lead if whole + lead.cell_length <= room else Content("Tab:" if typing else "Free")
    for shown, part in enumerate(parts):
        if line.cell_length + part.cell_length > room:
            return line, shown
        line = Content.assemble(line, part)
    return line, len(parts)


def near(ask: Ask, slot: Slot, opening: Opening, doctors: dict[str, str]) -> tuple[str, str]:
    """The clock of an alternative, and what is different about it: its day, its doctor."""
    start = ask.wall(opening.start)
    day = words.day_near(start.date(), ask.wall(slot.start).date())
    if start.date() == ask.wall(slot.start).date():
        day = "today" if start.date() == ask.today() else "same day"
    doctor = f", {words.doctor_short(doctors.get(opening.doctor, ''))}" if opening.doctor != slot.doctor else ""
    return text.at(start), f"{day}{doctor}"


def difference(ask: Ask, slot: Slot, opening: Opening, place: str | None) -> str:
    """Why an alternative is another time: "same time, other doctor", "3 h 15 later", "tomorrow, other place"."""
    day, wanted = ask.wall(opening.start).date(), ask.wall(slot.start).date()
    if opening.start == slot.start:
        said = "same time"
    elif day == wanted:
        said = words.later(opening.start - slot.start)
    else:
        said = words.days_away(day, ask.today()) if day >= wanted else "earlier"
    if opening.doctor != slot.doctor:
        return f"{said}, other doctor"
    if opening.location and place and opening.location != place:
        return f"{said}, other place"
    return said


def day_lines(day: DayView, ask: Ask, slot: Slot, hold: str | None, width: int, hue: dict[str, str]) -> list[Content]:
    """The doctor's day: what is free, the hours, and the strip with the wanted time."""
    head = f"{words.doctor_short(ask.name(day.doctor))} that day"
    fact = free_fact(ask, slot, free_spans(day, hold), width - cell_len(head) - 4)
    hours = hours_of([day])
    room = max(10, width - 9)
    cell = 15 if (hours[1] - hours[0]) * 4 <= room else 30 if (hours[1] - hours[0]) * 2 <= room else 60
    row = strip(day, hours, cell, wanted=(slot.start, slot.end), hold=hold, booked_style=lambda view: _hue(view, hue))
    label = text.day_short(ask.wall(slot.start).date())
    return [
        section(head, width, fact),
        Content.assemble((f"{label:<9}{scale(*hours, cell, 1 if cell < 60 else 2)}", "$text-dim")),
        Content.assemble(" " * 9, row),
    ]


def free_fact(ask: Ask, slot: Slot, spans: Sequence[tuple[int, int]], room: int) -> str:
    """ "free 13:00 – 13:30, 16:15 – 17:00": around the wanted start, and those long enough, as many as fit."""
    said = ""
    for start, end in spans:
        if start <= slot.start < end or end - start >= slot.minutes:
            longer = f"{said or 'free'}{',' if said else ''} {words.clock_span(ask.wall(start), ask.wall(end))}"
            if cell_len(longer) > room:
                break
            said = longer
    return said or "no gap that long"


def _hue(view: VisitView, hue: dict[str, str]) -> str:
    return hue.get(view.visit.type or "", "$text-dim")


def free_spans(day: DayView, hold: str | None) -> list[tuple[int, int]]:
    """The free spans of a day as epoch minutes, the time of one's own hold counted as free."""
    spans = list(day.bookable)
    own = next((view.visit for view in day.visits if view.visit.id == hold), None)
    if own is not None:
        spans.append((own.start_minute, own.end_minute))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def sentence_lines(sentence: str, width: int) -> list[Content]:
    """The sentence to read out, in italics, wrapped."""
    return [Content.styled(line, "italic $text-dim") for line in words.wrap(sentence, width)]


def busy_patient(upcoming: Sequence[VisitView], slot: Slot, hold: str | None) -> VisitView | None:
    """The visit of the patient's that overlaps the time, with anyone (RULES 18)."""
    return next(
        (
            view
            for view in upcoming
            if view.visit.id != hold and view.visit.start_minute < slot.end and slot.start < view.visit.end_minute
        ),
        None,
    )


def busy_words(view: VisitView, patient: Patient | None, doctor: str) -> str:
    """ "Maria Lopez is with Dr Who 13:00 – 13:30 (Vaccination)."."""
    start, end = datetime.fromisoformat(view.visit.start), datetime.fromisoformat(view.visit.end)
    who = text.natural_name(patient.name) if patient else "The patient"
    what = f" ({text.clean(view.type_name)})" if view.type_name else ""
    return f"{who} is with {words.doctor_short(doctor)} {words.clock_span(start, end)}{what}."


def other_places(days: Sequence[DayView], place: str | None, names: dict[str, str]) -> str:
    """ "Northgate only on Wed and Sat": where else this doctor is in that week."""
    elsewhere: dict[str, list[date]] = {}
    for day in days:
        for location in {span.location for span in day.hours if span.location and span.location != place}:
            elsewhere.setdefault(location, []).append(day.date)
    said = []
    for location, dates in sorted(elsewhere.items()):
        listed = [text.WEEKDAYS[each.weekday()] for each in sorted(dates)]
        said.append(
            f"{text.clean(names.get(location, location))} on {' and '.join(', '.join(listed).rsplit(', ', 1))}"
        )
    return "; ".join(said[:2])
