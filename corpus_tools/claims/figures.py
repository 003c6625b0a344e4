"""One figure read by itself: its noun, verb, lead and span."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus_tools.claims.lead import Lead, read_lead
from corpus_tools.claims.lexicon import is_person, roles
from corpus_tools.claims.nouns import noun_before, noun_behind
from corpus_tools.claims.phrases import Phrase, ends_in_verb, is_intransitive, is_organ, is_place, is_verb, tokens
from corpus_tools.claims.quantities import Quantity, sizes_a_list

WITHOUT_NOUN = ("money", "human", "household", "measure", "act", "organ")
SMALL = tuple("二两三四五六七八九十")
_CLAUSE = re.compile(r"[，,。；;！!？?：:\n]")
_GROUPS = re.compile(r"(?:队伍|队|团队|团|组|专班|班子|力量|大军|阵容|方阵)$")
_FRONTED = re.compile(r"[\u4e00-\u9fff]了[近约超]?$")
_CONTINUOUS_DAYS = re.compile(r"(连续[\u4e00-\u9fff]{2,6})的$")
_RECEIVER = re.compile(r"^每(?:平方米|公斤|[人户村名天日月年次亩组家吨斤件套])(?=..)")
_SUMS_UP = re.compile("折合|价值|折价|约合|共计|合计|总计|总共|共|累计")
_ITEM = re.compile(r"(、|其中[，,：:]?)([\u4e00-\u9fff]{2,6}?)的?$")


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


def read_figure(text: str, claimed: int, quantity: Quantity, limit: int, *, share_next: bool) -> Reading:
    """Return the reading of one quantity between what was claimed before it and `limit`, the next quantity."""
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


def counts(reading: Reading) -> bool:
    """Say whether a figure that has been read counts something."""
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
