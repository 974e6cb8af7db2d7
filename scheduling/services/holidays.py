"""Public holidays, written as closures: this year's and those of two years ahead (RULES 9).

They stand in the document, so that two installations never disagree and each can be reopened by its date.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scheduling.errors import invalid
from scheduling.services.clinic import Clinic, Record
from scheduling.when.zones import wall_clock, zone

if TYPE_CHECKING:
    from scheduling.store.transaction import Transaction

YEARS_AHEAD = 2


def today(hospital: Record, now: int) -> date:
    """The date at a hospital; `now`: epoch seconds."""
    return wall_clock(now // 60, zone(hospital["timezone"])).date()


def write(txn: Transaction, hospital: Record, calendar: str, since: str) -> Record:
    """The hospital's record, and its holidays from the date `since` on ("" = from the beginning of this year).

    Raises `Refused` (`invalid`) for a calendar that nobody knows.
    """
    import holidays as library

    country, _, region = calendar.partition("-")
    year = today(hospital, txn.now).year
    years = range(year, year + YEARS_AHEAD + 1)
    try:
        days = library.country_holidays(country, subdiv=region or None, years=years)
    except (NotImplementedError, TypeError):  # the library takes any name of its own for a country's
        raise invalid(
            "holidays", f"There is no holiday calendar “{calendar}”.", "Use one such as US-NY or DE-BY."
        ) from None
    record = txn.put("hospitals", hospital | {"holidays_until": years[-1]})
    for day in sorted(day for day in days if day.isoformat() >= since):
        closure = {"from": day.isoformat(), "to": day.isoformat(), "reason": days[day], "holiday": True}
        txn.put("closures", {"id": txn.new_id("c"), "hospital": hospital["id"], **closure})
    return record


def due(clinic: Clinic) -> list[Record]:
    """The hospitals whose next year of holidays has come near."""
    return [
        record
        for record in clinic.hospitals()
        if record.get("holidays") and record["holidays_until"] < today(record, clinic.now).year + YEARS_AHEAD
    ]


def top_up(txn: Transaction) -> None:
    """Write the years that are missing; a holiday that was reopened stays open."""
    for record in due(Clinic(txn.view, txn.now)):
        write(txn, record, record["holidays"], f"{record['holidays_until'] + 1}-01-01")
