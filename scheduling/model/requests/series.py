"""The arguments of series, the waitlist, and the lists to be worked off."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scheduling.model import fields as f
from scheduling.model.requests.base import Change, Request, Write
from scheduling.model.requests.visits import Hold

Scope = Literal["one", "following", "all"]


class SeriesRule(Request):
    """The `rule` of a series."""

    freq: Literal["daily", "weekly", "monthly"]
    interval: f.Interval = 1
    count: f.Count | None = None
    until: f.Day | None = None
    byday: list[f.Weekday] | None = None
    exdates: list[f.Day] | None = None
    last_day: bool = False


class BookSeries(Hold):
    """`book_series`."""

    patient: f.Ident
    rule: SeriesRule
    preview: bool = False
    skip: list[f.Start] | None = None


class MoveSeries(Change):
    """`move_series`."""

    scope: Scope
    start: f.Start | None = None
    doctor: f.Ident | None = None
    minutes: f.Minutes | None = None
    location: f.Ident | None = None
    override: f.Name | None = None
    allow_patient_clash: bool = False
    preview: bool = False


class CancelSeries(Change):
    """`cancel_series`."""

    scope: Scope
    reason: str


class WaitlistFields(Request):
    """What an entry of the waitlist can be given."""

    hospital: f.Ident | None = None
    doctors: list[f.Ident] | None = None
    specialty: f.Name | None = None
    type: f.Ident | None = None
    minutes: f.Minutes | None = None
    from_: f.Day | None = Field(None, alias="from")
    to: f.Day | None = None
    weekdays: list[f.Weekday] | None = None
    between: f.SpanPair | None = None
    priority: f.Priority | None = None
    note: f.Note | None = None


class WaitlistAdd(WaitlistFields, Write):
    """`waitlist_add`."""

    patient: f.Ident
    id: f.Ident | None = None


class WaitlistUpdate(WaitlistFields, Change):
    """`waitlist_update`."""


class WaitlistClose(Change):
    """`waitlist_close`."""

    reason: f.Name | None = None


class WaitlistList(Request):
    """`waitlist`."""

    all: bool = False


class WaitlistMatches(Request):
    """`waitlist_matches`."""

    doctor: f.Ident
    start: f.Start
    minutes: f.Minutes


class Affected(Request):
    """`affected`."""

    hospital: f.Ident | None = None
    doctor: f.Ident | None = None


class Unresolved(Affected):
    """`unresolved`."""


class Accept(Change):
    """`accept`."""
