"""Words around a number: cut, tagged, and told apart by the part that they can play."""

from __future__ import annotations

import re
from itertools import takewhile

from corpus_tools.claims import lexicon
from corpus_tools.claims.lexicon import Token, is_person, roles, tag

_CHUNK = re.compile(
    r"(?P<quote>“[^”\n]{1,24}”|\"[^\"\n]{1,24}\"|‘[^’\n]{1,24}’|「[^」\n]{1,24}」)|(?P<title>《[^》\n]{1,60}》)"
    r"|(?P<bracket>[（(](?:[\u4e00-\u9fff、]{1,8}|[A-Za-z]{2,8})[）)])"
)
_NOUN_TAGS = ("n", "j", "vn", "l", "s", "i", "eng", "b", "an", "quote", "title", "bracket", "z", "k", "h", "ng", "g")
_HAN = re.compile(r"[\u3400-\u9fffA-Za-z]")
_ORGAN = re.compile(r"机关|部门|单位|中心|医院|学校|[大中支总]队$|公司|政府|集团|企业$|[局委院厅校处科所]$")
_PLACE = re.compile(r"[省市县区镇乡村屯旗盟州]$|街道$|社区$|小区$")
_NUMBER = re.compile(r"[0-9]|[〇零一二两三四五六七八九十百千万亿几数]+$")
_TIMELIKE = re.compile(r"今年|去年|目前|上年|昨日|当日|当天|同期|年初|截至|迄今")


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
        if len(word.text) > 3 and _is_glued(word):
            found += [
                Token(word.text[:2], "v", word.start, word.start + 2),
                Token(word.text[2:], "n", word.start + 2, word.end),
            ]
        else:
            found.append(word)
    return found


def _is_glued(word: Token) -> bool:
    known = roles().get(word.text[:2], frozenset())
    is_noun = "noun" in known and word.tag[0] in "nj"
    return "govern" in known and not is_noun and word.text not in lexicon.words("user_dictionary.txt")


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
    if word.tag in ("x", "m", "zg", "a", "nr"):
        return bool(_HAN.match(word.text)) and not _TIMELIKE.match(word.text) and not _NUMBER.match(word.text)
    return word.tag.startswith(_NOUN_TAGS) and not is_verb(word)


def nominals(text: str, start: int, end: int) -> str:
    """Return the nominal words that ``text[start:end]`` opens with.

    Examples
    --------
    >>> nominals("网格负责", 0, 4)
    '网格'
    """
    return "".join(word.text for word in takewhile(is_nominal, tokens(text, start, end)))


def is_organ(noun: str) -> bool:
    """Say whether a noun names an office or firm, which people belong to."""
    return bool(_ORGAN.search(noun))


def is_place(noun: str) -> bool:
    """Say whether a noun names a place rather than what is counted there."""
    return bool(_PLACE.search(noun))
