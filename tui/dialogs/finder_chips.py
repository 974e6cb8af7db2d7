"""What the words of a wish were understood as, each in a chip; red what was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content

from scheduling.model.reads import AppointmentType, Doctor
from tui import text, words
from tui.dialogs.finder_search import days_words, hours_words
from tui.dialogs.finder_words import Wish

PLAIN, WRONG = "on $raised", "$bad on $bad-tint"


class WordChip(NamedTuple):
    """Its label ("" = none), its value, the style of its ground."""

    label: str
    value: str
    style: str = PLAIN


def understood(
    wish: Wish, minutes: int, kind: AppointmentType | None, doctors: Mapping[str, Doctor], place: str
) -> list[WordChip]:
    """The chips of a wish, in a fixed order. `minutes`, `kind`: what it comes to; `place`: the location's name."""
    names = ", ".join(words.doctor_family(doctors[each].name) for each in wish.doctors)
    found = [WordChip("Doctor", names or (f"any, {wish.specialty}" if wish.specialty else "any"))]
    length = text.minutes(minutes)
    found.append(WordChip("Visit", f"{text.clean(kind.name)} {length}" if kind else length))
    if wish.weekdays:
        found.append(WordChip("Days", days_words(wish.weekdays)))
    if wish.between:
        found.append(WordChip("Start", hours_words(wish.between)))
    if wish.location:
        found.append(WordChip("Place", words.place_short(place)))
    if wish.first and wish.first == wish.last:
        found.append(WordChip("On", text.day_said(wish.first)))
    elif wish.first:
        found.append(WordChip("From", text.day_said(wish.first)))
    if wish.last and wish.first != wish.last:
        found.append(WordChip("Until", text.day_said(wish.last)))
    return found


def not_understood(run: str) -> WordChip:
    """Words that nobody understood."""
    return WordChip("", f"? {text.fit(text.clean(run), 20)}", WRONG)


def chip_lines(chips: Sequence[WordChip], width: int, height: int, compact: bool) -> list[Content]:
    """The chips in at most `height` rows; what does not fit a row goes to the next."""
    lines = [Content("")]
    for label, value, style in chips:
        if compact and label in {"From", "Until", "On"}:
            value = f"{label.lower()} {value}"
        if compact or not label:
            chip = Content.styled(f" {value} ", f"bold {style}")
        else:
            chip = Content.assemble((f" {label} ", f"$text-dim {style}"), (f"{value} ", f"bold $text {style}"))
        gap = " " if lines[-1].plain else ""
        if lines[-1].cell_length + chip.cell_length + 1 > width and lines[-1].plain:
            lines.append(chip)
        else:
            lines[-1] = Content.assemble(lines[-1], gap, chip)
    return lines[:height]
