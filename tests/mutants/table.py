"""One wrong line for each numbered rule of RULES.md: the tests that name the rule must notice it.

A mutant is killed when a test whose name holds `rule_N_` fails. `tests` says where those are looked for.
"""

from __future__ import annotations

from typing import NamedTuple

QUICK = ("tests/when", "tests/rules", "tests/services", "tests/cases")
SLOW = "tests/rules/test_against_the_oracle.py"
"""Left out: random worlds would notice, too, and look long for a smaller example."""


class Mutant(NamedTuple):
    """`right` stands exactly once in `file`, and becomes `wrong`."""

    rule: int
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...] = QUICK

    @property
    def chosen(self) -> str:
        """What pytest is told to run."""
        return f"rule_{self.rule}_"


MUTANTS = (
    Mutant(
        1,
        "scheduling/when/zones.py",
        "if day.offset is not None and 0 <= minutes <= MINUTES_A_DAY:",
        "if 0 <= minutes <= MINUTES_A_DAY:",
    ),
    Mutant(
        2,
        "scheduling/when/zones.py",
        "return second if iso(second, tz) == text else epoch_minute(wall, tz, 0)",
        "return epoch_minute(wall, tz, 0)",
    ),
    Mutant(
        3,
        "scheduling/when/zones.py",
        "        return epoch_minute(wall, tz, 0)\n    # Python reads",
        "        return epoch_minute(wall, tz, 1)\n    # Python reads",
    ),
    Mutant(4, "scheduling/services/checks.py", "    if is_gap(written.wall, tz):", "    if tz is None:"),
    Mutant(
        5,
        "scheduling/services/clinic.py",
        '        return start, start + visit["minutes"]',
        """        from datetime import datetime, timedelta

        wall = datetime.fromisoformat(visit["start"][:16]) + timedelta(minutes=visit["minutes"])
        return start, boundary(wall, self.tz(visit["hospital"]))""",
    ),
    Mutant(
        6,
        "scheduling/rules/openings.py",
        "    if visit.end <= start:\n        apart = start - visit.end",
        "    if visit.end < start:\n        apart = start - visit.end",
    ),
    Mutant(
        7,
        "scheduling/rules/hours.py",
        "return (start, end if end > start else end + MINUTES_A_DAY)",
        "return (start, end)",
    ),
    Mutant(
        8,
        "scheduling/services/finding.py",
        "monday = ordinal - weekday_of(ordinal)",
        "monday = ordinal - (weekday_of(ordinal) + 1) % 7",
    ),
    Mutant(
        9,
        "scheduling/rules/hours.py",
        "if not passing and any(shut.covers_place(",
        "if any(shut.covers_place(",
    ),
    Mutant(
        10,
        "scheduling/rules/openings.py",
        "range(max(origin, origin + -((origin - low) // step) * step), high, step)",
        "range(max(origin, low), high, step)",
    ),
    Mutant(
        11,
        "scheduling/rules/booking.py",
        "elif place.start * 60 < now + wanted.notice * 60:",
        "elif place.start * 60 <= now + wanted.notice * 60:",
    ),
    Mutant(
        12,
        "scheduling/rules/openings.py",
        "return apart < visit.after or apart < before",
        "return apart < visit.after + before",
    ),
    Mutant(
        13,
        "scheduling/model/status.py",
        "if not STATUSES[status].blocking:",
        'if status == "cancelled":',
    ),
    Mutant(14, "scheduling/rules/finder.py", "least = min(answers.values())", "least = max(answers.values())"),
    Mutant(
        15,
        "scheduling/services/checks.py",
        "return sorted(found, key=lambda reason: RANK[reason.code])",
        "return sorted(found, key=lambda reason: RANK[reason.code])[:1]",
    ),
    Mutant(
        16,
        "scheduling/rules/lifecycle.py",
        'return STATUSES[new].blocking and (old == "pending" or not STATUSES[old].blocking)',
        "return STATUSES[new].blocking and not STATUSES[old].blocking",
    ),
    Mutant(
        17,
        "scheduling/services/holds.py",
        'return record["status"] == "pending" and expires(record) > now',
        'return record["status"] == "pending" and expires(record) >= now',
    ),
    Mutant(
        18,
        "scheduling/services/checks.py",
        "if start < wish.end and wish.start < end:",
        "if start <= wish.end and wish.start <= end:",
    ),
    Mutant(
        19,
        "scheduling/services/checks.py",
        "return self.override is not None and CODES[code].overridable",
        "return CODES[code].overridable",
    ),
    Mutant(
        20,
        "scheduling/services/booking.py",
        "ignoring = own_hold(clinic, asked.hold) | {asked.id}",
        "ignoring = own_hold(clinic, asked.hold)",
    ),
    Mutant(
        21,
        "scheduling/services/history.py",
        'if line.get("by") == by and line.get("desk") == desk and',
        'if line.get("by") == by and',
    ),
    Mutant(
        22,
        "scheduling/services/outcome.py",
        'for name in ("records", "affected", "warnings")}',
        'for name in ("records", "warnings")}',
    ),
    Mutant(
        23,
        "scheduling/services/hours.py",
        "        if ordinal < today:",
        "        if ordinal <= today:",
    ),
    Mutant(
        24,
        "scheduling/when/series.py",
        "bymonthday=-1 if rule.last_day else None,",
        "bymonthday=None,",
        ("tests/cases", "tests/when", "tests/services"),
    ),
    Mutant(
        25,
        "scheduling/rules/matching.py",
        "(entry.priority, entry.since",
        "(entry.since, entry.priority",
        ("tests/cases", "tests/rules"),
    ),
    Mutant(
        26,
        "scheduling/services/patient_search.py",
        'bare = number.lstrip("0")',
        "bare = number",
    ),
    Mutant(27, "scheduling/model/fields.py", "if len(text) > NAME_LENGTH:", "if len(text) >= NAME_LENGTH:"),
    Mutant(
        28,
        "scheduling/services/booking.py",
        'asked.minutes or (None if asked.type else record["minutes"])',
        "asked.minutes",
    ),
    Mutant(
        29,
        "scheduling/rules/rights.py",
        'least = "manager" if overrides or into_error else',
        'least = "manager" if into_error else',
        ("tests/cases",),
    ),
)
"""In the order of the rules."""
