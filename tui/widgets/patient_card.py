"""The highlighted patient before choosing: born, phone, alerts, no-shows, upcoming, last seen, note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from textual.content import Content

from scheduling.model.reads import Patient, PatientCard, VisitView
from tui import text, words
from tui.widgets.lines import clip, section, spread

TRAIL = 12
"""Past visits in the trail of kept and missed ones, the latest last."""

DATE_CELLS, TYPE_CELLS, DOCTOR_CELLS = 17, 4, 12
"""Cells of a visit's date, and of its doctor; the least for its type."""

Hues = Mapping[str, str]
"""Hex colour of the square of each type id."""


def card_lines(
    card: PatientCard,
    width: int,
    height: int,
    doctors: Mapping[str, str],
    hues: Hues,
    *,
    upcoming: bool = True,
    past: bool = True,
) -> list[Content]:
    """The card in at most `height` rows of `width` cells: what matters for booking comes first."""
    patient = card.patient
    record = text.clean(patient.record_number or "")
    lines = [
        spread(Content.styled(text.display_name(patient.name), "bold"), Content.styled(record, "$text-dim"), width),
        Content(born(card)),
        Content(text.fit(" · ".join(text.clean(phone) for phone in patient.phones[:2]), width)),
    ]
    lines += [
        Content.styled(text.fit(f"! {text.clean(alert)}", width), "bold $amber") for alert in patient.alerts[:2]
    ]
    lines.append(Content(""))
    if card.total:
        lines += [spread(noshows(card), trail(card.past), width), Content("")]
    if card.upcoming and upcoming:
        lines.append(section("Upcoming", width, Content.styled(str(len(card.upcoming)), "bold $text")))
        lines += [upcoming_line(view, width, doctors, hues) for view in card.upcoming[:3]]
        lines.append(Content(""))
    if card.past and past:
        lines.append(section("Last seen", width))
        lines += [past_line(view, width, doctors, hues) for view in card.past[:3]]
        lines.append(Content(""))
    if patient.note:
        lines.append(section("Note", width))
        lines += [Content(line) for line in words.wrap(text.clean(patient.note), width)]
    return lines[:height]


def short_card(card: PatientCard, width: int, doctors: Mapping[str, str], hues: Hues) -> list[Content]:
    """The card in three rows, for a low terminal."""
    patient = card.patient
    facts = [born(card).replace("born ", "b. "), text.clean(patient.record_number or "")]
    about = "; ".join(part for part in (*patient.alerts, patient.note) if part)
    name = section(
        Content.styled(text.fit(text.display_name(patient.name), width - 34), "bold"),
        width,
        " · ".join(f for f in facts if f),
    )
    left = (
        Content.assemble(noshows(card), "  ", trail(card.past))
        if card.total
        else Content.styled("first visit", "$text-dim")
    )
    kept = Content.styled(
        text.fit(text.clean(about), max(0, width - left.cell_length - 2)), "$amber" if patient.alerts else ""
    )
    parts: list[Content | tuple[str, str] | str] = [("Next  ", "$text-dim")]
    for view in card.upcoming[:2]:
        doctor = words.doctor_family(doctors.get(view.visit.doctor, ""))
        parts += [(when(view), "bold"), (" ■ ", hues.get(view.visit.type or "", "$text-dim"))]
        parts += [text.kind_words(view.type_name, 8), (f" {doctor}   ", "$text-dim")]
    if not card.upcoming:
        parts.append(("no other visit planned", "$text-dim"))
    return [name, spread(left, kept, width), clip(Content.assemble(*parts), width)]


def born(card: PatientCard) -> str:
    """ "born 7 Mar 1984 · 42 y"."""
    if not card.patient.birth_date:
        return "date of birth not known"
    years = "" if card.age is None else f" · {card.age} y"
    return f"born {text.birth(card.patient.birth_date)}{years}"


def noshows(card: PatientCard) -> Content:
    """ "✗ 2 no-shows of 9", or that there were none."""
    if not card.noshows:
        return Content.styled(f"no no-shows of {card.total}", "$text-dim")
    many = "no-show" if card.noshows == 1 else "no-shows"
    return Content.assemble(
        (f" ✗ {card.noshows} {many} ", "bold $bad on $bad-tint"), (f" of {card.total}", "$text-dim")
    )


def trail(past: Sequence[VisitView]) -> Content:
    """A mark for each past visit, the latest last: kept or missed. `past` comes latest first."""
    marks = [("✗", "$bad") if view.visit.status == "noshow" else ("▪", "$ok") for view in past[:TRAIL]]
    return Content.assemble(*reversed(marks))


def when(view: VisitView) -> str:
    """ "Tue  8 Dec 09:30", in the visit's own zone."""
    start = datetime.fromisoformat(view.visit.start)
    return f"{text.day(start.date())} {text.at_column(start)}"


def upcoming_line(view: VisitView, width: int, doctors: Mapping[str, str], hues: Hues) -> Content:
    """When, what, with whom."""
    doctor = text.fit(words.doctor_short(doctors.get(view.visit.doctor, "")), DOCTOR_CELLS)
    mark = hues.get(view.visit.type or "", "$text-dim")
    kind = text.kind_words(view.type_name, _room(width))
    left = Content.assemble((when(view), "bold"), "  ", ("■", mark), f" {kind}")
    return spread(left, Content.styled(doctor, "$text-dim"), width)


def past_line(view: VisitView, width: int, doctors: Mapping[str, str], hues: Hues) -> Content:
    """The date with its year, what it was or that it was missed, with whom."""
    start = datetime.fromisoformat(view.visit.start)
    doctor = text.fit(words.doctor_short(doctors.get(view.visit.doctor, "")), DOCTOR_CELLS)
    date = f"{text.day(start.date())} {start.year}  "
    if view.visit.status == "noshow":
        left = Content.assemble(date, ("✗ no-show", "$bad"))
    else:
        mark = hues.get(view.visit.type or "", "$text-dim")
        left = Content.assemble(date, ("■", mark), f" {text.kind_words(view.type_name, _room(width))}")
    return spread(left, Content.styled(doctor, "$text-dim"), width)


def _room(width: int) -> int:
    """Cells for a type's name: as many in every line of the card, so that one type has one name there."""
    return max(TYPE_CELLS, width - DATE_CELLS - DOCTOR_CELLS - 5)


def nobody(width: int, typed: str) -> list[Content]:
    """What can be typed, while nobody is highlighted."""
    rows = [
        ("mar lop", "parts of the name"),
        ("0177", "digits of a phone"),
        ("7.3.84", "date of birth"),
        ("004118", "record number"),
    ]
    lines = [section("Nobody found" if typed.strip() else "You can type", width)]
    lines += [Content.assemble((f"{example:<9}", "bold $amber"), (meaning, "$text-dim")) for example, meaning in rows]
    return lines


def patient_words(patient: Patient) -> str:
    """ "Lopez, Maria  b. 7 Mar 1984 · 917 555 0177", as far as known."""
    born_on = f"b. {text.birth(patient.birth_date)}" if patient.birth_date else ""
    phone = text.clean(patient.phones[0]) if patient.phones else ""
    return " · ".join(part for part in (born_on, phone) if part)
