"""Which part of a person's name is the family's, as far as the writing tells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

FAMILY_FIRST = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "BOPOMOFO ")
"""Scripts, as Unicode names their letters, in which the family name is said first."""


def _written_in(value: str, scripts: tuple[str, ...]) -> Iterator[bool]:
    """Of each letter whether it belongs to one of the scripts."""
    return (unicodedata.name(letter, "").startswith(scripts) for letter in value if letter.isalpha())


@lru_cache(4096)
def name_parts(name: str) -> tuple[str, str]:
    """(family, given) of "Lopez, Maria" or "Maria Lopez"; lower-case particles ("de la Cruz") are family.

    Without a comma only a name in Latin letters tells which is which: "山田 太郎" stays as it is, all of it family.
    """
    text = " ".join(name.split())
    if "," in text:
        family, _, given = text.partition(",")
        return family.strip(), given.strip()
    if not text.isascii() and not all(_written_in(text, ("LATIN ", "MODIFIER "))):
        return text, ""
    words = text.split(" ")
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def family_name(name: str) -> str:
    """ "Lopez" of "Maria Lopez" and "Lopez, Maria"; a name of one word is that word."""
    family, given = name_parts(name)
    return family or given


def doctor_short(name: str) -> str:
    """ "Dr Strange" of "Stephen Strange" and of "Dr Strange"; empty without a name."""
    family = family_name(name)
    return f"Dr {family}" if family else ""


def natural_name(name: str) -> str:
    """As one says it: "Maria Lopez", "山田 太郎"."""
    family, given = name_parts(name)
    if given and any(_written_in(family, FAMILY_FIRST)):
        return f"{family} {given}".strip()
    return f"{given} {family}".strip()
