"""The figures of one sentence read together: nouns shared in lists, parts of a whole, places that 分别 pairs."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from itertools import islice

from corpus_tools.claims.figures import Reading, counts, noun_text, read_figure
from corpus_tools.claims.lexicon import is_person, roles
from corpus_tools.claims.nouns import noun_before
from corpus_tools.claims.phrases import Phrase, is_place
from corpus_tools.claims.quantities import Quantity

COUNTED = ("person", "human", "household", "thing", "organ")
TOPICAL = ("person", "human", "household", "organ", "share")
NEAR = 12
"""How many figures back or ahead a figure may look for its noun or place."""
TOPIC_REACH, NOUN_REACH = 400, 100
"""How many characters back a figure may look for the topic of its sentence, and that for its noun."""
_AMONG = re.compile(r"其中[，,：:]?$")
_GROUPS = re.compile(r"(?:队伍|队|团队|团|组|专班|班子|力量|大军|阵容|方阵)$")
_PLACE_WORD = r"(?![农驻全每各城乡该本我此这某])[\u4e00-\u9fff]{1,6}(?:街道|社区|小区|园区|镇|乡|村)"
_PAIRED = re.compile(
    r"([\u4e00-\u9fff]{1,12}(?:[、和与及][\u4e00-\u9fff]{1,12})+?)(?:[两二三四五六七八九十]个?([省市县区镇乡村])|等?地)?分别"
)
_NAME = "[^\\W\\d_、和与及]"
_PAIRED_NOUNS = re.compile(
    rf"(?<![\u4e00-\u9fff、])({_NAME}{{2,16}}(?:[、和与及]{_NAME}{{2,12}}?)+?)(?:同比|环比|[比较][^，,。；;、\d]{{1,10}}?)?(?:分别|各)"
)
_AND = re.compile("[、和与及]")
_TALLY = re.compile("[两二三四五六七八九十]+个?[省市县区镇乡村]$")
_OUT_OF = re.compile("[当其]?中(?=[，,])")
_AT = re.compile(rf"在({_PLACE_WORD}|[\u4e00-\u9fff]{{2,8}}(?:县|区|广场))(?=[，,])")
_SUBJECT_PLACE = re.compile(rf"^(?:[^，,]{{0,14}}[日月年号以来][，,])?({_PLACE_WORD})(?![、和与及])")


def read_sentence(text: str, start: int, end: int, inside: list[Quantity]) -> list[Reading]:
    """Return the readings of the quantities in ``text[start:end]`` that count something."""
    readings: list[Reading] = []
    claimed = start
    for i, quantity in enumerate(inside):
        limit = inside[i + 1].start if i + 1 < len(inside) else end
        share_next = i + 1 < len(inside) and inside[i + 1].kind == "share"
        readings.append(read_figure(text, claimed, quantity, limit, share_next=share_next))
        claimed = max(readings[-1].end, quantity.end)
    _share_forward(text, readings)
    _pair_subjects(text, start, readings)
    _inherit(text, start, readings)
    kept = [reading for reading in readings if counts(reading)]
    _mark_parts(text, start, kept)
    _mark_places(text, start, kept)
    return kept


def _share_forward(text: str, readings: list[Reading]) -> None:
    """Give the first of several numbers before one noun that noun (6个、9个临时党小组)."""
    for one, other in zip(readings[-2::-1], readings[:0:-1], strict=True):
        gap = text[one.quantity.end : other.start]
        shares = one.quantity.unit == other.quantity.unit and other.end > other.quantity.end
        homes = one.quantity.kind == "household" and other.quantity.kind in ("person", "human") and gap == ""
        if one.noun is None and (homes or (shares and gap in ("、", "和", "与", "及"))):
            one.noun = other.noun


def _topic(text: str, start: int, one: Reading) -> str | None:
    """Return the noun that the sentence speaks of part by part (贫困户中，享受低保的有2146户)."""
    hits = _OUT_OF.finditer(text, max(start, one.start - TOPIC_REACH), one.start)
    for hit in islice(hits, NEAR):
        noun, _ = noun_before(text, max(start, hit.start() - NOUN_REACH), hit.start())
        words = noun_text(text, noun)
        if words and (one.quantity.kind not in ("person", "human") or is_person(words) or words.endswith("户")):
            return words
    return None


def _inherit(text: str, start: int, readings: list[Reading]) -> None:
    """Give a number without a noun the noun of the number before it (发现隐患77处，整改69处)."""
    _pair_changes(text, readings)
    for i, one in enumerate(readings):
        if one.noun is not None or _governs_another(text, one):
            continue
        for other in reversed(readings[max(0, i - NEAR) : i]):
            if other.noun == "方面" and other.before and other.quantity.end <= one.start <= other.end + 1:
                one.noun = noun_text(text, other.before)
            elif not other.silent and _inherits(text, one, other):
                one.noun = other.noun
            if one.noun:
                break
        if one.noun is None and one.quantity.kind in TOPICAL and (topic := _topic(text, start, one)):
            one.noun = topic


def _pair_changes(text: str, readings: list[Reading]) -> None:
    """Give the shares of 分别增长12%和8.5% the nouns of the figures before them in order."""
    for i, one in enumerate(readings):
        if (
            one.noun is not None
            or one.quantity.kind != "share"
            or "分别" not in text[one.quantity.start - 8 : one.quantity.start]
        ):
            continue
        later = [other for other in readings[i : i + NEAR] if other.noun is None and other.quantity.kind == "share"]
        for other, source in zip(later, readings[max(0, i - len(later)) : i], strict=False):
            other.noun = source.noun
            other.lead = other.lead._replace(change=one.lead.change)


def _pair_subjects(text: str, start: int, readings: list[Reading]) -> None:
    """Give the figures behind A、B分别 (A和B各) the nouns A and B in order."""
    starts = [one.quantity.start for one in readings]
    for pair in _PAIRED_NOUNS.finditer(text, start, starts[-1] if starts else start):
        first = bisect_left(starts, pair.end())
        names = [_name_until(text, pair.start(), end) for end in _ends_of_names(pair)]
        figures = readings[first : first + len(names)]
        bare = all(one.end == one.quantity.end for one in figures)
        if len(figures) == len(names) and bare and all(names):
            for one, name in zip(figures, names, strict=True):
                one.noun = noun_text(text, name)


def _ends_of_names(pair: re.Match[str]) -> list[int]:
    return [*(hit.start() for hit in _AND.finditer(pair.string, *pair.span(1))), pair.end(1)]


def _name_until(text: str, start: int, end: int) -> Phrase | None:
    first = max((hit.end() for hit in _AND.finditer(text, start, end)), default=start)
    noun, _ = noun_before(text, first, end, act=True, amount=True)
    return None if noun is None or is_place(text[noun.start : noun.end]) else noun


def _governs_another(text: str, one: Reading) -> bool:
    """Say whether the number has a thing of its own behind 的 that could not be read (七成的…)."""
    return one.quantity.kind == "share" and text.startswith("的", one.quantity.end)


def _inherits(text: str, one: Reading, other: Reading) -> bool:
    if not other.noun:
        return False
    kind, before = one.quantity.kind, other.quantity.kind
    if kind in ("share", "point", "factor"):
        return True
    people = kind not in ("human", "household") or is_person(other.noun) or before == "household"
    gap = text[other.end : one.start]
    if kind == "measure" and gap == "" and before in COUNTED:
        return True
    if kind == "human" and before == "thing" and (gap == "" or (gap == "、" and _GROUPS.search(other.noun))):
        return True
    if gap in ("", "、", "，", ",", "和") and kind in COUNTED and before in COUNTED and people:
        return True
    if kind == "human" and not (before in ("person", "human", "household") or is_person(other.noun)):
        return False
    alike = (one.quantity.unit or "").rstrip("次") == (other.quantity.unit or "").rstrip("次")
    if kind in ("measure", "act"):
        return alike and (one.lead.change is not None or one.verb is None)
    return alike or (kind == "human" and before == "person")


def _mark_parts(text: str, start: int, kept: list[Reading]) -> None:
    """Mark the figures behind 其中 as parts of the last figure before it, as long as they fit into it."""
    whole: Reading | None = None
    room = Decimal(0)
    for i, one in enumerate(kept):
        since = kept[i - 1].end if i else start
        gap = text[since : one.start]
        if "其中" in gap:
            whole = kept[i - 1] if i else None
            room = whole.quantity.value if whole else room
        elif whole and (re.search(r"[；;)）]", gap) or not _is_alike(one, whole)):
            whole = None
        if whole is None or not (_is_alike(one, whole) or "其中" in gap):
            continue
        room -= one.quantity.value if _is_alike(one, whole) else 0
        if room < 0:
            whole = None
        else:
            one.part_of = whole.quantity.value
            one.start -= 2 if _AMONG.search(text[: one.start][-3:]) and text[: one.start].endswith("其中") else 0


def _is_alike(one: Reading, other: Reading) -> bool:
    people = ("person", "human")
    same_kind = one.quantity.kind in people and other.quantity.kind in people
    return same_kind or (one.quantity.unit or "").rstrip("次") == (other.quantity.unit or "").rstrip("次")


def _mark_places(text: str, start: int, kept: list[Reading]) -> None:
    if not kept:
        return
    opening = _SUBJECT_PLACE.search(text[start : kept[0].start])
    opening = opening if opening and not roles().get(opening[1][:2]) else None
    for one in kept:
        words = text[max(start, one.start - 60) : one.start]
        at = list(_AT.finditer(words))
        one.place = at[-1][1] if at else opening[1] if opening else None
    starts = [one.quantity.start for one in kept]
    for pair in _PAIRED.finditer(text, start, kept[-1].end):
        names = [_TALLY.sub("", name) for name in re.split("[、和与及]", pair[1])]
        first = bisect_left(starts, pair.end())
        later = kept[first : first + NEAR]
        if len(later) >= len(names) and not re.search(
            "[。；;]", text[pair.end() : later[len(names) - 1].quantity.start]
        ):
            for name, one in zip(names, later, strict=False):
                one.place = name
