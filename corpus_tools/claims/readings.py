"""The figures of one sentence read together: nouns shared in lists, parts of a whole, places that 分别 pairs."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

from corpus_tools.claims.lead import Lead, read_lead
from corpus_tools.claims.lexicon import is_person, roles
from corpus_tools.claims.nouns import noun_before, noun_behind
from corpus_tools.claims.phrases import Phrase, ends_in_verb, is_intransitive, is_organ, is_place, is_verb, tokens
from corpus_tools.claims.quantities import Quantity, sizes_a_list

COUNTED = ("person", "human", "household", "thing", "organ")
WITHOUT_NOUN = ("money", "human", "household", "measure", "act", "organ")
TOPICAL = ("person", "human", "household", "organ", "share")
NEAR = 12
"""How many figures back or ahead a figure may look for its noun or place."""
SMALL = tuple("二两三四五六七八九十")

_CLAUSE = re.compile(r"[，,。；;！!？?：:\n]")
_AMONG = re.compile(r"其中[，,：:]?$")
_GROUPS = re.compile(r"(?:队伍|队|团队|团|组|专班|班子|力量|大军|阵容|方阵)$")
_FRONTED = re.compile(r"[\u4e00-\u9fff]了[近约超]?$")
_CONTINUOUS_DAYS = re.compile(r"(连续[\u4e00-\u9fff]{2,6})的$")
_RECEIVER = re.compile(r"^每(?:平方米|公斤|[人户村名天日月年次亩组家吨斤件套])(?=..)")
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
_SUMS_UP = re.compile("折合|价值|折价|约合|共计|合计|总计|总共|共|累计")
_ITEM = re.compile(r"(、|其中[，,：:]?)([\u4e00-\u9fff]{2,6}?)的?$")
_AT = re.compile(rf"在({_PLACE_WORD}|[\u4e00-\u9fff]{{2,8}}(?:县|区|广场))(?=[，,])")
_SUBJECT_PLACE = re.compile(rf"^(?:[^，,]{{0,14}}[日月年号以来][，,])?({_PLACE_WORD})(?![、和与及])")


@dataclass
class Reading:
    """What is known about one quantity while its sentence is read."""

    quantity: Quantity
    start: int
    end: int
    noun: str | None
    verb: str | None
    lead: Lead
    before: Phrase | None
    place: str | None = None
    part_of: Decimal | None = None
    silent: bool = False


def read_sentence(text: str, start: int, end: int, inside: list[Quantity]) -> list[Reading]:
    """Return the readings of the quantities in ``text[start:end]`` that count something."""
    readings: list[Reading] = []
    claimed = start
    for i, quantity in enumerate(inside):
        limit = inside[i + 1].start if i + 1 < len(inside) else end
        share_next = i + 1 < len(inside) and inside[i + 1].kind == "share"
        readings.append(_read(text, claimed, quantity, limit, share_next=share_next))
        claimed = max(readings[-1].end, quantity.end)
    _share_forward(text, readings)
    _pair_subjects(text, start, readings)
    _inherit(text, start, readings)
    kept = [reading for reading in readings if _counts(reading)]
    _mark_parts(text, start, kept)
    _mark_places(text, start, kept)
    return kept


def _read(text: str, claimed: int, quantity: Quantity, limit: int, *, share_next: bool) -> Reading:
    lead = read_lead(text, claimed, quantity)
    before, verb = _fronted(text, claimed, quantity, lead.end) or noun_before(
        text, claimed, lead.end, act=quantity.kind in ("act", "time"), amount=quantity.kind in ("money", "act", "share")
    )
    before = before if before and _fits(text, before, quantity) else _subject(text, claimed, lead.end, quantity)
    summed = _summed(text, claimed, lead.end, quantity) if before is None else None
    behind = _behind(text, quantity, limit, before, share_next=share_next)
    if behind is None and before is None:
        before = _list_item(text, claimed, lead.end, quantity)
    noun = behind or before
    start = noun.start if noun and noun is before else quantity.start
    end = behind.end if behind else quantity.end
    words = noun_text(text, noun)
    if noun is None and quantity.kind in ("act", "time") and lead.end > claimed:
        words, start = _act(text, claimed, lead.end, quantity, verb)
    elif words and noun is before and quantity.kind == "human":
        words = _without_count(words, printed=quantity.numeral.end < quantity.end)
    if words and words.startswith(("岁", "周岁", "小时")) and (age := re.search(r"\d+$", text[:start][-4:])):
        words, start = age[0] + words, start - len(age[0])
    if words is None and summed and _fits(text, summed, quantity):
        words = noun_text(text, summed)
    reading = Reading(quantity, start, end, words, verb or (noun.verb if noun else None), lead, before)
    reading.silent = _is_silent(reading, behind)
    return reading


def _is_silent(reading: Reading, behind: Phrase | None) -> bool:
    words, quantity = reading.noun, reading.quantity
    if words == "方面" and quantity.numeral.text in SMALL:
        return True
    if quantity.kind == "measure" and quantity.numeral.text in SMALL and behind:
        return True
    return bool(words and behind and words != "方面" and sizes_a_list(quantity, words, quoted=behind.quoted))


def _fits(text: str, noun: Phrase, quantity: Quantity) -> bool:
    words = text[noun.start : noun.end]
    if words == "其中":
        return False
    if quantity.kind == "human":
        return noun.quoted or is_person(words) or not (noun.verb or is_place(words) or is_organ(words))
    if quantity.kind in ("household", "organ") and ends_in_verb(text, noun):
        return False
    return not (quantity.kind in ("person", "household", "measure") and is_place(words))


def _subject(text: str, claimed: int, lead_end: int, quantity: Quantity) -> Phrase | None:
    """Return the subject of a verb that takes no object, where it is what is counted (农作物受灾1356公顷)."""
    if quantity.kind not in ("human", "measure", "person", "thing", "household"):
        return None
    words = tokens(text, max(claimed, lead_end - 24), lead_end)
    if len(words) < 2 or not is_verb(words[-1]):
        return None
    phrase, verb = noun_before(text, claimed, words[-1].start)
    if not phrase or verb or phrase.end != words[-1].start:
        return None
    noun = text[phrase.start : phrase.end]
    if quantity.kind == "thing":
        return None if is_person(noun) or is_place(noun) or is_organ(noun) else phrase
    return phrase if is_intransitive(words[-1]) and (quantity.kind == "measure" or is_person(noun)) else None


def _summed(text: str, claimed: int, lead_end: int, quantity: Quantity) -> Phrase | None:
    """Return what the clause before names, where a number only sums it up (减免租金三个月，共计126万元)."""
    if not (_SUMS_UP.match(text, lead_end, quantity.start) and text[claimed:lead_end].endswith(("，", ","))):
        return None
    return noun_before(text, claimed, lead_end - 1, act=True, amount=True)[0]


def _list_item(text: str, claimed: int, lead_end: int, quantity: Quantity) -> Phrase | None:
    """Return the bare word of a list item, also where it could be a verb (来信26封、来电318个; 其中出口29.2亿元)."""
    found = _ITEM.search(text[claimed:lead_end])
    if not found or quantity.kind not in ("thing", "act", "money", "measure"):
        return None
    word = found[2]
    is_verb = "govern" in roles().get(word[:2], ()) and not (found[1] == "其中" and quantity.kind == "money")
    return None if is_verb else Phrase(claimed + found.start(2), claimed + found.end(2))


def _without_count(words: str, *, printed: bool) -> str:
    """Cut 人数 off a word for people (志愿者人数突破2万人), not off an act (捐款人数)."""
    rest = words.removesuffix("人数")
    return rest if printed and rest and not roles().get(rest) else words


def noun_text(text: str, noun: Phrase | None) -> str | None:
    """Return the words of a noun phrase, with ASCII brackets and without the quotation marks around it."""
    if noun is None:
        return None
    words = _RECEIVER.sub("", text[noun.start + noun.quoted : noun.end - noun.quoted])
    return re.sub(r"\s", "", words).replace("（", "(").replace("）", ")")


def _fronted(text: str, claimed: int, quantity: Quantity, lead_end: int) -> tuple[Phrase, str] | None:
    """Read an object that stands before its verb (标语贴了三百条)."""
    if not _FRONTED.search(text[max(claimed, quantity.start - 12) : quantity.start]):
        return None
    words = tokens(text, max(claimed, lead_end - 12), lead_end)
    if len(words) < 2 or words[-1].tag != "v":
        return None
    phrase, verb = noun_before(text, claimed, words[-1].start)
    return (phrase, words[-1].text) if phrase and not verb else None


def _behind(text: str, quantity: Quantity, limit: int, before: Phrase | None, *, share_next: bool) -> Phrase | None:
    """Return the noun behind a number, where its kind of unit allows one."""
    kind, of = quantity.kind, text.startswith("的", quantity.end)
    if kind in ("time", "factor", "point"):
        return None
    if kind == "human":
        team = noun_behind(text, quantity.end, limit, person=False, strict=False) if of else None
        return team if team and _GROUPS.search(text[team.start : team.end]) else None
    worth = before is not None and text.endswith("价值", before.start, before.end)
    if before and (kind in ("act", "share") or (of and not worth)):
        return None
    strict = kind in ("money", "measure", "share", "act", "organ") and not of
    people = kind in ("person", "household")
    found = noun_behind(text, quantity.end, limit, person=people, strict=strict, share_next=share_next)
    return None if found and kind in ("person", "organ") and ends_in_verb(text, found) else found


def _act(text: str, claimed: int, lead_end: int, quantity: Quantity, verb: str | None) -> tuple[str | None, int]:
    """Name an act by its verb (巡查1500余次) or by the title that its clause opens with (《…》…转发5000余次)."""
    clause = max((hit.end() for hit in _CLAUSE.finditer(text, claimed, lead_end)), default=claimed)
    words = text[clause:lead_end]
    if quantity.kind == "time":
        if days := _CONTINUOUS_DAYS.search(words):
            return days[1], lead_end - len(days[0])
        return (words, clause) if verb and 2 <= len(words) <= 8 else (None, quantity.start)
    if not verb or not words.endswith(verb) or quantity.unit == "人次":
        return None, quantity.start
    title = re.match(r"《[^》]{1,40}》", words)
    return title[0] if title else verb, lead_end - len(verb)


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
    for hit in _OUT_OF.finditer(text, start, one.start):
        noun, _ = noun_before(text, start, hit.start())
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


def _counts(reading: Reading) -> bool:
    quantity = reading.quantity
    if reading.silent:
        return False
    if reading.noun:
        return True
    led = reading.lead.end < quantity.start
    if quantity.kind == "share":
        return reading.lead.change is not None or led
    printed = quantity.value >= 10 or quantity.numeral.text[-1:].isdecimal()
    governed = quantity.kind == "thing" and (reading.verb is not None or led) and printed
    return (governed or quantity.kind in WITHOUT_NOUN) and quantity.numeral.text not in (*SMALL, *"百千万亿")


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
