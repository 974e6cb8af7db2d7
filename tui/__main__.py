"""The command `frontdesk`: a verb goes to the commands without a screen, none opens the desk."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

VALUED = ("--data", "--hospital", "--as", "--desk", "--now", "--keep", "--theme", "--glyphs")
"""Options that take a value."""
SCREEN_WORDS = ("demo",)


def verb(argv: Sequence[str]) -> str | None:
    """The first word that is neither an option nor an option's value; None when there is none."""
    words = iter(argv)
    for word in words:
        if word in VALUED:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def opens_screen(argv: Sequence[str]) -> bool:
    """Whether these arguments ask for the desk on the screen, and nothing else."""
    if verb(argv) not in (None, *SCREEN_WORDS):
        return False
    return all(word.split("=")[0] in VALUED for word in argv if word.startswith("-"))


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code: 0 done, 1 refused, 2 wrong usage or no terminal, 3 the store."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not opens_screen(given):
        from scheduling.cli import main as cli

        return cli([word for word in given if word not in SCREEN_WORDS] if verb(given) in SCREEN_WORDS else given)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("frontdesk needs a terminal; for scripts there are its verbs: frontdesk --help", file=sys.stderr)
        return 2
    os.environ.setdefault("ESCDELAY", "25")  # Textual would wait 100 ms to see whether Esc begins a sequence
    gc.disable()  # nothing becomes garbage until the first frame; then the app takes it up again
    from tui.start import open_screen

    return open_screen(given)


if __name__ == "__main__":
    sys.exit(main())
