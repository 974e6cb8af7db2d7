"""The arguments of the questions and lists."""

from __future__ import annotations

from pydantic import Field

from scheduling.model import fields as f
from scheduling.model.requests.base import HowLong, Request, Whom


class OfDoctor(Request):
    """`hours`."""

    doctor: f.Ident


class OfDate(OfDoctor):
    """`day`."""

    date: f.Day


class Closures(Request):
    """`closures`."""

    hospital: f.Ident | None = None
    location: f.Ident | None = None
    doctor: f.Ident | None = None


class Lists(Request):
    """The plain lists."""

    hospital: f.Ident | None = None


class Get(Request):
    """`get`."""

    id: f.Ident


class SetClock(Request):
    """`clock`."""

    now: f.Moment


class FindPatients(Request):
    """`find_patients`."""

    text: str
    limit: f.Count = 20


class Appointments(Whom):
    """`appointments`."""

    patient: f.Ident | None = None
    from_: f.Edge | None = Field(None, alias="from")
    to: f.Edge | None = None
    status: str | list[str] | None = None
    limit: f.Count | None = None
    after: f.Ident | None = None


class Openings(Whom, HowLong):
    """`openings`."""

    from_: f.Edge = Field(alias="from")
    to: f.Edge
    step: f.Minutes | None = None
    weekdays: list[f.Weekday] | None = None
    between: f.SpanPair | None = None
    hold: f.Ident | None = None
    all: bool = False


class Next(Whom, HowLong):
    """`next`."""

    after: f.Moment
    count: f.Count = 1
    each: bool = False
    until: f.Edge | None = None
    step: f.Minutes | None = None
    weekdays: list[f.Weekday] | None = None
    between: f.SpanPair | None = None
    hold: f.Ident | None = None


class Why(HowLong):
    """`why`."""

    doctor: f.Ident
    start: f.Start
    location: f.Ident | None = None
    hold: f.Ident | None = None


class History(Request):
    """`history`."""

    id: f.Ident | None = None
    limit: f.Count = 100
