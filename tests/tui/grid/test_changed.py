"""What another terminal changed: found by comparing two models, and painted so that it stands out."""

from __future__ import annotations

import pytest
from rich.style import Style

from tests.tui.grid.builders import FRIDAY, MONDAY, day, minute_of, model, scene, visit
from tui.grid.model import changed_spans
from tui.grid.painting import paint_row
from tui.theme import DARK, LIGHT, Depth, Tones

NINE = visit(FRIDAY, "09:00", 30)
COLUMN = 4


def test_nothing_changed_is_nothing() -> None:
    assert not any(changed_spans(model(day(FRIDAY, [NINE])), model(day(FRIDAY, [NINE]))))


def test_a_booking_a_move_a_status_and_a_closure_are_spans_of_their_day() -> None:
    before = model(day(FRIDAY, [NINE]))
    nine, ten = (minute_of("09:00"), minute_of("09:30")), (minute_of("10:00"), minute_of("10:30"))
    booked = changed_spans(before, model(day(FRIDAY, [NINE, visit(FRIDAY, "10:00", 30, "Else, Somebody")])))
    assert booked == ((),) * COLUMN + ((ten,),) + ((),) * 2
    assert changed_spans(before, model(day(FRIDAY, [visit(FRIDAY, "10:00", 30)])))[COLUMN] == (nine, ten)
    assert changed_spans(before, model(day(FRIDAY, [NINE._replace(patient_name="Other")])))[COLUMN] == (nine,)
    arrived = NINE._replace(visit=NINE.visit._replace(status="arrived"))
    assert changed_spans(before, model(day(FRIDAY, [arrived])))[COLUMN] == (nine,)
    closed = model(day(FRIDAY, [NINE], closures=[("14:00", "15:00", "Meeting")]))
    assert changed_spans(before, closed)[COLUMN] == ((minute_of("14:00"), minute_of("15:00")),)


def test_a_hold_that_is_only_renewed_and_another_week_change_nothing() -> None:
    held = visit(FRIDAY, "09:00", 30, status="pending", expires_at="2026-11-20T16:00:00Z")
    renewed = held._replace(visit=held.visit._replace(expires_at="2026-11-20T16:05:00Z", version=2))
    assert not any(changed_spans(model(day(FRIDAY, [held])), model(day(FRIDAY, [renewed]))))
    one = model(day(FRIDAY, [NINE]))
    other = one._replace(columns=tuple(column._replace(key=f"{column.key}!") for column in one.columns))
    assert not any(changed_spans(one, other))


@pytest.mark.parametrize("tone", [DARK, LIGHT])
@pytest.mark.parametrize("depth", ["truecolor", "256", "16", "none"])
def test_a_change_keeps_its_words_and_looks_different(tone: Tones, depth: Depth) -> None:
    shown = scene(model(day(MONDAY), day(FRIDAY, [NINE])), tone=tone, depth=depth)
    row = minute_of("09:00") // 15
    lit = shown._replace(changed=((),) * COLUMN + (((minute_of("09:00"), minute_of("09:30")),),) + ((),) * 2)
    before, after = paint_row(shown, row), paint_row(lit, row)
    assert after.text == before.text
    slot = shown.geometry.slot_of(COLUMN)
    assert slot is not None
    left, right = before.crop(slot.x, slot.x + slot.width), after.crop(slot.x, slot.x + slot.width)
    styles = [(one.style or Style(), two.style or Style()) for one, two in zip(left, right, strict=False)]
    assert all((one.bgcolor, one.reverse) != (two.bgcolor, two.reverse) for one, two in styles)
    assert before.crop(0, slot.x) == after.crop(0, slot.x)
    assert paint_row(lit, row + 3) == paint_row(shown, row + 3)
