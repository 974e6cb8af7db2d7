"""Beside the grid: who and when, the waiting room, what is free next, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from scheduling.model.reads import VisitView
from scheduling.model.status import STATUSES
from scheduling.when.iso import parse_stamp
from tui import text, theme, words
from tui.actions import CARRY, DAYS, VISIT, deeds
from tui.theme import Tones
from tui.widgets.day_lines import anybody_lines, day_card, doctor_lines
from tui.widgets.line_by_line import LineByLine
from tui.widgets.lines import clip, row, section, spread
from tui.widgets.subject import Subject, when_words

LONG_WAIT = 10
"""Minutes from which a wait is amber."""

SHOWN_WAITING = 4
"""Names of the waiting room that are listed."""

Lines = list[Content]


class SidePanel(LineByLine):
    """The card of what is under the cursor."""

    DEFAULT_CSS = """
    SidePanel { width: 32; height: 1fr; padding: 0 2 0 2; background: $panel; color: $text; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._subject: Subject | None = None

    def show(self, subject: Subject) -> None:
        """Tell about something else."""
        self._subject = subject
        self.renew()

    def lines(self, width: int) -> Lines:
        """The card, and what stands under every card."""
        return panel_lines(self._subject, width, theme.tones(self.app)) if self._subject is not None else []


def panel_lines(subject: Subject, width: int, tones: Tones) -> Lines:
    """Every line of the panel, as if it were high enough."""
    if subject.context == CARRY and subject.landing:
        lines = _carry_card(subject, width)
    elif subject.context == DAYS:
        lines = day_card(subject, width)
    elif subject.selection.visit is not None:
        lines = _visit_card(subject, subject.selection.visit, width, tones)
    else:
        lines = time_card(subject, width, tones)
    if subject.beside:
        lines += doctor_lines(subject, width)
        lines += anybody_lines(subject, width) if subject.context != CARRY else []
    elif subject.context != CARRY:
        lines += _waiting_room(subject, width) + _next_free(subject, width)
    return lines + _deeds(subject, width)


# -- pieces -------------------------------------------------------------------------------------------------------


def chip(words: str, colour: str, ground: str) -> Content:
    """Words on a coloured ground."""
    return Content.styled(f" {words} ", f"bold {colour} on {ground}")


def type_chip(visit: VisitView, tones: Tones, name: str | None = None) -> Content:
    """The type on its own colour, readable on it."""
    hue = theme.hue(visit.type_color, tones, visit.type_name)
    return chip(
        text.clean(name or visit.type_name or "Visit"),
        theme.readable(tones.strong, hue.title, tones.least),
        hue.title,
    )


STATUS_TONES = {"arrived": "ok", "checked-in": "amber", "pending": "amber", "noshow": "bad", "booked": "info"}


def status_chip(visit: VisitView, tones: Tones) -> Content:
    """Glyph and word of the status on its tint."""
    status = STATUSES[visit.visit.status]
    glyph = status.glyph or ("✓" if visit.visit.response == "accepted" else "")
    tone = STATUS_TONES.get(status.name, "text")
    ground = getattr(tones, f"{tone}_tint", tones.raised)
    return chip(f"{glyph} {status.word}".strip(), theme.readable(getattr(tones, tone), ground, tones.least), ground)


def who_words(visit: VisitView, subject: Subject) -> str:
    """Born when, how old: as far as known."""
    if not visit.birth_date:
        return ""
    years = text.age(visit.birth_date, subject.wall(subject.now).date())
    return f"b. {text.birth(visit.birth_date)} · {years} y"


def held_words(visit: VisitView, subject: Subject) -> str:
    """“held by front-2, 4:40”."""
    left = parse_stamp(visit.visit.expires_at) - subject.desk.now() if visit.visit.expires_at else 0
    return f"held by {text.clean(visit.visit.held_by or '')}, {text.countdown(left)}"


def _booked_words(visit: VisitView, subject: Subject) -> str:
    """“3 Nov, by J. Hale”; today the time instead of the date, and “you” for oneself."""
    own = visit.visit
    if not own.created_at:
        return ""
    at = subject.wall(parse_stamp(own.created_at) // 60)
    today = at.date() == subject.wall(subject.now).date()
    when = text.at(at) if today else text.day_month(at)
    who = "you" if own.created_by == subject.desk.by else text.clean(own.created_by or "")
    return f"{when}, by {who}" if who else when


# -- cards --------------------------------------------------------------------------------------------------------


def _visit_card(subject: Subject, visit: VisitView, width: int, tones: Tones) -> Lines:
    own = visit.visit
    start, end = subject.wall(own.start_minute), subject.wall(own.end_minute)
    name = text.display_name(visit.patient_name) or "A held time"
    lines = [
        spread(text.styled(name, "bold"), Content.styled(subject.record_number(visit), "$text-dim"), width),
        Content.styled(text.fit(who_words(visit, subject), width), "$text-dim"),
    ]
    lines += [Content(""), Content.assemble(type_chip(visit, tones), " ", status_chip(visit, tones)), Content("")]
    lines += [section("Visit", width)]
    lines += [row("Time", text.from_to(start, end), width, "bold")]
    lines += [row("", f"{text.minutes(own.minutes)} · {text.day(start.date())}", width)]
    if subject.beside:
        lines.append(row("Doctor", words.doctor_full(subject.view.doctor.name), width))
    if visit.location_name:
        lines.append(row("Place", visit.location_name, width))
    if own.status == "arrived":
        minutes = subject.waited(visit)
        lines.append(
            row("Waiting", text.minutes(minutes), width, "bold $amber" if minutes >= LONG_WAIT else "bold $ok")
        )
    if own.status == "pending":
        lines.append(row("Held", held_words(visit, subject).removeprefix("held "), width))
    if visit.phone:
        lines.append(row("Phone", visit.phone, width))
    if booked := _booked_words(visit, subject):
        lines.append(row("Booked", booked, width))
    for flag, said in ((visit.overbooked, "! overbooked"), (visit.outside, "? outside hours")):
        if flag:
            lines.append(row("", said, width, "bold $bad"))
    if own.note or own.reason:
        lines += [Content(""), section("Note", width)]
        said = " · ".join(part for part in (own.reason, own.note) if part)
        lines += [Content(line) for line in words.wrap(said, width)[:4]]
    return lines


def time_card(subject: Subject, width: int, tones: Tones) -> Lines:
    """A time without a visit: free for how long and for what, or why not; its first two lines are what and when."""
    chosen = subject.selection
    until = subject.free_until
    titles = {"free": ("Free", "ok"), "closed": ("Closed", "bad"), "off": ("Outside hours", "text-dim")}
    title, tone = titles.get(chosen.state, ("Past" if chosen.state == "past" else "Not free", "text-dim"))
    start = subject.wall(chosen.start_minute)
    shown = when_words(chosen.start_minute, chosen.minutes if chosen.ranged else None, subject.tz)
    lines = [Content.styled(title, f"bold ${tone}"), Content.styled(text.fit(shown, width), "bold")]
    day = subject.day
    lines += [Content(line) for line in words.wrap(subject.closed_because, width)[:3]]
    if chosen.state == "free" and until is not None:
        room = until - chosen.start_minute
        lines += [Content(""), section("Room for", width)]
        if chosen.ranged:
            lines.append(row("Selected", text.minutes(chosen.minutes), width, "bold"))
        lines.append(row("Free", f"{text.minutes(room)}, until {text.at(subject.wall(until))}", width))
        place = next((s.location for s in (day.hours if day else ()) if s.start <= chosen.start_minute < s.end), None)
        if place:
            lines.append(row("Place", subject.place_name(place), width))
        lines += [Content(""), section("Fits", width)]
        lines += _fits(subject, chosen.minutes if chosen.ranged else room, width, tones)
    elif chosen.state == "past" and start.date() == subject.wall(subject.now).date():
        lines += [Content.styled("n books a walk-in now", "$text-dim")]
    return lines


def _fits(subject: Subject, minutes: int, width: int, tones: Tones) -> Lines:
    lines = []
    for kind in subject.types:
        fits = kind.minutes <= minutes
        square = ("■ ", theme.hue(kind.color, tones, kind.name).bar) if fits else ("□ ", "$text-faint")
        style = "$text" if fits else "$text-faint"
        name = Content.assemble(square, (text.fit(kind.name, width - 10), style))
        lines.append(
            spread(name, Content.styled(text.minutes(kind.minutes), "$text-dim" if fits else "$text-faint"), width)
        )
    return lines


def _carry_card(subject: Subject, width: int) -> Lines:
    landing = subject.landing
    assert landing is not None
    visit = landing.visit
    own = visit.visit
    from_doctor = words.doctor_short(subject.doctor_name(own.doctor))
    to_doctor = words.doctor_short(subject.view.doctor.name)
    origin = when_words(own.start_minute, own.minutes, subject.tz)
    target = when_words(landing.start, own.minutes, subject.tz)
    lines = [Content.styled(text.fit(text.display_name(visit.patient_name), width), "bold")]
    lines += [
        Content.styled(text.fit(part, width), "$text-dim")
        for part in (who_words(visit, subject), visit.phone or "")
        if part
    ]
    lines += [Content(""), section("From", width), Content.styled(text.fit(origin, width), "strike $text-dim")]
    lines += [
        Content.styled(text.fit(", ".join(filter(None, (from_doctor, visit.location_name))), width), "$text-dim")
    ]
    lines += [Content(""), section("To", width, style="bold $amber")]
    lines += [Content.styled(text.fit(target, width), "bold $amber"), Content(text.fit(to_doctor, width))]
    lines += [Content(""), section("Check", width)]
    if landing.fits:
        lines.append(Content.assemble(("✓ ", "bold $ok"), "fits here"))
    for obstacle in landing.obstacles[:3]:
        first, *more = words.wrap(obstacle.message, width - 2)[:3]
        lines += [Content.assemble(("✗ ", "bold $bad"), first)] + [Content(f"  {line}") for line in more]
    if landing.fits_next:
        lines += [Content(""), section("Fits next", width, "f jumps")]
        for opening in landing.fits_next:
            lines.append(Content.styled(when_words(opening.start, None, subject.tz), "bold $info"))
    return lines


# -- what stands under every card ---------------------------------------------------------------------------------


def _waiting_room(subject: Subject, width: int) -> Lines:
    waiting = subject.waiting
    if not waiting:
        return []
    lines = [Content(""), section("Waiting room", width, Content.styled(str(len(waiting)), "bold $ok"))]
    for visit in waiting[:SHOWN_WAITING]:
        minutes = subject.waited(visit)
        name = Content.assemble(("● ", "bold $ok"), text.short_name(visit.patient_name, width - 12))
        style = "bold $amber" if minutes >= LONG_WAIT else "bold $ok"
        lines.append(spread(name, Content.styled(text.minutes(minutes), style), width))
    if len(waiting) > SHOWN_WAITING:
        lines.append(Content.styled(f"  {len(waiting) - SHOWN_WAITING} more", "$text-dim"))
    return lines


def _next_free(subject: Subject, width: int) -> Lines:
    found = subject.next_free
    if not found:
        return []
    today = subject.wall(subject.now).date()
    lines = [Content(""), section("Next free", width)]
    for start, minutes in found:
        at = subject.wall(start)
        day = "Today " if at.date() == today else text.pad(words.day_near(at.date(), today), 6)
        when = f"{day} {text.at_column(at)}"
        lines.append(Content.assemble((when, "bold $info"), (f"   {text.minutes(minutes)}", "$text-dim")))
    return lines


def _deeds(subject: Subject, width: int) -> Lines:
    status = subject.selection.visit.visit.status if subject.context == VISIT and subject.selection.visit else None
    found: Sequence[tuple[str, str]] = deeds(subject.context, status, subject.mode)
    if not found:
        return []
    half = (width + 1) // 2
    cells = [Content.assemble((key.rjust(2), "bold $amber"), f" {said}") for key, said in found]
    lines = [Content(""), section("Do", width)]
    for left, right in zip(cells[::2], [*cells[1::2], Content("")], strict=False):
        left = clip(left, half - 1)
        lines.append(Content.assemble(left, " " * (half - left.cell_length), right))
    return lines
