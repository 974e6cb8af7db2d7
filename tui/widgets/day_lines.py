"""What the panel beside the doctors of a day says of them: how the one under the cursor does, who is free next."""

from __future__ import annotations

from textual.content import Content

from tui import text
from tui.dialogs import words
from tui.widgets.doctor_day import doctor_day, free_next
from tui.widgets.lines import row, section
from tui.widgets.subject import Subject

Lines = list[Content]

SHOWN_FREE, SHOWN_STARTS = 2, 3
"""Free times told of one doctor, and of them all."""


def doctor_lines(subject: Subject, width: int) -> Lines:
    """The doctor under the cursor: how late, how many seen, when free."""
    day, hospital = subject.day, subject.view.hospital
    if day is None:
        return []
    today = day.date == subject.wall(subject.now).date()
    when = "today" if today else text.day(day.date)
    lines = [Content(""), section(f"{words.doctor_short(subject.view.doctor.name)} {when}", width)]
    if not day.hours and not day.visits:
        return [*lines, Content.styled("not in", "$text-dim")]
    known = doctor_day(day, subject.now, max(1, hospital.default_minutes), max(1, hospital.step))
    if today:
        late = f"{text.minutes(known.late)} late"
        lines.append(row("Running", late if known.late else "on time", width, "bold $amber" if known.late else "$ok"))
    seen = f"{known.seen} of {known.visits}" if day.start <= subject.now else str(known.visits)
    lines.append(row("Seen" if day.start <= subject.now else "Booked", seen, width, "bold"))
    if day.end > subject.now:
        free = "  ".join(f"{subject.wall(start):%H:%M}" for start in known.free[:SHOWN_FREE])
        lines.append(row("Free", free or "nothing", width, "bold $info" if free else "$text-dim"))
    return lines


def anybody_lines(subject: Subject, width: int) -> Lines:
    """The next free times of all the doctors shown."""
    day, hospital = subject.day, subject.view.hospital
    if day is None or day.end <= subject.now:
        return []
    found = free_next(subject.beside, subject.now, max(1, hospital.step))
    some = len(subject.beside) < len(subject.desk.doctor_list(hospital.id))
    lines = [Content(""), section("Free next of these" if some else "Free next, any doctor", width)]
    if not found:
        return [*lines, Content.styled("nothing more that day", "$text-dim")]
    for start, names in found[:SHOWN_STARTS]:
        who = text.fit(", ".join(words.doctor_short(name) for name in names), width - 8)
        lines.append(Content.assemble((f"{subject.wall(start):%H:%M}   ", "bold $info"), who))
    return lines
