"""What the panel beside the doctors of a day says of them: how the one under the cursor does, who is free next."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from tui import text, words
from tui.widgets.doctor_day import COUNTED, doctor_day, free_next
from tui.widgets.lines import row, section
from tui.widgets.subject import Subject

Lines = list[Content]

SHOWN_FREE, SHOWN_STARTS, SHOWN_SPANS = 2, 3, 8
"""Free times told of one doctor, of them all, and of a day at a glance."""


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
        free = "  ".join(text.at(subject.wall(start)) for start in known.free[:SHOWN_FREE])
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
        said = who([words.doctor_short(name) for name in names], width - 8)
        lines.append(Content.assemble((f"{text.at_column(subject.wall(start))}   ", "bold $info"), said))
    return lines


def who(names: Sequence[str], width: int) -> str:
    """As many names as there is room for, and how many more."""
    for count in range(len(names), 0, -1):
        more = f" +{len(names) - count}" if count < len(names) else ""
        said = ", ".join(names[:count]) + more
        if cell_len(said) <= width:
            return said
    return text.fit(names[0], width)


def day_card(subject: Subject, width: int) -> Lines:
    """A whole day at a glance: how many visits, how full, and every time that is free; its first line is which."""
    day, now = subject.day, -(-subject.desk.now() // 60)
    if day is None:
        return []
    visits = sum(view.visit.status in COUNTED for view in day.visits)
    total = day.booked_minutes + day.free_minutes
    lines = [Content.styled(text.day_long(day.date), "bold")]
    if not total:
        why = next((text.clean(closed.reason) for closed in day.closures if closed.reason), "not in")
        return [*lines, Content.styled(text.fit(why, width), "$text-dim")]
    said = f"{visits} visit{'' if visits == 1 else 's'} · {round(day.booked_minutes * 100 / total)}% booked"
    lines += [Content.styled(said, "$text-dim"), Content("")]
    free = [(max(start, now), end) for start, end in day.bookable if end > now]
    left = sum(end - start for start, end in free)
    lines.append(section("Free", width, text.minutes(left) if left else ""))
    if not free:
        lines.append(Content.styled("nothing", "$text-dim"))
    for start, end in free[:SHOWN_SPANS]:
        span = text.from_to(subject.wall(start), subject.wall(end))
        lines.append(Content.assemble((span, "bold $info"), (f"   {text.minutes(end - start)}", "$text-dim")))
    return lines
