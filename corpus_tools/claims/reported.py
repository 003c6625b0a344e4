"""Reported values: what the reports claim in numbers, each with its words and its place in the raw text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from corpus_tools.claims.asof import Frame, frames
from corpus_tools.claims.lexicon import roles
from corpus_tools.claims.nouns import Phrase, is_place, noun_before, noun_behind
from corpus_tools.claims.quantities import Quantity, quantities, sizes_a_list

if TYPE_CHECKING:
    import pandas as pd


class Report(Protocol):
    """What a document must offer to be read: its text, its raw text, and where the one lies in the other."""

    doc_id: str
    city: str | None
    published_on: dt.date | None

    @property
    def text(self) -> str: ...
    @property
    def raw(self) -> str: ...
    def raw_span(self, start: int, end: int) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Value:
    """One reported value of a text; offsets are of the text."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    approx: str
    unit: str | None
    noun: str | None
    verb: str | None = None
    as_of: dt.date | None = None
    as_of_basis: str | None = None
    since: dt.date | None = None
    place: str | None = None
    part_of: Decimal | None = None
    per: str | None = None
    change: str | None = None


_SENTENCE = re.compile(r"[^。！？!?\n…]+[。！？!?\n…]*")
_CLAUSE = re.compile(r"[，,。；;！!？?：:\n]")
_AMONG = re.compile(r"其中[，,：:]?")
_PER = r"(?:[人户村日月年亩次均周]均|年平均|平均|每一?个?(?:平方米|公斤|[人户村名天日月年次亩组家镇乡县车吨斤件套生支队店])|每个?(?:社区|小区|网格|学生|支部|小组))"
_LEAD = re.compile(
    r"(?:共计|总计|合计|累计|总共|一共|共有|共|现有|已有|已达|达到|达|高达|增至|增加[到至]|增长[到至]|提[高升][到至]|上升[到至]|扩大[到至]|"
    r"降[至到]|下降[到至]|回落[到至]|减少[到至]|减至|缩短[至到]|压缩[至到]|[保维]持在?|稳定在|控制在|分别为?|占比|占|为|是|有|仅|就|已|约|均|总数|总量|超过|突破|"
    rf"由|从|至|到|了|过|等|人民币|折合|另有|还有|也|又|再|另|计|现|多|各|高出?|低|{_PER}|[ :：])$"
)
_SHARE_OF = re.compile(r"(?:占|完成|相当于|为|是|达到?)[^，,。；;、]{1,14}的$|占[^，,。；;、]{0,14}$")
_ABOVE = re.compile(r"超(?:出|过)?(?:警戒|汛限|保证|设防|历史|计划|目标|预期|正常|额定)(?:水位|值|线|标准)?$")
_COMPARED = re.compile(
    r"(?:同比|环比|[比较与同](?:上|去|前|年|同|往|基|计|最|全)[^，,。；;、]{0,10}|[高低快慢]于[^，,。；;、]{1,10}|净|实际|名义|累计|分别|又|再|也|已|大幅|均)$"
)
_UP = re.compile(r"(?:增长|增加|上升|提高|提升|上涨|净增|回升|增幅|扩大|增|升)(?:了|为|达|约|超)?$")
_DOWN = re.compile(r"(?:下降|减少|降低|回落|缩减|下滑|缩短|压缩|压减|收窄|降幅|降)(?:了|为|达|约|超)?$")
_LEVEL = re.compile(r"[到至]$")
_COUNTED = ("person", "human", "household", "thing", "organ")
_GROUPS = re.compile(r"(?:队伍|队|团队|团|组|专班|班子|力量|大军|阵容|方阵)$")
_EACH = re.compile(r"每一?(?:[个名户人家天日月年次村支组县镇])?([\u4e00-\u9fff]{0,8}?)$")
_PAIRED = re.compile(
    r"([\u4e00-\u9fff、和与]{3,60}?)(?:[两二三四五六七八九十\d]+个?[\u4e00-\u9fff]{1,3})?(?:已|共)?分别"
)
_IN_PLACE = re.compile(r"在([\u4e00-\u9fff]{2,12}(?:小区|社区|村|镇|乡|街道|区|县|园区|广场))[，,]?(?!的)")
_INDEFINITE_NOUN = re.compile(r"^(?:多|以|之|月|日|时|分|后|前)$")


