"""The arguments of the verbs that write visits."""

from __future__ import annotations

from pydantic import Field

from scheduling.model import fields as f
from scheduling.model.requests.base import Change, HowLong, Whom, Write


class Hold(Whom, HowLong, Write):
    """`hold`."""

    start: f.Start
    patient: f.Ident | None = None
    id: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    grid_only: bool = False
    hold: f.Ident | None = None
    override: f.Name | None = None
    allow_patient_clash: bool = False
    form: bool = Field(False, exclude=True)


class Book(Hold):
    """`book`."""

    patient: f.Ident
    walk_in: bool = False


class Renew(Change):
    """`renew`, `release`."""


class Confirm(Change):
    """`confirm`."""

    patient: f.Ident | None = None
    type: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    allow_patient_clash: bool = False
    rebook: bool = Field(False, exclude=True)


class UpdateVisit(Change):
    """`update_visit`."""

    type: f.Ident | None = None
    patient: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    response: str | None = None
    allow_patient_clash: bool = False


class Move(Change):
    """`move`."""

    start: f.Start | None = None
    doctor: f.Ident | None = None
    minutes: f.Minutes | None = None
    location: f.Ident | None = None
    type: f.Ident | None = None
    override: f.Name | None = None
    hold: f.Ident | None = None
    allow_patient_clash: bool = False


class Cancel(Change):
    """`cancel`."""

    reason: str


class SetStatus(Change):
    """`status`."""

    status: str


class Undo(Write):
    """`undo`, `redo`."""

    id: f.Ident | None = None


class Redo(Write):
    """`redo`."""
