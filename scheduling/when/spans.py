"""Sets of time as sorted lists of half-open (start, end) spans: union, cut, overlap (RULES 6).

Pure arithmetic on whole numbers; what unit they count is the caller's affair.
"""

from __future__ import annotations

from collections.abc import Iterable

Pair = tuple[int, int]


def union(spans: Iterable[Pair]) -> list[Pair]:
    """Spans that touch or overlap become one; empty ones vanish; the answer is sorted."""
    merged: list[Pair] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def subtract(spans: Iterable[Pair], holes: Iterable[Pair]) -> list[Pair]:
    """What is left of sorted, disjoint `spans` when the `holes` are taken out."""
    cuts = union(holes)
    left: list[Pair] = []
    for start, end in spans:
        for hole_start, hole_end in cuts:
            if hole_end <= start:
                continue
            if hole_start >= end:
                break
            if hole_start > start:
                left.append((start, hole_start))
            start = hole_end
            if start >= end:
                break
        if start < end:
            left.append((start, end))
    return left


def intersect(spans: Iterable[Pair], others: Iterable[Pair]) -> list[Pair]:
    """The time that is in both sorted, disjoint lists."""
    second = list(others)
    common = [
        (max(start, low), min(end, high))
        for start, end in spans
        for low, high in second
        if start < high and low < end
    ]
    return union(common)


def covers(spans: Iterable[Pair], start: int, end: int) -> bool:
    """True when one of the disjoint spans holds the whole of [start, end)."""
    return any(low <= start and end <= high for low, high in spans)


def total(spans: Iterable[Pair]) -> int:
    """How much time disjoint spans hold."""
    return sum(end - start for start, end in spans)