def reported_values(source: Report | Iterable[Report]) -> pd.DataFrame:
    """Return what one document or a corpus claims in numbers, one row a value.

    Parameters
    ----------
    source
        A document, or a corpus or any other iterable of documents.

    Returns
    -------
    pandas.DataFrame
        doc_id, city, quote (the stated words in the raw text), value and value_max (float, the stated number scaled:
        575.45万元 is 5754500.0; value_max for ranges), approx (exact, more_than, about, less_than), unit (null where none
        is printed), noun, verb, as_of (`datetime.date`, never after the publication), as_of_basis (explicit,
        publication, since, event, window), since, place, part_of (the value that 其中 divides), per, change (+, -, x),
        start, end (in ``doc.text``), raw_start, raw_end, published_on. Ordered as in the text; missing is null.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> document = document_from_text("截至8月15日，已设立观察点64个。", published_on="2021-08-20")
    >>> reported_values(document)[["quote", "value", "unit", "noun", "as_of"]].values.tolist()
    [['观察点64个', 64.0, '个', '观察点', datetime.date(2021, 8, 15)]]
    """
    import pandas as pd

    documents = [source] if hasattr(source, "raw_span") else source
    records = [record for document in documents for record in _records(document)]  # type: ignore[union-attr]
    table = pd.DataFrame(records, columns=COLUMNS, dtype=object)
    return table.astype(DTYPES)


COLUMNS = [
    *(
        "doc_id",
        "city",
        "quote",
        "value",
        "value_max",
        "approx",
        "unit",
        "noun",
        "verb",
        "as_of",
        "as_of_basis",
        "since",
    ),
    *("place", "part_of", "per", "change", "start", "end", "raw_start", "raw_end", "published_on"),
]
DTYPES = {
    **dict.fromkeys(["value", "value_max", "part_of"], "float64"),
    **dict.fromkeys(["start", "end", "raw_start", "raw_end"], "int64"),
    **dict.fromkeys(["doc_id", "quote", "approx"], "str"),
}


def _records(document: Report) -> Iterator[dict[str, object]]:
    for found in find_values(document.text, document.published_on):
        raw_start, raw_end = document.raw_span(found.start, found.end)
        yield {
            **{field.name: getattr(found, field.name) for field in fields(found)},
            "doc_id": document.doc_id,
            "city": document.city,
            "quote": document.raw[raw_start:raw_end],
            "raw_start": raw_start,
            "raw_end": raw_end,
            "published_on": document.published_on,
        }


def find_values(text: str, published_on: dt.date | None = None) -> list[Value]:
    """Return the reported values of a clean text in order.

    Examples
    --------
    >>> [(found.value, found.unit, found.noun) for found in find_values("发现隐患77处，整改69处。")]
    [(Decimal('77'), '处', '隐患'), (Decimal('69'), '处', '隐患')]
    """
    found: list[Value] = []
    pending = quantities(text)
    position = 0
    for sentence in _SENTENCE.finditer(text):
        inside = []
        while position < len(pending) and pending[position].start < sentence.end():
            inside.append(pending[position])
            position += 1
        if inside:
            found += _in_sentence(text, sentence.start(), sentence.end(), inside, published_on)
    return found


@dataclass
class _Reading:
    """What is known about one quantity while its sentence is read."""

    quantity: Quantity
    start: int
    end: int
    noun: str | None
    verb: str | None
    change: str | None
    before: Phrase | None
    elided: bool
    lead: str


def _in_sentence(text: str, start: int, end: int, inside: list[Quantity], published_on: dt.date | None) -> list[Value]:
    readings: list[_Reading] = []
    claimed = start
    for i, quantity in enumerate(inside):
        limit = inside[i + 1].start if i + 1 < len(inside) else end
        reading = _read(text, claimed, quantity, limit)
        readings.append(reading)
        claimed = max(reading.end, quantity.end)
    _share_nouns(text, readings)
    times = frames(text[start:end], published_on)
    kept = [reading for reading in readings if _counts(reading)]
    parents = _parents(text, start, kept)
    return [
        _dated(_value(text, start, reading, parent), reading, start, times)
        for reading, parent in zip(kept, parents, strict=True)
    ]


