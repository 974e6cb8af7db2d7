"""What a service hands back from a transaction: the record it wrote, and what else must be told."""

from __future__ import annotations

from typing import Any, NamedTuple


class Done(NamedTuple):
    """The written `record` of a `table` (or `records`), the ids of visits now `affected` (RULES 23), warnings.

    Plain enough to be kept with a `request_id` and answered again (RULES 22).
    """

    table: str
    record: dict[str, Any] | None = None
    records: tuple[dict[str, Any], ...] = ()
    affected: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tells_affected: bool = False

    def answer(self) -> dict[str, Any]:
        """As JSON, for the `requests` table."""
        return {
            "table": self.table,
            "record": self.record,
            "records": list(self.records),
            "affected": list(self.affected),
            "warnings": list(self.warnings),
            "tells_affected": self.tells_affected,
        }

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Done:
        """The same again."""
        parts = {name: tuple(answer[name]) for name in ("records", "affected", "warnings")}
        return cls(answer["table"], answer["record"], tells_affected=answer["tells_affected"], **parts)
