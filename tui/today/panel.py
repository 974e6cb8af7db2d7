"""Beside the table: visits nobody resolved, doctors now and how far behind, times freed and who waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from scheduling.model.board import DoctorNow, FreedTime
from scheduling.when.zones import wall_clock
from tui import text, theme, words
from tui.today.painting import Line, Scene
from tui.today.rows import Item, Section
from tui.widgets.lines import section, spread

LATE = 10
"""Minutes behind from which the number is amber."""
LEAST = 5
"""Lines below which the doctors are left out."""
WIDE = 70
"""Cells from which a visit has room for its type and the patient's date of birth."""


def panel(
    scene: Scene,
    sections: Sequence[Section],
    today: date,
    size: tuple[int, int],
    at: tuple[str, int] | None,
    *,
    inside: bool,
) -> list[Line]:
    """All of it in (width, height); `at`: the chosen row, which is kept in sight; `inside`: the keys go there."""
    width, height = size
    unresolved, freed = sections
    below = _freed(scene, freed, width, height // 3, at)
    now = _doctors(scene, width)
    # However many doctors there are, the unresolved visits are left with most of the lines.
    room = height - len(below) - min(height * 2 // 3, _wanted(unresolved, today, width))
    if len(now) > room:
        kept = now[: room - 2]
        now = [*kept, _more(len(scene.board.doctors) - len(kept) + 1), Line(Content(""))] if room >= LEAST else []
    left = (width, height - len(now) - len(below))
    return _unresolved(scene, unresolved, today, left, at, inside) + now + below


def _more(count: int) -> Line:
    return Line(Content.styled(f"… {count} more", "$text-dim"))


# -- unresolved -----------------------------------------------------------------------------------------------------


def _wanted(one: Section, today: date, width: int) -> int:
    return len(_by_day(one, today, width)) + 5


def _by_day(one: Section, today: date, width: int, scene: Scene | None = None) -> list[Line]:
    found: list[Line] = []
    before = ""
    for number, each in enumerate(one.items):
        assert each.visit is not None
        day = date.fromisoformat(each.visit.visit.start[:10])
        named = "Today" if day == today else text.day(day)
        if named != before:
            found.append(Line(Content.styled(named, "bold")))
            before = named
        found.append(Line(_visit(scene, each, width) if scene else Content(""), at=(one.id, number)))
    return found


def _visit(scene: Scene, each: Item, width: int) -> Content:
    assert each.visit is not None
    view, own = each.visit, each.visit.visit
    doctor = scene.board.names.get(own.doctor, "")
    hue = theme.hue(view.type_color, scene.tones, view.type_name).bar
    clock = text.clock_of(own.start).rjust(text.clock_cells())
    if width < WIDE:
        end = text.fit(words.doctor_family(doctor), 8)
        name = Content(text.short_name(view.patient_name, width - 4 - text.clock_cells() - cell_len(end)))
        return spread(Content.assemble(clock, (" ■ ", hue), name), Content.styled(end, "$text-dim"), width)
    left = Content.assemble(
        clock,
        (" ■ ", hue),
        (text.pad(text.short_name(view.patient_name, 24), 24), "bold"),
        (text.birth(view.birth_date).rjust(12), "$text-dim"),
        "  " + text.pad(view.type_name, 12),
    )
    return spread(left, Content.styled(text.fit(words.doctor_short(doctor), 14), "$text-dim"), width)


def _unresolved(
    scene: Scene, one: Section, today: date, size: tuple[int, int], at: tuple[str, int] | None, inside: bool
) -> list[Line]:
    width, height = size
    fact = Content.styled(str(scene.board.unresolved_count), "bold $bad" if one.items else "bold $ok")
    if not one.items:
        done = [Line(section("Unresolved", width, fact)), Line(Content.styled("Nothing: all is worked off.", "$ok"))]
        return [*done, Line(Content(""))][: max(0, height)]
    top = [Line(section(one.title, width, fact, style="bold $bad"))]
    if height >= 12:
        said = words.wrap("Past, and nobody has said how they ended.", width)
        top += [Line(Content.styled(part, "$text-dim")) for part in said] + [Line(Content(""))]
    keys = _keys(("s", " seen, "), ("o", " no-show, "), ("Tab", " back"))
    if not inside:
        keys = _keys(("Tab", " then "), ("s", " seen, "), ("o", " no-show"))
    foot = [Line(Content("")), Line(keys), Line(Content(""))] if height >= 16 else [Line(Content(""))]
    rows = _by_day(one, today, width, scene)
    room = max(1, height - len(top) - len(foot))
    hidden = scene.board.unresolved_count - len(one.items)
    return top + cut(rows, room, at, hidden) + foot


def _keys(*pairs: tuple[str, str]) -> Content:
    return Content.assemble(*(part for key, said in pairs for part in ((key, "bold $amber"), (said, "$text-dim"))))


def cut(rows: list[Line], room: int, at: tuple[str, int] | None, hidden: int = 0) -> list[Line]:
    """The rows that fit, the chosen one among them; the last says how many more there are."""
    if len(rows) <= room and not hidden:
        return rows
    place = next((number for number, line in enumerate(rows) if at is not None and line.at == at), 0)
    top = max(0, place - max(0, room - 2))
    part = rows[top : top + max(0, room - 1)]
    while part and part[-1].at is None:
        part.pop()
    left = sum(line.at is not None for line in rows[top + len(part) :]) + hidden
    return [*part, _more(left)] if left else rows[-room:]


# -- doctors --------------------------------------------------------------------------------------------------------


def _doctors(scene: Scene, width: int) -> list[Line]:
    if not scene.board.doctors:
        return []
    found = [Line(section("Doctors now", width, "behind by"))]
    found += [Line(_doctor(scene, one, width)) for one in scene.board.doctors]
    return [*found, Line(Content(""))]


def _doctor(scene: Scene, one: DoctorNow, width: int) -> Content:
    lag, style = "on time", "$text-dim"
    if one.behind:
        lag, style = text.minutes(one.behind), "bold $amber" if one.behind >= LATE else ""
    elif one.patient_name is None and not one.here:
        lag = ""
    name = text.pad(words.doctor_short(scene.board.names.get(one.doctor, "")), 11)
    room = width - 12 - cell_len(lag) - 1
    if one.patient_name is not None:
        state = text.styled(text.short_name(one.patient_name, room), "$amber")
    elif one.here:
        state = Content.styled("free", "$ok")
    elif one.back is not None:
        state = Content.styled(f"from {text.at(wall_clock(one.back, scene.tz))}", "$text-dim")
    else:
        state = Content.styled("gone for today", "$text-dim")
    return spread(Content.assemble(name, " ", state), Content.styled(lag, style), width)


# -- freed ----------------------------------------------------------------------------------------------------------


def _freed(scene: Scene, one: Section, width: int, most: int, at: tuple[str, int] | None) -> list[Line]:
    if not one.items:
        return []
    title = "Freed today" if scene.is_today else "Freed"
    rows = [Line(_time(scene, each.freed, width), at=(one.id, number))
            for number, each in enumerate(one.items) if each.freed]  # fmt: skip
    return [Line(section(title, width, str(len(rows)))), *cut(rows, max(2, most - 1), at)]


def _time(scene: Scene, freed: FreedTime, width: int) -> Content:
    start = wall_clock(freed.start, scene.tz)
    name = scene.board.names.get(freed.doctor, "")
    end = Content.styled("past", "$text-dim") if freed.past else Content.styled("free", "$ok")
    if freed.waiting:
        end = Content.styled(f"{freed.waiting} waiting", "bold $amber")
    length = text.minutes(freed.end - freed.start)
    room = width - end.cell_length - cell_len(length) - text.clock_cells() - 4
    short = words.doctor_short(name)
    said = f" {short if cell_len(short) <= room else text.fit(words.doctor_family(name), room)}, {length}"
    left = Content.assemble((text.at_column(start), "$text-dim" if freed.past else "bold $info"), said)
    return spread(left, end, width)


# -- in one line ----------------------------------------------------------------------------------------------------


def brief(scene: Scene, sections: Sequence[Section], width: int, *, aside: bool) -> Content:
    """What stands beside the table, in one line where there is no room for it; `aside`: it is what is shown."""
    board, key = scene.board, Content.styled("Tab", "bold $amber")
    if aside:
        tally = board.tally
        said = f"{tally.waiting} waiting, {tally.in_room} in the room, {tally.due} due"
        return spread(Content.assemble(("The table: ", "$text-dim"), said), key, width)
    count, oldest = board.unresolved_count, board.oldest
    if oldest is not None:
        start = oldest.visit.start
        when = f"{text.day(date.fromisoformat(start[:10]))} {text.clock_of(start)}"
        said = f" past visit{'s' if count > 1 else ''}, oldest {when} {text.natural_name(oldest.patient_name)}"
        return spread(Content.assemble((f"! {count} unresolved", "bold $bad"), said), key, width)
    wanted = [time for time in board.freed if not time.past]
    if wanted:
        said = f"{len(wanted)} freed time{'s' if len(wanted) > 1 else ''}, first "
        return spread(Content.assemble((said, "bold $info"), _time(scene, wanted[0], 40)), key, width)
    lags = sorted((one for one in board.doctors if one.behind), key=lambda one: -one.behind)
    parts = [f"{words.doctor_short(board.names.get(one.doctor, ''))} {text.minutes(one.behind)}" for one in lags]
    if parts:
        return Content.assemble(("Behind: ", "$text-dim"), text.fit(", ".join(parts), width - 8))
    return Content.styled("Nothing before this is unresolved; every doctor is on time.", "$text-dim")
