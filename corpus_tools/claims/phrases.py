"""Words around a number: cut, tagged, and told apart by the part that they can play."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.claims import lexicon
from corpus_tools.claims.lexicon import Token, is_person, roles, tag

_CHUNK = re.compile(
    r"(?P<quote>“[^”\n]{1,24}”|\"[^\"\n]{1,24}\"|‘[^’\n]{1,24}’)|(?P<title>《[^》\n]{1,60}》)|(?P<bracket>[（(][\u4e00-\u9fff、]{1,8}[）)])"
)
BREAK = re.compile(r"[，,。；;！!？?：:\n（(）)“”\"《》…>|]")
_NOUN_TAGS = ("n", "j", "vn", "l", "s", "i", "eng", "b", "an", "quote", "title", "bracket", "z", "k", "h", "ng", "g")
HAN = re.compile(r"[\u3400-\u9fffA-Za-z]")
_ORGAN = re.compile(r"机关|部门|单位|中心|医院|学校|[大中支总]队$|公司|政府|集团|企业$|[局委院厅校处科所]$")
_PLACE = re.compile(r"[省市县区镇乡村屯旗盟州]$|街道$|社区$|小区$")
_NUMBER = re.compile(r"[0-9]|[〇零一二两三四五六七八九十百千万亿几数]+$")
_TIMELIKE = re.compile(r"今年|去年|目前|上年|昨日|当日|当天|同期|年初|截至|迄今")


class Phrase(NamedTuple):
    """A noun phrase in the text, the verb that governs it, and whether it is a quotation as a whole."""

    start: int
    end: int
    verb: str | None = None
    quoted: bool = False


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words of ``text[start:end]``; quotations, titles and short brackets are one token each."""
    found: list[Token] = []
    position = start
    for chunk in _CHUNK.finditer(text, start, end):
        found += _tagged(text, position, chunk.start())
        found.append(Token(chunk[0], chunk.lastgroup or "", chunk.start(), chunk.end()))
        position = chunk.end()
    return found + _tagged(text, position, end)


def _tagged(text: str, start: int, end: int) -> list[Token]:
    """Return the words of a plain stretch; a verb that the dictionary glues to its object is cut off (下达任务)."""
    found = []
    for word in tag(text[start:end], start):
        verb = word.text[:2]
        known = roles().get(verb, frozenset())
        if (
            len(word.text) > 3
            and "govern" in known
            and not ("noun" in known and word.tag[0] in "nj")
            and word.text not in lexicon.words("user_dictionary.txt")
        ):
            found += [Token(verb, "v", word.start, word.start + 2), Token(word.text[2:], "n", word.start + 2, word.end)]
        else:
            found.append(word)
    return found


def up_to_break(words: list[Token]) -> list[Token]:
    """Return the words before the first punctuation mark."""
    for i, word in enumerate(words):
        if BREAK.match(word.text) and word.tag not in ("quote", "title", "bracket"):
            return words[:i]
    return words


def since_break(words: list[Token]) -> list[Token]:
    """Return the words behind the last punctuation mark."""
    for i in range(len(words) - 1, -1, -1):
        if BREAK.match(words[i].text) and words[i].tag not in ("quote", "title", "bracket"):
            return words[i + 1 :]
    return words


def plays(word: Token, role: str) -> bool:
    """Say whether the word tables give a word this role."""
    return role in roles().get(word.text, frozenset())


def is_verb(word: Token) -> bool:
    """Say whether a word is a verb here, by the tables or by its part of speech."""
    if word.tag in ("v", "vd", "vi", "vq", "vg") or plays(word, "pivot"):
        return True
    return plays(word, "govern") and not (word.tag == "n" and plays(word, "noun"))


def is_nominal(word: Token) -> bool:
    """Say whether a word may stand inside a noun phrase."""
    if plays(word, "stop"):
        return False
    if plays(word, "head") or (word.tag == "t" and is_person(word.text)):
        return True
    if word.tag == "t":
        return False
    if word.tag in ("x", "m", "t", "zg", "a", "nr"):
        return bool(HAN.match(word.text)) and not _TIMELIKE.match(word.text) and not _NUMBER.match(word.text)
    return (word.tag.startswith(_NOUN_TAGS) and not is_verb(word)) or word.tag in ("quote", "title", "bracket")


def is_modifier(word: Token) -> bool:
    """Say whether a verb may also modify the noun behind it."""
    return plays(word, "either") or plays(word, "noun")


def is_verblike(word: Token) -> bool:
    """Say whether a word is a verb, or a noun made from one."""
    return is_verb(word) or word.tag == "vn" or plays(word, "either")


def verb_after(words: Sequence[Token], i: int) -> str | None:
    """Return the first verb from word `i` on."""
    return next((word.text for word in words[i:] if word.tag in ("v", "vn") and not plays(word, "stop")), None)


def last_verb(words: list[Token]) -> str | None:
    """Return the last verb of the words."""
    return next((word.text for word in reversed(words) if word.tag in ("v", "vn")), None)


def ends_in_verb(text: str, noun: Phrase) -> bool:
    """Say whether the last word of a phrase is a verb, so that it names no people, homes or firms."""
    last = tokens(text, noun.start, noun.end)[-1]
    return last.tag in ("v", "vn") and not plays(last, "head")


def is_intransitive(word: Token) -> bool:
    """Say whether a word is a verb that takes no object, or is not known to take one."""
    return (word.tag == "v" or plays(word, "either")) and not plays(word, "govern") and not plays(word, "pivot")


def is_organ(noun: str) -> bool:
    """Say whether a noun names an office or firm, which people belong to."""
    return bool(_ORGAN.search(noun))


def is_place(noun: str) -> bool:
    """Say whether a noun names a place rather than what is counted there."""
    return bool(_PLACE.search(noun))
