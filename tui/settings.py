"""A person's settings: a TOML file in the user's configuration folder, read at the start, its comments kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


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
        document[name] = value

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
