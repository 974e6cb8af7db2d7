"""A person's settings: a TOML file in the user's configuration folder, read at the start, its comments kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduling.errors import Refused

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from tui.text import Manner


class Setting(NamedTuple):
    """One thing that a person can have otherwise. `choices`: (as it is written, in words).

    `name`: in the file, and in capitals after `FRONTDESK_` in the environment.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    usual: str

    @property
    def allowed(self) -> tuple[str, ...]:
        """What may be written."""
        return tuple(value for value, _ in self.choices)

    def words(self, value: str) -> str:
        """A choice in words."""
        return dict(self.choices)[value]


ROW_MINUTES = ("5", "10", "15", "20", "30", "60")

SETTINGS: tuple[Setting, ...] = (
    Setting("theme", "Theme", (("dark", "dark"), ("light", "light"), ("contrast", "high contrast")), "dark"),
    Setting("glyphs", "Signs", (("unicode", "drawn"), ("ascii", "letters only")), "unicode"),
    Setting("row_minutes", "Rows", tuple((each, f"{each} min") for each in ROW_MINUTES), "15"),
    Setting(
        "first_weekday",
        "Week",
        (("monday", "from Monday"), ("sunday", "from Sunday"), ("saturday", "from Saturday")),
        "monday",
    ),
    Setting("clock", "Clock", (("24", "24 hours"), ("12", "12 hours")), "24"),
    Setting("date_order", "Dates", (("day-month", "day month"), ("month-day", "month day")), "day-month"),
)
"""The one table of them; keys have one of their own in the file, `[keys]`."""

BY_NAME = {setting.name: setting for setting in SETTINGS}

FIRST_WEEKDAYS = {"monday": 0, "sunday": 6, "saturday": 5}


def settings_path() -> Path:
    """Where the settings lie: the user's configuration folder of this platform."""
    from platformdirs import user_config_path

    return user_config_path("frontdesk", appauthor=False) / "settings.toml"


def read(path: Path | None = None) -> dict[str, Any]:
    """What is set; nothing where there is no file. Raises `Refused` for a file that is no TOML."""
    path = path or settings_path()
    try:
        written = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError):
        raise Refused("invalid", f"The settings in {path} cannot be read.", "Mend or remove that file.") from None
    import tomllib

    try:
        return tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise Refused("invalid", f"The settings in {path} are no TOML: {error}.", "Mend that file.") from None


def remember(name: str, value: str, path: Path | None = None) -> bool:
    """Set one setting and leave all else as it is, comments too; False when the file cannot be written."""

    def set_one(document: TOMLDocument) -> None:
        document[name] = int(value) if value.isdigit() else value

    return _change(set_one, path)


def remember_list(table: str, name: str, values: Sequence[str] | None, path: Path | None = None) -> bool:
    """Set one list of a table, or take it out (None), and leave all else as it is; False as `remember` says."""

    def set_one(document: TOMLDocument) -> None:
        lists = document.setdefault(table, {})
        lists.pop(name, None)
        if values is not None:
            lists[name] = list(values)

    return _change(set_one, path)


def _change(change: Callable[[TOMLDocument], None], path: Path | None) -> bool:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = path or settings_path()
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        change(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tomlkit.dumps(document), encoding="utf-8")
    except (OSError, UnicodeDecodeError, TOMLKitError, AttributeError, TypeError):
        return False
    return True


def chosen(stored: Mapping[str, Any], options: Mapping[str, str | None]) -> dict[str, str]:
    """What holds of each setting: option, else environment, else what is `stored`; left out where nobody chose."""
    found = {}
    for setting in SETTINGS:
        named = options.get(setting.name) or from_environment(setting.name) or stored.get(setting.name)
        if named is not None and str(named) in setting.allowed:
            found[setting.name] = str(named)
    return found


def from_environment(name: str) -> str | None:
    """What the environment says of a setting; it goes before the file."""
    return os.environ.get(f"FRONTDESK_{name.upper()}") or None


def problems(stored: Mapping[str, Any]) -> list[str]:
    """A sentence for each setting in the file that is none of its choices."""
    return [
        f"Settings: {setting.name} is one of {', '.join(setting.allowed)}."
        for setting in SETTINGS
        if setting.name in stored and str(stored[setting.name]) not in setting.allowed
    ]


def row_minutes(values: Mapping[str, str]) -> int:
    """How high the rows of a grid are at first."""
    return int(values.get("row_minutes", BY_NAME["row_minutes"].usual))


def manner(values: Mapping[str, str]) -> Manner:
    """How dates and times are written by these settings."""

    from tui.text import Manner

    return Manner(
        hours=int(values.get("clock", "24")),
        month_first=values.get("date_order") == "month-day",
        first_weekday=FIRST_WEEKDAYS[values.get("first_weekday", "monday")],
    )
