"""The figures of one sentence read together: what each counts, parts of a whole, places that 分别 pairs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, islice

from corpus_tools.claims.choosing import choose_nouns
from corpus_tools.claims.figures import Reading
from corpus_tools.claims.lead import read_lead
from corpus_tools.claims.lexicon import roles
from corpus_tools.claims.nouns import EARLIER
from corpus_tools.claims.quantities import Quantity

RATES = ("share", "point", "factor")
NEAR, PAIRED = 12, 40
"""How many figures ahead a place or a time phrase may reach, how many characters a 分别."""
_NO_NAME = "驻全每各本我此这某他她它们你您从自对向把被由给与和及在为的里个"
_PLACE_WORD = (
    rf"(?![农城乡该])[^\W\d_{_NO_NAME}]{{1,6}}?(?:街道|社区|小区|园区|镇|乡(?!村)|村)"
    r"(?![局委部厅户级干]|振兴|信用|商业|建设)"
)
_PAIRED = re.compile(
    r"([\u4e00-\u9fff]{1,12}(?:[、和与及][\u4e00-\u9fff]{1,12})+?)(?:[两二三四五六七八九十]个?([省市县区镇乡村]{1,2})|等?地)?分别"
)
_AND = re.compile("[、与及]|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_PLACE_END = re.compile("(?:[省市县区旗州盟镇乡村]|街道|社区|园区)$")
_WHOLE = re.compile("全[省市县区镇乡村州旗]")
_RISES, _FALLS = re.compile("(?:增幅|涨幅|升幅)$"), re.compile("(?:降幅|跌幅|减幅)$")
_MINUS = re.compile(r"(?<![\d%．.])[-−－负]")
_TALLY = re.compile("[两二三四五六七八九十]+个?[省市县区镇乡村]{1,2}$")
_AT = re.compile(rf"在({_PLACE_WORD}|[\u4e00-\u9fff]{{2,8}}(?:县|区|广场))(?=[，,])")
_PARALLEL = re.compile(
    rf"(?:^|(?<=[，,；;、：:中]))([^\W\d_{_NO_NAME}农城乡该其并将市]{{1,3}}(?:街道|镇|乡(?!村)|县|区))(?=[\u4e00-\u9fff\d])"
)
_SUBJECT_PLACE = re.compile(rf"^(?:[^，,]{{0,14}}[日月年号以来][，,])?({_PLACE_WORD})(?![、和与及])")


def read_sentence(
    text: str, start: int, end: int, inside: list[Quantity], earlier: Sequence[Reading] = ()
) -> list[Reading]:
    """Return the readings of the quantities in ``text[start:end]`` that count something, behind those `earlier`."""
    readings = bare_readings(text, start, inside)
    choose_nouns(text, start, end, readings, earlier[-EARLIER:])
    kept = [reading for reading in readings if not reading.silent]
    _mark_changes(text, kept)
    _mark_parts(text, start, kept)
    _mark_places(text, start, kept)
    return kept


def bare_readings(text: str, start: int, inside: list[Quantity]) -> list[Reading]:
    """Return a reading of each quantity with its lead, before it is known what they count."""
    floors = [start, *(quantity.end for quantity in inside)]
    leads = [read_lead(text, floor, quantity) for floor, quantity in zip(floors, inside, strict=False)]
    return [Reading(one, lead, one.start, one.end) for one, lead in zip(inside, leads, strict=True)]


def _mark_changes(text: str, kept: list[Reading]) -> None:
    """Read the sign of a rate off its noun (降幅), a minus (-3.2%) or the figure that 分别 pairs it with."""
    for before, one in zip([None, *kept], kept, strict=False):
        change = one.lead.change
        if one.quantity.kind in ("share", "point") and _MINUS.match(text, one.quantity.start - 1):
            change, one.start = "-", min(one.start, one.quantity.start - 1)
        elif change is None and one.noun:
            change = "+" if _RISES.search(one.noun) else "-" if _FALLS.search(one.noun) else None
        if change is None and before and before.quantity.unit == one.quantity.unit:
            joined = text[before.quantity.end : one.quantity.start] in ("、", "和", "与", "及")
            paired = joined and "分别" in text[max(0, before.quantity.start - PAIRED) : before.quantity.start]
            change = before.lead.change if paired else None
        one.lead = one.lead._replace(change=change)


def _whole(kept: list[Reading], i: int) -> Reading | None:
    """Return the figure that 其中 before figure `i` divides.

    The one that its parts add up to, else the last of their kind; no rate, no change and no average.
    """
    near = [one for one in kept[max(0, i - NEAR) : i] if one.lead.change is None and one.lead.per is None]
    counts = [one for one in reversed(near) if one.quantity.kind not in RATES]
    alike = [one for one in counts if _is_alike(kept[i], one)]
    parts = accumulate(one.quantity.value for one in kept[i:] if _is_alike(kept[i], one))
    sums = set(islice(parts, 1, None))
    return next((one for one in counts if one.quantity.value in sums), next(iter(alike or counts), None))


def _mark_parts(text: str, start: int, kept: list[Reading]) -> None:
    """Mark the figures behind 其中 as parts of the last figure before it, as long as they fit into it."""
    whole = first = None
    room = Decimal(0)
    for i, one in enumerate(kept):
        since = kept[i - 1].end if i else start
        gap = text[since : one.start]
        if "其中" in gap:
            whole, first = _whole(kept, i), one
            room = whole.quantity.value if whole else room
        elif re.search(r"[；;)）]", gap) or one.lead.change:
            whole = None
        if whole is None or first is None or not (_is_alike(one, whole) or _is_alike(one, first)):
            continue
        room -= one.quantity.value if _is_alike(one, whole) and one.quantity.kind not in RATES else 0
        if room < 0:
            whole = None
        else:
            one.part_of = whole.quantity.value
            one.start -= 2 if text.endswith("其中", 0, one.start) else 0


def _is_alike(one: Reading, other: Reading) -> bool:
    people = ("person", "human")
    same_kind = one.quantity.kind in people and other.quantity.kind in people
    return same_kind or (one.quantity.unit or "").rstrip("次") == (other.quantity.unit or "").rstrip("次")


def _mark_parallel_places(text: str, start: int, kept: list[Reading]) -> None:
    """Give each figure the place that its own clause opens with, where several clauses name one (甲镇…，乙乡…)."""
    names = [
        hit
        for hit in _PARALLEL.finditer(text, start, kept[-1].end)
        if not any(roles().get(hit[1][k : k + 2]) for k in range(len(hit[1]) - 2))
    ]
    if len(names) < 2:
        return
    starts = [hit.start() for hit in names]
    for one in kept:
        k = bisect_left(starts, one.quantity.start) - 1
        if k >= 0 and text.find("；", names[k].end(), one.start) < 0:
            one.place = names[k][1]


def _mark_places(text: str, start: int, kept: list[Reading]) -> None:
    if not kept:
        return
    opening = _SUBJECT_PLACE.search(text[start : kept[0].start])
    opening = opening if opening and not roles().get(opening[1][:2]) else None
    for one in kept:
        words = text[max(start, one.start - 60) : one.start]
        at = list(_AT.finditer(words))
        place = at[-1][1] if at else opening[1] if opening else None
        one.place = None if place and _WHOLE.search(words, max(0, words.rfind(place))) else place
    _mark_parallel_places(text, start, kept)
    starts = [one.quantity.start for one in kept]
    for pair in _PAIRED.finditer(text, start, kept[-1].end):
        names = [_TALLY.sub("", name) for name in _AND.split(pair[1])]
        first = bisect_left(starts, pair.end())
        later = kept[first : first + NEAR]
        if not (pair[2] or _TALLY.search(pair[1]) or all(_PLACE_END.search(name) for name in names)):
            continue
        if len(later) >= len(names) and not re.search(
            "[。；;]", text[pair.end() : later[len(names) - 1].quantity.start]
        ):
            for name, one in zip(names, later, strict=False):
                one.place = name
