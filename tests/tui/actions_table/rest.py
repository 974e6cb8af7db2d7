"""The actions of the Hours, the Figures, the Clinic, and those that every screen answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.tui.actions_table.row import ALWAYS, Effect, Row, opens, said, shows
from tui import actions
from tui.modes import MODES

HOURS, FIGURES, CLINIC, PATIENTS = ("hours",), ("figures",), ("clinic",), ("patients",)
IN_LIST = ("visit", "Tab goes back to the hours first.")
NO_BAR = ("closure", "A closure has no hours. x takes it away, c adds another.")
NO_DOCTOR = ("nothing", "There is no doctor here yet; 8 opens the clinic, where one is added.")
NOTHING_YET = ("none", "No record is chosen; n adds one where there is none yet.")
CARRIED = ("carrying", "You are carrying Ida Larsen.")

bars: Effect = lambda seen: seen.screen.bars  # noqa: E731
context: Effect = lambda seen: seen.screen.context  # noqa: E731
spot: Effect = lambda seen: seen.screen.spot  # noqa: E731
doctor: Effect = lambda seen: seen.screen.doctor_id  # noqa: E731
draft: Effect = lambda seen: seen.screen.draft is not None  # noqa: E731
day: Effect = lambda seen: seen.screen.day  # noqa: E731
first: Effect = lambda seen: seen.screen.first  # noqa: E731
weeks: Effect = lambda seen: seen.screen.weeks  # noqa: E731


def ends(which: int, part: str) -> Effect:
    """Where a bar of the chosen day begins or ends."""
    return lambda seen: getattr(seen.screen.bars[which], part)


UNSAVED = ("Not saved yet",)

HOURS_ROWS = (
    Row("end_earlier", HOURS, "weekly", ("left",), ends(1, "end"), 1005, UNSAVED, no=NO_BAR),
    Row("end_later", HOURS, "weekly", ("right",), ends(1, "end"), 1035, UNSAVED, no=NO_BAR),
    Row("start_earlier", HOURS, "weekly", ("shift+left",), ends(1, "start"), 765, UNSAVED, no=NO_BAR),
    Row("start_later", HOURS, "weekly", ("shift+right",), ends(1, "start"), 795, UNSAVED, no=NO_BAR),
    Row("type_hours", HOURS, "weekly", ("enter", "ctrl+u", "=9-12", "enter"), ends(0, "end"), 720, UNSAVED,
        no=NO_BAR),
    Row("add_bar", HOURS, "weekly", ("b",), lambda seen: len(seen.screen.bars), 3, UNSAVED, no=NO_BAR),
    Row("copy_hours", HOURS, "drafted", ("r", "enter"),
        lambda seen: seen.screen.base.week[0][1].end, 1005, no=NO_BAR),
    Row("next_place", HOURS, "weekly", ("l",), ends(1, "location"), None, ("At any place.",), no=NO_BAR),
    Row("from_when", HOURS, "drafted", ("g", "ctrl+u", "=+2w", "enter"), lambda seen: seen.screen.draft.first,
        date(2026, 12, 4), no=IN_LIST),
    Row("remove", HOURS, "closure", ("x",), lambda seen: len(seen.desk.do("closures", doctor="osei").value), 0,
        ("Open again",), no=("nothing", "There is nothing to remove.")),
    Row("new_day", HOURS, "weekly", ("n", "=23 dec", "enter", "=9-12", "enter"), context, "single", UNSAVED,
        no=IN_LIST),
    Row("close_days", HOURS, "weekly", ("c", "=thu", "enter", "enter"), context, "closure", UNSAVED, no=IN_LIST),
    Row("ill_today", HOURS, "weekly", ("i",), lambda seen: len(seen.screen.shown.outside), 4,
        ("Closed today  Dr Osei",), no=IN_LIST),
    Row("line_above", HOURS, "weekly", ("up",), spot, no=ALWAYS),
    Row("line_below", HOURS, "weekly", ("down",), spot, no=ALWAYS),
    Row("to_displaced", HOURS, "visit", ("tab",), context, "weekly", no=ALWAYS),
    Row("version_before", HOURS, "two versions", ("left_square_bracket",), lambda seen: seen.screen.version, 0,
        no=ALWAYS),
    Row("version_after", HOURS, "two versions", ("right_square_bracket",), lambda seen: seen.screen.version, 2,
        no=ALWAYS),
    Row("hours_doctor_before", HOURS, "weekly", ("comma",), doctor, "who", ("◆ Dr Who",), no=ALWAYS),
    Row("hours_doctor_after", HOURS, "weekly", ("full_stop",), doctor, "strange", ("◆ Dr Stephen Strange",),
        no=ALWAYS),
    Row("hours_pick_doctor", HOURS, "weekly", ("d", "=who", "enter"), doctor, "who", ("◆ Dr Who",), no=ALWAYS),
    Row("finer_step", HOURS, "weekly", ("plus",), lambda seen: seen.screen.step_minutes,
        words=("An end moves by",), no=ALWAYS),
    Row("coarser_step", HOURS, "weekly", ("minus",), lambda seen: seen.screen.step_minutes,
        words=("An end moves by",), no=ALWAYS),
    Row("save_draft", HOURS, "drafted", ("ctrl+s",), draft, False, ("Saved  ",), UNSAVED, no=ALWAYS),
    Row("drop_draft", HOURS, "drafted", ("escape",), draft, False, ("Dropped  ",), UNSAVED, no=ALWAYS),
)  # fmt: skip

FIGURES_ROWS = (
    Row("figure_open", FIGURES, "number", ("enter",), shows("week"), words=("◆ Dr Stephen Strange",), no=NO_DOCTOR),
    Row("figure_copy", FIGURES, "number", ("y",), lambda seen: seen.app.clipboard.startswith("doctor\t"), True,
        ("Copied  3 rows",), no=NO_DOCTOR),
    Row("figure_more", FIGURES, "number", ("tab",), said("All plots are shown."), no=NO_DOCTOR),
    Row("figure_left", FIGURES, "number", ("left",), day, date(2026, 11, 18), no=NO_DOCTOR),
    Row("figure_right", FIGURES, "number", ("l",), day, date(2026, 11, 20), no=NO_DOCTOR),
    Row("figure_up", FIGURES, "number", ("k",), lambda seen: seen.screen.doctor.id, "osei", no=NO_DOCTOR),
    Row("figure_down", FIGURES, "number", ("down",), lambda seen: seen.screen.doctor.id, "who", no=NO_DOCTOR),
    Row("figure_before", FIGURES, "number", ("left_square_bracket",), first, date(2026, 9, 28), no=NO_DOCTOR),
    Row("figure_after", FIGURES, "number", ("right_square_bracket",), first, date(2026, 11, 23), no=NO_DOCTOR),
    Row("figure_longer", FIGURES, "number", ("plus",), weeks, 8, ("8 wks",), no=NO_DOCTOR),
    Row("figure_shorter", FIGURES, "twelve weeks", ("minus",), weeks, 8, ("8 wks",), no=NO_DOCTOR),
    Row("figure_now", FIGURES, "number", ("t",), day, date(2026, 11, 20), no=ALWAYS),
)  # fmt: skip

CLINIC_ROWS = (
    Row("record_open", CLINIC, "doctor", ("enter",), opens("RecordDialog"), words=("^s Save",), no=NOTHING_YET),
    Row("record_new", CLINIC, "place", ("n", "=Annex", "ctrl+s"),
        lambda seen: len(seen.desk.clinic_records()["locations"]), 3, ("Saved  Annex",),
        no=("setting", "A setting is changed with ⏎; Tab goes on to the records.")),
    Row("setting_open", CLINIC, "setting", ("enter",), opens("SettingsDialog"),
        no=("none", "No record is chosen; n adds one where there is none yet.")),
    Row("record_retire", CLINIC, "place", ("x",), lambda seen: len(seen.desk.clinic_records()["locations"]), 1,
        ("Retired  Northgate",), no=NOTHING_YET),
    Row("record_hours", CLINIC, "doctor", ("h",), shows("hours"), words=("◆ Dr Amara Osei", "Weekly hours"),
        no=("place", "Hours belong to a doctor; Tab goes to the doctors.")),
    Row("record_up", CLINIC, "place", ("up",), lambda seen: seen.screen.record["id"], "street", no=ALWAYS),
    Row("record_down", CLINIC, "doctor", ("j",), lambda seen: seen.screen.record["id"], "strange", no=ALWAYS),
    Row("record_kind", CLINIC, "place", ("tab",), lambda seen: seen.screen.chosen.kind.table, "doctors", no=ALWAYS),
)  # fmt: skip

FIRST = {
    "week": "free", "day": "free", "today": "visit", "patients": "patient", "waitlist": "entry", "hours": "weekly",
    "figures": "number", "clinic": "doctor",
}  # fmt: skip
"""A state of each mode in which letters act."""


def everywhere(action: str, keys: tuple[str, ...], effect: Effect, *, carried: bool = True, **more: Any) -> list[Row]:
    """The same on each screen that answers it; `carried`: not while a visit is carried."""
    on = actions.BY_ID[action].on
    found = []
    for mode in (mode.id for mode in MODES if mode.id in on and mode.id != action):
        grid = mode in ("week", "day")
        no = CARRIED if carried and grid else ALWAYS
        found.append(Row(action, (mode,), FIRST[mode], keys, effect, no=no, **more))
    return found


COMMON = (
    *everywhere("hospital", ("H", "2"), lambda seen: seen.app.hospital_id, after="hill"),
    *everywhere("palette", ("ctrl+p",), opens("PaletteDialog"), carried=False, words=("every key by its name",)),
    *everywhere("help", ("f1",), opens("HelpDialog"), carried=False, words=("Move about",)),
    *everywhere("lock", ("ctrl+l",), opens("LockDialog"), carried=False, words=("Locked",)),
    *everywhere("settings", ("f9",), opens("SettingsDialog"), carried=False)[:2],
    *everywhere("day_sheet", ("P",), opens("DaySheetDialog"), carried=False, words=("Day sheet",)),
    *everywhere("quit", ("ctrl+q",), lambda seen: seen.app._exit, carried=False)[:1],
    *(row for n, mode in enumerate(MODES) for row in everywhere(mode.id, (str(n + 1),), shows(mode.id))[n % 7 :: 4]),
    *(row for row in everywhere("find_patient", ("slash",), opens("FindPatientDialog")) if row.modes != PATIENTS),
    Row("find_patient", ("patients",), "patient", ("slash",), context, "typing", no=ALWAYS),
    *(
        row
        for name, look in (("light", "frontdesk-light"), ("contrast", "frontdesk-contrast"))
        for row in everywhere(
            f"theme_{name}", ("ctrl+p", f"=theme: {name if name == 'light' else 'high'}", "enter"),
            lambda seen: seen.app.theme, carried=False, after=look,
        )[:1]
    ),
    Row("theme_dark", ("week",), "light", ("ctrl+p", "=theme: dark", "enter"), lambda seen: seen.app.theme,
        "frontdesk-dark", no=ALWAYS),
)  # fmt: skip

ROWS = (*HOURS_ROWS, *FIGURES_ROWS, *CLINIC_ROWS, *COMMON)
