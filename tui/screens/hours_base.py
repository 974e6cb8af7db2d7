"""The hours of a doctor on the screen: whose they are, and what of them is drafted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from textual.widgets import Static

from scheduling.model.hours import HoursView, Preview
from scheduling.model.reads import Doctor
from scheduling.when import zones
from tui import words as names
from tui.hours import words
from tui.hours.bars import Bars, Single, Version
from tui.hours.draft import Draft, Step, steps
from tui.hours.sheet import WEEK, Spot
from tui.screens.visit_steps import VisitSteps
from tui.widgets.displaced_list import DisplacedList
from tui.widgets.draft_band import DraftBand
from tui.widgets.hours_sheet import HoursSheet
from tui.widgets.subject import when_words


class HoursBase(VisitSteps):
    """Keeps what was read of a doctor and what is drafted; a subclass shows it."""

    MODE = "hours"

    def __init__(self) -> None:
        super().__init__()
        self.view: HoursView | None = None
        self.versions: tuple[Version, ...] = ()
        self.version = 0
        self.saved: Mapping[date, Single] = {}
        self.spot = Spot(WEEK, 0)
        self.step_minutes = 15
        self.drafts: dict[str, list[Draft]] = {}
        """What is not saved yet, by doctor: each change of it, the last one holds."""
        self.preview: Preview | None = None
        """Whom the draft would displace; None while it is not known."""
        self.in_list = False
        self.place_in_list = 0
        self.changed_meanwhile: set[str] = set()
        self.weighing = False
        """Whether times are being looked for."""
        self._doctor_id: str | None = None
        self.sheet = HoursSheet(id="sheet")
        self.list = DisplacedList(id="displaced")
        self.draft_band = DraftBand(id="draft")
        self.hint = Static("", id="hint", markup=False)

    # -- who and when -------------------------------------------------------------------------------------------

    @property
    def doctors(self) -> list[Doctor]:
        """The active doctors, in the order `,` and `.` go through them."""
        hospital = self.view.hospital if self.view else self.desk_app.hospital
        return self.desk.doctor_list(hospital.id) if hospital else []

    @property
    def doctor_id(self) -> str:
        """Whose hours are shown; "" in a clinic without doctors."""
        if self._doctor_id is None:
            known = self.doctors
            self._doctor_id = known[0].id if known else None
        return self._doctor_id or ""

    @property
    def shown(self) -> HoursView:
        """What was read; only asked for where there is something."""
        assert self.view is not None
        return self.view

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which the doctor works."""
        return zones.zone(self.view.hospital.timezone) if self.view else self.desk_app.tz

    @property
    def today(self) -> date:
        """The date where the doctor works."""
        return zones.wall_clock(self.desk.now() // 60, self.tz).date()

    @property
    def doctor_words(self) -> str:
        """ "Dr Osei"."""
        return names.doctor_short(self.view.doctor.name) if self.view else ""

    @property
    def places(self) -> dict[str, str]:
        """The names of the locations where the doctor may be."""
        return {place.id: place.name for place in self.shown.locations}

    def iso(self, minute: int) -> str:
        """An epoch minute as the verbs take it."""
        return zones.iso(minute, self.tz)

    def words(self, minute: int, minutes: int | None = None, *, month: bool = True) -> str:
        """As everywhere, on the clock where the doctor works."""
        return when_words(minute, minutes, self.tz, month=month)

    # -- the draft ----------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft | None:
        """What is not saved yet; None where nothing would change."""
        history = self.drafts.get(self.doctor_id)
        return history[-1] if history and not history[-1].is_empty else None

    @property
    def base(self) -> Draft:
        """The draft, or one that changes nothing yet."""
        version = self.versions[self.version]
        return self.draft or Draft(version, self.shown.stamp, version.week)

    def steps(self) -> list[Step]:
        """The verbs that would save the draft."""
        return steps(self.draft, self.doctor_id, self.saved, self.today) if self.draft else []

    def draft_short(self, draft: Draft) -> str:
        """The same in few words."""
        return words.draft_short(draft, self.today)

    def draft_words(self, draft: Draft) -> str:
        """What saving it would change."""
        whos = self.places | {
            self.shown.doctor.id: self.doctor_words,
            self.shown.hospital.id: self.shown.hospital.name,
        }
        return words.draft_words(draft, self.places, whos, self.today)

    def bars_on(self, day: date) -> Bars:
        """The weekly bars of a date, as they are saved."""
        found = next((version for version in self.versions if version.holds(day)), None)
        return found.week[day.weekday()] if found else ()

    def _rebase(self, draft: Draft) -> None:
        """Somebody else changed the hours: what this draft changes is kept, on top of theirs."""
        at = max(self.today, draft.base.first or self.today)
        base = next((one for one in self.versions if one.holds(at)), self.versions[-1])
        mine = set(draft.changed_weekdays)
        week = tuple(draft.week[day] if day in mine else base.week[day] for day in range(7))
        kept = draft._replace(base=base, week=week, stamp=self.shown.stamp)
        self.drafts[self.doctor_id] = [kept]
        self.changed_meanwhile.add(self.doctor_id)
        if kept.is_empty:
            del self.drafts[self.doctor_id]
