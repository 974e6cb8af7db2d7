"""The actions of Today, the Waitlist and the Patients."""

from __future__ import annotations

from datetime import date

from tests.tui.actions_table.row import ALWAYS, TODAY, Effect, Row, opens

BOARD, QUEUE, PATIENTS = ("today",), ("waitlist",), ("patients",)
NOBODY_WAITS = ("nobody", "Nobody waits. w puts somebody on the waitlist.")
NOBODY = ("nothing", "Nobody is chosen: type a name, ↓ chooses.")
NO_VISIT = ("visit", "Nobody is chosen: type a name, ↓ chooses.")

chosen: Effect = lambda seen: seen.screen.chosen_visit and seen.screen.chosen_visit.visit.id  # noqa: E731
day: Effect = lambda seen: seen.screen.day  # noqa: E731
entry: Effect = lambda seen: seen.screen.entry.entry.id  # noqa: E731
part: Effect = lambda seen: seen.screen.part  # noqa: E731
patient: Effect = lambda seen: seen.screen.patient and seen.screen.patient.id  # noqa: E731
context: Effect = lambda seen: seen.screen.context  # noqa: E731

TODAYS = (
    Row("offer", BOARD, "free", ("enter",), lambda seen: seen.top, "FreedDialog", ("Who waits?",),
        no=("visit", "There is nothing here to open.")),
    Row("today_up", BOARD, "visit", ("up",), chosen, no=ALWAYS),
    Row("today_down", BOARD, "visit", ("down",), chosen, no=ALWAYS),
    Row("today_page_up", BOARD, "visit", ("pageup",), chosen, no=ALWAYS),
    Row("today_page_down", BOARD, "arrived", ("pagedown",), chosen, no=ALWAYS),
    Row("today_first", BOARD, "visit", ("home",), chosen, "a08", no=ALWAYS),
    Row("today_last", BOARD, "visit", ("end",), chosen, "d1", no=ALWAYS),
    Row("today_aside", BOARD, "visit", ("tab",), chosen, "u1", no=ALWAYS),
    Row("today_back", BOARD, "free", ("escape",), context, "visit", no=ALWAYS),
    Row("today_before", BOARD, "visit", ("left_square_bracket",), day, date(2026, 11, 19), ("Thursday 19",),
        no=ALWAYS),
    Row("today_after", BOARD, "visit", ("ctrl+right",), day, date(2026, 11, 21), ("No visits on Saturday",),
        no=ALWAYS),
    Row("today_doctor", BOARD, "visit", ("d", "=who", "enter"), lambda seen: seen.screen.doctor_id, "who",
        gone=("Larsen, Ida",), no=ALWAYS),
    Row("today_now", BOARD, "yesterday", ("t",), day, TODAY, ("Friday 20 November",), no=ALWAYS),
    Row("today_go_to", BOARD, "visit", ("g", "=next tue", "enter"), day, date(2026, 11, 24), ("Tuesday 24",),
        no=ALWAYS),
    Row("walk_in", BOARD, "visit", ("n", "=who", "enter", "=lop", "enter", "enter"),
        lambda seen: [visit.status for visit in seen.visits("maria") if visit.status == "arrived"], ["arrived"],
        ("Arrived  Maria Lopez",), no=ALWAYS),
    Row("next_available", BOARD, "visit", ("f", "enter", "=lar", "enter", "enter"),
        lambda seen: len(seen.visits("larsen")), 3, ("Booked  Ida Larsen",), no=ALWAYS),
)  # fmt: skip

