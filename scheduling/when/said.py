"""Days, months and lengths as they are said and shown."""

from __future__ import annotations

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_LONG = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def minutes(count: int) -> str:
    """ "30 min", "1 h", "1 h 30", "2 h 05"."""
    if count < 60:
        return f"{count} min"
    return f"{count // 60} h" if count % 60 == 0 else f"{count // 60} h {count % 60:02}"