def _read(text: str, claimed: int, quantity: Quantity, limit: int) -> _Reading:
    lead_end, change = _lead(text, claimed, quantity)
    before, verb = noun_before(text, claimed, lead_end, act=quantity.kind in ("act", "time"))
    if before and quantity.kind in ("human", "person") and is_place(text[before.start : before.end]):
        before = None
    if before and _AMONG.fullmatch(text[before.start : before.end]):
        before = None
    behind = _behind(text, quantity, limit, before)
    noun = behind or before
    start, end = quantity.start, quantity.end
    if noun is before and before:
        start = before.start
    elif behind:
        end = behind.end
    words = _noun_text(text, noun)
    if noun is None and quantity.kind in ("act", "time") and lead_end > claimed:
        words, start = _act(text, claimed, lead_end, quantity, verb)
    if (
        words
        and quantity.kind == "human"
        and words.endswith("人数")
        and noun is before
        and quantity.unit
        and text[quantity.numeral.end : quantity.end]
    ):
        words = words[:-2] if not _is_act_word(words[:-2]) else words
    if (
        words
        and behind
        and sizes_a_list(quantity, words, quoted=behind.quoted)
        and not _grouping(words, text, quantity)
    ):
        words = "\0"
    return _Reading(
        quantity,
        start,
        end,
        words,
        verb or (noun.verb if noun else None),
        change,
        before,
        noun is None,
        text[claimed:lead_end],
    )


def _grouping(words: str, text: str, quantity: Quantity) -> bool:
    return words == "方面"


def _is_act_word(word: str) -> bool:
    return "govern" in roles().get(word, ()) or "money" in roles().get(word, ()) or not word


def _noun_text(text: str, noun: Phrase | None) -> str | None:
    if noun is None:
        return None
    words = text[noun.start : noun.end]
    if noun.quoted:
        words = words[1:-1]
    return re.sub(r"\s", "", words).replace("（", "(").replace("）", ")")


def _lead(text: str, claimed: int, quantity: Quantity) -> tuple[int, str | None]:
    """Return where the words before a number end once 共, 达, 同比增长 and the like are taken off, and the change."""
    position = quantity.start
    floor = max(claimed, position - 60)
    change = "x" if quantity.kind == "factor" and "番" in quantity.numeral.text else None
    while position > floor:
        before = text[floor:position]
        if _LEVEL.search(before) and (hit := _LEAD.search(before)):
            position = floor + hit.start()
            continue
        if (change is None and quantity.kind != "time") or quantity.kind == "time":
            hit = _UP.search(before) or _DOWN.search(before)
            if hit and not change:
                change = "+" if _UP.search(before) else "-"
                position = floor + hit.start()
                continue
        compared = _COMPARED.search(before) if change or quantity.kind in ("point", "share", "factor", "measure", "money") else None
        hit = (
            compared
            or _LEAD.search(before)
            or (_SHARE_OF.search(before) if quantity.kind in ("share", "human") else None)
        )
        if not hit:
            break
        position = floor + hit.start()
    return position, change


def _behind(text: str, quantity: Quantity, limit: int, before: Phrase | None) -> Phrase | None:
    kind = quantity.kind
    if kind == "time" or kind == "factor" or kind == "point":
        return None
    de = text.startswith("的", quantity.end)
    if kind == "human":
        if not de:
            return None
        phrase = noun_behind(text, quantity.end, limit, person=False, strict=False)
        return phrase if phrase and _GROUPS.search(text[phrase.start : phrase.end]) else None
    if kind in ("act", "share") and before and not (de and kind == "act"):
        return None
    if before and de:
        return None
    person = kind == "person"
    strict = kind in ("money", "measure", "share", "act", "organ", "household")
    return noun_behind(text, quantity.end, limit, person=person, strict=strict and not de)


def _act(text: str, claimed: int, lead_end: int, quantity: Quantity, verb: str | None) -> tuple[str | None, int]:
    """Name an act by its verb (巡查1500余次) or by the title that the clause opens with (《…》…转发5000余次)."""
    clause = max((hit.end() for hit in _CLAUSE.finditer(text, claimed, lead_end)), default=claimed)
    words = text[clause:lead_end]
    title = re.match(r"《[^》]{1,40}》", words)
    if title and verb:
        return title[0], max(clause, lead_end - len(verb)) if words.endswith(verb) else quantity.start
    if quantity.kind == "time":
        return (words, clause) if 2 <= len(words) <= 8 and verb else (None, quantity.start)
    if verb and words.endswith(verb):
        return verb, lead_end - len(verb)
    return None, quantity.start


