"""Of a visit of a series: is this one meant, this and the later ones, or all."""

from __future__ import annotations

from typing import Any

from scheduling.desk import Desk
from scheduling.errors import Refused
from scheduling.model.reads import Appointment, VisitView
from tui import text
from tui.dialogs.digits import Choice, DigitsDialog

SCOPES = (("one", "This one"), ("following", "This and later"), ("all", "All to come"))
"""The scopes of the verbs, in the order of their digits."""


def cancel_scope(desk: Desk, visit: VisitView, named: str) -> DigitsDialog:
    """The question before cancelling a visit of a series."""
    choices = [
        Choice(scope, name, _count(len(desk.series_members(visit.visit.id, scope))))
        for scope, name in SCOPES
        if desk.series_members(visit.visit.id, scope)
    ]
    return DigitsDialog(
        ("Cancel", "How much of the series?", "u brings it back"),
        named,
        choices,
        each=("Cancel so much", "Cancel"),
        enter=("Cancel", "Cancel"),
        leave="Keep it",
    )


def move_scope(desk: Desk, own: Appointment, arguments: dict[str, Any]) -> DigitsDialog:
    """The question before moving a visit of a series: how many move, and whether all of them fit there."""
    choices = []
    for scope, name in SCOPES:
        count = len(desk.series_members(own.id, scope))
        if count and (scope == "one" or count > 1):
            choices.append(Choice(scope, name, _fitting(desk, scope, count, arguments)))
    return DigitsDialog(
        ("Move", "How much of the series?", "u puts it back"),
        "They move by as much as this one",
        choices,
        each=("Move so much", "Move"),
        enter=("Move", "Move"),
    )


def _fitting(desk: Desk, scope: str, count: int, arguments: dict[str, Any]) -> str:
    try:
        rows = desk.do("move_series", scope=scope, preview=True, **arguments).value["occurrences"]
    except Refused as error:
        return text.clean(error.reason)
    stuck = sum(not row["ok"] for row in rows)
    return _count(count) + (
        f", {stuck} of them do not fit there" if stuck else ", all fit there" if count > 1 else ""
    )


def _count(count: int) -> str:
    return f"{count} visit{'' if count == 1 else 's'}"
