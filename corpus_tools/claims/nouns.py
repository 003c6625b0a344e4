"""What a number counts: the noun behind it, before it, or behind a relative clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus_tools.claims.lexicon import Token, is_person, roles
from corpus_tools.claims.phrases import (
    BREAK,
    HAN,
    Phrase,
    is_modifier,
    is_nominal,
    is_place,
    is_verb,
    is_verblike,
    last_verb,
    plays,
    since_break,
    tokens,
    up_to_break,
    verb_after,
)

REACH = 60

_JOIN = frozenset(["、", "和", "与", "及", "以及", "暨", "或", "·", "・"])
_SCOPE = re.compile(
    r"(?:全[市县区省乡镇村州国旗盟]|我[市县区省州]|本[市县区省]|该[市县区省镇村]|市内|省内|县内|境内|辖区内?|各级|各地)$"
)
_REMARK = re.compile("[（(](?:含|其中|均|即|以下|不含|包括|详见|原|折)")
_RATE = re.compile("[率量额值]$")
_SUM = re.compile(r"(?:资金|款|费|金|补贴|补助|贷款|物资)$")


def noun_behind(
    text: str, start: int, limit: int, *, person: bool, strict: bool, share_next: bool = False
) -> Phrase | None:
    """Return the noun phrase that begins at `start`, before `limit`.

    `person` says that people are counted, `strict` that the phrase must open with a noun (5万元建设…), and
    `share_next` that a share stands at `limit`, to which a rate before it belongs (7个项目开工率100%).
    """
    words = up_to_break(tokens(text, start, min(limit, start + REACH)))
    open_end = bool(words) and words[-1].end == limit < start + REACH and not BREAK.match(text, limit)
    if open_end:
        words = _before_last_join(words)
        words = words[:-1] if share_next and len(words) > 1 and _RATE.search(words[-1].text) else words
    if not words or words[0].text in _JOIN or words[0].tag == "bracket":
        return None
    if words[0].text == "的":
        return _phrase(words, 1, person=person)
    direct = _phrase(words, 0, person=person)
    if strict and not _opens_with_noun(words[0]) and not (direct and _SUM.search(text[direct.start : direct.end])):
        return None
    if not person:
        return direct or _relative(words, person=False)
    if direct and is_person(text[direct.start : direct.end]):
        return direct
    return _relative(words, person=True) or _first_person(words) or direct


def _opens_with_noun(word: Token) -> bool:
    return (
        word.tag[0] in "njblqxe"
        or word.tag == "an"
        or (word.tag in ("v", "vn") and plays(word, "either") and not plays(word, "govern"))
    )


def _relative(words: list[Token], *, person: bool) -> Phrase | None:
    """Return the head behind a relative clause (5名在一线表现突出的职工)."""
    clause = [i for i, word in enumerate(words) if word.text == "的"]
    found = [phrase for i in clause if (phrase := _phrase(words, i + 1, person=person))]
    people = [phrase for phrase in found if is_person(_text(words, phrase))]
    if person and people:
        return people[0]
    return found[0] if found else None


def _text(words: list[Token], phrase: Phrase) -> str:
    return "".join(word.text for word in words if phrase.start <= word.start < phrase.end)


def _first_person(words: list[Token]) -> Phrase | None:
    for i, word in enumerate(words):
        if i and word.tag[0] == "n" and is_person(word.text):
            return Phrase(word.start, word.end, verb_after(words, i + 1))
    return None


def _before_last_join(words: list[Token]) -> list[Token]:
    for i in range(len(words) - 1, -1, -1):
        if words[i].text in _JOIN:
            return words[:i]
    return words


def _phrase(words: Sequence[Token], first: int, *, person: bool) -> Phrase | None:
    """Return the longest noun phrase from word `first` on."""
    last = None
    for i in range(first, len(words)):
        if not _continues(words, first, last, i, person=person):
            break
        if _can_end(words[i]):
            last = i
    if last is None:
        return None
    while last > first and (_remarks(words[last]) or _opens_predicate(words, last)):
        last -= 1
    chosen = words[first : last + 1]
    verb = verb_after(words, last + 1)
    return Phrase(chosen[0].start, chosen[-1].end, verb, len(chosen) == 1 and chosen[0].tag == "quote")


def _continues(words: Sequence[Token], first: int, last: int | None, i: int, *, person: bool) -> bool:
    """Say whether word `i` belongs to the noun phrase that opened at `first` and could end at `last`."""
    word = words[i]
    if word.text in _JOIN:
        follows = i + 1 < len(words) and (is_nominal(words[i + 1]) or _modifies(words, i + 1, person=person))
        return last is not None and follows
    joined = i > first and words[i - 1].text in _JOIN
    complete = not joined and person and last is not None and _closes(words, first, last)
    if is_verb(word) or (word.tag == "vn" and plays(word, "govern")):
        return not complete and _modifies(words, i, person=person)
    if not is_nominal(word):
        return word.tag == "f" and len(word.text) > 1 and i + 1 < len(words) and is_nominal(words[i + 1])
    if (
        word.tag == "a"
        and len(word.text) == 1
        and not (i + 1 < len(words) and is_nominal(words[i + 1]) and words[i + 1].text not in _JOIN)
    ):
        return False
    return not complete or is_person(word.text) or word.tag == "bracket" or _person_later(words, i)


def _remarks(word: Token) -> bool:
    """Say whether a bracket says something about a noun and does not widen it as in 村(社区)."""
    return word.tag == "bracket" and (len(word.text) > 6 or bool(_REMARK.match(word.text)))


def _opens_predicate(words: Sequence[Token], i: int) -> bool:
    """Say whether the verb-like word `i` belongs to the verb behind it (乡镇|违规使用)."""
    verblike = words[i].tag == "vn" or plays(words[i], "either")
    return verblike and not plays(words[i], "noun") and i + 1 < len(words) and is_verb(words[i + 1])


def _can_end(word: Token) -> bool:
    if plays(word, "head"):
        return True
    return word.text not in _JOIN and not is_verb(word) and word.tag not in ("b", "a", "z", "h", "f")


def _closes(words: Sequence[Token], first: int, last: int) -> bool:
    return is_person("".join(word.text for word in words[first : last + 1]))


def _person_later(words: Sequence[Token], i: int) -> bool:
    """Say whether nouns lead from word `i` straight to a word for people."""
    for word in words[i : i + 4]:
        if not (is_nominal(word) or word.tag == "vn") or is_verb(word):
            return False
        if is_person(word.text):
            return True
    return False


def _modifies(words: Sequence[Token], i: int, *, person: bool) -> bool:
    """Say whether the verb at `i` stands before a noun as its modifier (下沉人员, 检测点) and is no predicate."""
    if i + 1 >= len(words):
        return False
    verb, behind = words[i], words[i + 1]
    if plays(behind, "stop") or not (is_nominal(behind) or (behind.tag == "vn")):
        return False
    if plays(behind, "head") or (
        len(behind.text) <= 4 and "head" in roles().get(behind.text[-1], ()) and plays(verb, "either")
    ):
        return True
    if person:
        return is_person(behind.text)
    return plays(verb, "either") or (verb.tag == "vn" and not plays(verb, "govern"))


def noun_before(
    text: str, start: int, end: int, *, act: bool = False, amount: bool = False
) -> tuple[Phrase | None, str | None]:
    """Return the noun phrase that ends at `end`, not before `start`, and the verb that governs the place before `end`.

    `act` says that acts are counted, so that a verb alone may name them (巡查1500余次), `amount` that a verb may name
    what is measured (捐款300多万).
    """
    words = since_break(tokens(text, max(start, end - REACH), end))
    first, verb = _noun_start(words, act=act)
    if first is None:
        return (_sum_or_act(words) if amount else None), verb or last_verb(words)
    while first < len(words) and _is_scope(words[first], last=first == len(words) - 1):
        first += 1
    chosen = words[first:]
    if not chosen or (len(chosen) == 1 and _is_weak(chosen[0], act=act)):
        return None, verb or last_verb(words)
    return Phrase(chosen[0].start, chosen[-1].end, verb, len(chosen) == 1 and chosen[0].tag == "quote"), verb


def _noun_start(words: list[Token], *, act: bool) -> tuple[int | None, str | None]:
    """Walk left over the words of a noun phrase; return where it begins and the verb that it is the object of."""
    first: int | None = None
    inner: int | None = None
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        behind = words[i + 1] if first == i + 1 else None
        if word.text in _JOIN:
            if first is None or i == 0 or not is_nominal(words[i - 1]):
                break
        elif behind and i + 2 == len(words) and is_verblike(word) and (_bound(behind) or _leans(words, i)):
            first = i
        elif behind and (plays(word, "either") or (plays(word, "noun") and plays(word, "govern"))):
            if plays(word, "govern") and inner is None and behind.text not in ("人员", "对象", "人群"):
                inner = first
            first = i
        elif (
            first is None and (plays(word, "noun") or (i and (_is_suffix(words, i) or _is_governed_act(words, i))))
        ) or (behind and _modifies_person(words, i)):
            first = i
        elif is_verb(word) or (word.tag == "vn" and plays(word, "govern")):
            chained = inner is not None and not plays(word, "make")
            return (inner if chained else first), word.text
        elif (behind and (plays(word, "modifier") or (plays(word, "negation") and behind.tag != "v"))) or (
            is_nominal(word) and not (first is None and word.tag == "t")
        ):
            first = i
        else:
            inner = None if word.text == "的" else inner
            break
    if inner is not None:
        return inner, words[inner - 1].text
    if first is not None and first + 1 < len(words) and words[first].tag == "vn" and not is_modifier(words[first]):
        return first + 1, words[first].text
    return first, None


def _modifies_person(words: Sequence[Token], i: int) -> bool:
    """Say whether an unlisted verb modifies what a governing verb takes (安置|滞留|旅客, 开展|警示|教育)."""
    return i > 0 and _is_unlisted(words[i]) and _takes_object(words[i - 1])


def _is_unlisted(word: Token) -> bool:
    return word.tag == "v" and len(word.text) > 1 and not roles().get(word.text)


def _takes_object(word: Token) -> bool:
    return plays(word, "govern") and not plays(word, "pivot") and not plays(word, "noun")


def _is_governed_act(words: Sequence[Token], i: int) -> bool:
    """Say whether the verb at `i` is the object of another verb (收到各类投诉举报1246件)."""
    if _is_unlisted(words[i]) and _takes_object(words[i - 1]):
        return True
    acts = plays(words[i], "either") and not plays(words[i], "govern")
    return acts and any(plays(word, "make") for word in words[max(0, i - 3) : i])


def _is_weak(word: Token, *, act: bool) -> bool:
    return (not act and _names_an_act(word)) or (
        len(word.text) == 1 and (word.tag in ("a", "d", "ad", "v") or word.text in "日月年")
    )


def _names_an_act(word: Token) -> bool:
    named = plays(word, "money") or plays(word, "noun") or word.text[-1] in "费款金额税价率量"
    return not named and (is_verblike(word) or plays(word, "govern"))


def _is_suffix(words: Sequence[Token], i: int) -> bool:
    """Say whether the dictionary cut the last sign off a compound (砂石|料, 充电|桩)."""
    word = words[i]
    return (
        len(word.text) == 1
        and bool(HAN.match(word.text))
        and word.tag in "vqagn"
        and not plays(word, "govern")
        and len(words[i - 1].text) > 1
    )


def _is_scope(word: Token, *, last: bool) -> bool:
    if word.tag == "ns" and last:
        return bool(_SCOPE.search(word.text)) or len(word.text) < 3 or is_place(word.text)
    return (
        bool(_SCOPE.search(word.text))
        or word.text in ("全年", "当年", "方面")
        or word.tag in ("ns", "t")
        or word.text in _JOIN
        or word.tag == "bracket"
    )


def _sum_or_act(words: list[Token]) -> Phrase | None:
    """Read a verb before a number as a noun: a sum (捐款), or the object of another verb (追回欠薪, 开展巡查)."""
    if not words or not (is_verblike(words[-1]) or plays(words[-1], "money")):
        return None
    last = words[-1]
    governed = len(words) > 1 and plays(words[-2], "govern") and last.tag in ("v", "vn") and not plays(last, "govern")
    if governed or plays(last, "money"):
        return Phrase(last.start, last.end, last.text)
    return None


def _leans(words: Sequence[Token], i: int) -> bool:
    """Say whether the verb at `i` and the last noun are one compound (测温枪, 参演人员, 城镇登记失业率)."""
    verb, noun = words[i], words[i + 1]
    if len(noun.text) == 1 and plays(noun, "head") and len(verb.text) > 1:
        return True
    if noun.text[-1] in "率额量" and is_modifier(verb):
        return True
    return i == 0 and is_person(noun.text) and not plays(verb, "govern") and not plays(verb, "pivot")


def _bound(word: Token) -> bool:
    """Say whether a noun leans on the verb before it (捐款人数, 补助标准, 脱贫率)."""
    return plays(word, "bound")