def _share_nouns(text: str, readings: list[_Reading]) -> None:
    """Give a number without a noun of its own the noun of the number that it is listed with."""
    for i in range(len(readings) - 1, -1, -1):
        one = readings[i]
        if one.noun is None and i + 1 < len(readings) and readings[i + 1].noun:
            other = readings[i + 1]
            gap = text[one.quantity.end : other.start]
            if (
                gap in ("、", "和", "与", "及")
                and one.quantity.unit == other.quantity.unit
                and other.end > other.quantity.end
            ):
                one.noun, one.elided = other.noun, False
    for i, one in enumerate(readings):
        if one.noun is not None:
            continue
        for other in reversed(readings[:i]):
            if _inherits(text, one, other):
                one.noun = other.noun
                break


def _inherits(text: str, one: _Reading, other: _Reading) -> bool:
    if not other.noun or other.noun == "\0":
        return False
    if other.noun == "方面" and other.before and other.quantity.end <= one.start <= other.end + 1:
        one.noun = _noun_text(text, other.before)
        return False
    if one.quantity.kind in ("share", "point", "factor"):
        return True
    beside = text[other.end : one.start] in ("、", "，", ",", "和")
    if beside and one.quantity.kind in _COUNTED and other.quantity.kind in _COUNTED:
        return True
    alike = one.quantity.unit == other.quantity.unit or (
        one.quantity.kind == "human" and other.quantity.kind == "person"
    )
    return alike and one.quantity.kind not in ("measure", "act", "time")


def _counts(reading: _Reading) -> bool:
    quantity = reading.quantity
    if reading.noun == "\0":
        return False
    if reading.noun:
        return not _INDEFINITE_NOUN.match(reading.noun)
    small = quantity.numeral.text in tuple("二两三四五六七八九十")
    if quantity.kind in ("money", "human", "household", "measure", "act"):
        return not small
    return False


def _parents(text: str, start: int, kept: list[_Reading]) -> list[_Reading | None]:
    """Return for each reading the one that it is a part of: the last before 其中."""
    parents: list[_Reading | None] = []
    for i, reading in enumerate(kept):
        before = text[max(start, reading.start - 200) : reading.start + 2]
        among = before.rfind("其中")
        closed = any(sign in before[among:] for sign in "；;)）") if among >= 0 else True
        place = max(start, reading.start - 200) + among
        earlier = [one for one in kept[:i] if one.quantity.end <= place]
        parents.append(earlier[-1] if among >= 0 and not closed and earlier else None)
    return parents


def _value(text: str, start: int, reading: _Reading, parent: _Reading | None) -> Value:
    quantity = reading.quantity
    numeral = quantity.numeral
    first = reading.start
    if parent and text[:first].endswith("其中"):
        first -= 2
    value_max = numeral.value_max
    per = _EACH.search(text[max(start, first - 14) : first]) or _EACH.search(
        text[max(start, quantity.start - 14) : quantity.start]
    )
    return Value(
        first,
        max(reading.end, quantity.end),
        quantity.value,
        value_max,
        numeral.approx,
        quantity.unit,
        reading.noun,
        reading.verb,
        place=_place(text, start, reading),
        part_of=parent.quantity.value if parent else None,
        per=(per[1] or per[0][1:]) or None
        if per
        else "各"
        if text[max(start, quantity.start - 8) : quantity.start].rfind("各") >= 0
        and re.search(r"各[\u4e00-\u9fff]{0,4}$", text[start : quantity.start])
        and not re.search(r"各[级地类种项族方]", text[max(start, quantity.start - 6) : quantity.start])
        else None,
        change=reading.change,
    )


def _place(text: str, start: int, reading: _Reading) -> str | None:
    found = None
    for hit in _IN_PLACE.finditer(text, start, reading.quantity.start):
        found = hit[1]
    return found


def _dated(value: Value, reading: _Reading, start: int, times: list[Frame]) -> Value:
    frame = None
    for one in times:
        if one.start + start < reading.quantity.start:
            if one.basis == "window" and frame and one.as_of is None:
                continue
            frame = one
    if frame is None:
        return value
    return replace(value, as_of=frame.as_of, as_of_basis=frame.basis, since=frame.since)