WAITLISTS = (
    Row("take_time", QUEUE, "entry", ("enter", "enter"), lambda seen: seen.entry["status"], "closed", ("Booked  ",),
        no=NOBODY_WAITS),
    Row("edit_entry", QUEUE, "entry", ("e", "= 45 min", "enter"), lambda seen: seen.entry.get("minutes"), 45,
        ("Changed  ",), no=NOBODY_WAITS),
    Row("take_off", QUEUE, "entry", ("x", "2"), lambda seen: seen.entry.get("closed_reason"), "no longer wanted",
        ("Off the waitlist  ",), no=NOBODY_WAITS),
    Row("no_answer", QUEUE, "entry", ("c",), lambda seen: str(seen.entry.get("note")).endswith("20 Nov 10:42"), True,
        ("Noted  ",), no=NOBODY_WAITS),
    Row("more_urgent", QUEUE, "entry", ("plus",), lambda seen: seen.entry.get("priority", 3), 2, ("Priority 2",),
        no=NOBODY_WAITS),
    Row("less_urgent", QUEUE, "entry", ("minus",), lambda seen: seen.entry.get("priority", 3), 4, ("Priority 4",),
        no=NOBODY_WAITS),
    Row("add_entry", QUEUE, "entry", ("w", "=oka", "enter", "=osei", "enter"),
        lambda seen: len(seen.desk.waiting_list("main")), 4, ("On the waitlist  Chinwe Okafor",), no=ALWAYS),
    Row("row_down", QUEUE, "entry", ("down",), entry, "q3", no=ALWAYS),
    Row("row_up", QUEUE, "entry", ("up",), entry, "q2", no=ALWAYS),
    Row("other_part", QUEUE, "entry", ("tab",), part, "times", no=ALWAYS),
    Row("part_before", QUEUE, "entry", ("shift+tab",), part, "freed", no=ALWAYS),
    Row("who_next", QUEUE, "freed", ("right",), entry, no=ALWAYS),
    Row("who_before", QUEUE, "freed", ("left",), entry, no=ALWAYS),
    Row("find_time", QUEUE, "entry", ("f",), lambda seen: seen.top, "NextDialog", ("Next available",),
        no=NOBODY_WAITS),
    Row("back_to_list", QUEUE, "freed", ("escape",), part, "entries", no=ALWAYS),
)  # fmt: skip

PATIENTS_ROWS = (
    Row("book_for", PATIENTS, "patient", ("b", "enter", "enter"), lambda seen: len(seen.visits("maria")), 2,
        ("Booked  Maria Lopez",), no=NOBODY),
    Row("edit_patient", PATIENTS, "patient", ("e", "=x", "ctrl+s"),
        lambda seen: seen.desk.patient("maria").name != "Lopez, Maria", True, ("Saved  ",), no=NOBODY),
    Row("patient_waits", PATIENTS, "patient", ("w",), opens("WaitlistForm"), words=("1 urgent",),
        no=("nothing", "Nobody is chosen who could wait.")),
    Row("merge", PATIENTS, "patient", ("D", "=okaf", "enter"), opens("MergeDialog"), words=("This record stays",),
        no=NOBODY),
    Row("patient_history", PATIENTS, "patient", ("v",), opens("HistoryDialog"), words=("Maria Lopez", "j.hale"),
        no=NOBODY),
    Row("open_record", PATIENTS, "typing", ("enter",), context, "patient", no=NOBODY),
    Row("next_for", PATIENTS, "patient", ("f",), opens("NextDialog"), words=("Next available",), no=NOBODY),
    Row("new_patient", PATIENTS, "patient", ("ctrl+n", "=Novak, Dora", "ctrl+s"),
        lambda seen: seen.desk.patient_count(), 11, ("Saved  Dora Novak",), no=ALWAYS),
    Row("to_visits", PATIENTS, "patient", ("tab",), context, "visit", no=NOBODY),
    Row("to_patient", PATIENTS, "visit", ("tab",), context, "patient", no=NOBODY),
    Row("leave_visits", PATIENTS, "visit", ("escape",), context, "patient", no=("typing", NOBODY[1])),
    Row("clear_search", PATIENTS, "typing", ("escape",), lambda seen: seen.screen.search.value, "", gone=("2 found",),
        no=NO_VISIT),
    Row("to_search", PATIENTS, "patient", ("escape",), context, "typing", no=("visit", "Nobody")),
    Row("row_before", PATIENTS, "typing", ("down", "down", "up"), patient, "mario", no=ALWAYS),
    Row("row_after", PATIENTS, "typing", ("down",), patient, "mario", no=ALWAYS),
    Row("page_before", PATIENTS, "typing", ("down", "down", "pageup", "down"), patient, "mario", no=ALWAYS),
    Row("page_after", PATIENTS, "typing", ("pagedown",), patient, None, no=ALWAYS),
)  # fmt: skip

ROWS = (*TODAYS, *WAITLISTS, *PATIENTS_ROWS)
