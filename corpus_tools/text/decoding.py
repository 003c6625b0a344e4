"""Bytes to text: which of the encodings of Chinese a file is in."""

from __future__ import annotations

import codecs
from collections import Counter
from functools import cache
from importlib.resources import files

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_SAMPLE = 6_000
_LOST = "\ufffd"
_MOST_BITS = 18
"""Most bits a character of what is taken for UTF-16 without a mark: Chinese has 9 to 12, random bytes more than 20."""


def decode(data: bytes, *, declared: str | None = None, hint: str | None = None) -> tuple[str, str]:
    """Return the text of `data`, character for character, and the encoding that it was read with.

    A byte order mark decides, then what is declared, then how Chinese the text would be in UTF-8, GB18030, Big5 with
    the Hong Kong supplement and UTF-16: the encoding is chosen in which the first 6,000 bytes are the least
    surprising, by the rarity of their characters. Line ends stay as they are; a byte order mark is left out.

    Parameters
    ----------
    data : bytes
        The whole file.
    declared : str, optional
        What somebody vouches for, such as a registry; it must hold. Subsets are read as their supersets (gb2312 as
        GB18030, big5 as Big5-HKSCS).
    hint : str, optional
        What the file says of itself, such as ``<meta charset>``; followed if all bytes agree.

    Returns
    -------
    text : str
        Bytes that are not valid, if they are few, stand as U+FFFD.
    encoding : str
        A name that ``bytes.decode`` knows.

    Raises
    ------
    ValueError
        If the declared encoding does not hold or is unknown, or no encoding fits.

    Examples
    --------
    >>> decode("疫情就是命令".encode("gbk"))
    ('疫情就是命令', 'gb18030')
    >>> decode("疫情就是命令".encode("utf-8-sig"))
    ('疫情就是命令', 'utf-8-sig')
    >>> decode("疫情".encode("gbk"), declared="utf-8")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: byte 0: invalid utf-8 byte 0xD2; declared as utf-8. Set encoding=gb18030 there if ...
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    if declared:
        return _as_declared(data, declared)
    hinted = _if_valid(data, hint) if hint else None
    return hinted or _plain_utf8(data) or _detected(data)


def whole_characters(text: str) -> str:
    r"""Return the text with the halves of surrogate pairs joined, and U+FFFD for those that have lost the other half.

    Examples
    --------
    >>> whole_characters("党\ud83d员\ud83d\ude00") == "党\ufffd员😀"
    True
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _as_declared(data: bytes, declared: str) -> tuple[str, str]:
    encoding = _known(declared)
    if encoding is None:
        raise ValueError(f"declared as {declared}, which is no encoding; expected one such as utf-8, gb18030, big5")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ValueError(
            f"byte {error.start}: invalid {encoding} byte 0x{data[error.start]:02X}; declared as {declared}. "
            f"Set encoding={_likeliest(data)} there if that is the file's encoding."
        ) from error


def _known(name: str) -> str | None:
    try:
        encoding = codecs.lookup(name.strip()).name
    except LookupError:
        return None
    return _SUPERSETS.get(encoding, encoding)


def _if_valid(data: bytes, name: str) -> tuple[str, str] | None:
    """Decode if the name is that of an encoding of Chinese and every byte is valid in it."""
    encoding = _known(name)
    if encoding not in _CANDIDATES[:-1]:
        return None
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _plain_utf8(data: bytes) -> tuple[str, str] | None:
    """Decode what can only be UTF-8: ASCII, or more sequences than another encoding makes by chance."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    surplus = len(data) - len(text)
    return (text, "utf-8") if "\0" not in text and (surplus == 0 or surplus > 24) else None


def _detected(data: bytes) -> tuple[str, str]:
    encoding = _likeliest(data)
    text = data.decode(encoding, errors="replace")
    lost, sample = text.count(_LOST), text[:_SAMPLE]
    strange = sum(character not in "\t\n\r\f" and character < " " for character in sample)
    chance = encoding.startswith("utf-16") and surprise(sample) > _MOST_BITS * len(sample)
    if lost * 50 > len(text) or strange * 50 > len(sample) or chance:
        found = "its characters look drawn by lot" if chance else f"{lost} of {len(text)} characters invalid"
        raise ValueError(
            f"no text encoding fits ({found} in {encoding}, the nearest); expected UTF-8, GB18030, Big5 or UTF-16. "
            "Save the file as UTF-8, or set encoding in the registry."
        )
    return text, encoding


def _likeliest(data: bytes) -> str:
    sample = data[: _SAMPLE + _SAMPLE % 2]
    fitting = [name for name in _CANDIDATES if not name.startswith("utf-16") or len(data) % 2 == 0]
    return min(fitting, key=lambda name: surprise(_sampled(sample, name, whole=len(sample) == len(data))))


def _sampled(sample: bytes, encoding: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample, final=whole)


def surprise(text: str) -> int:
    """Return how surprising a text would be as Chinese, in bits: the sum of the rarity of its characters.

    Examples
    --------
    >>> surprise("疫情就是命令") < surprise("鐤儏灏辨槸鍛戒护")
    True
    """
    return sum(n * bits(character) for character, n in Counter(text).items())


def bits(character: str) -> int:
    """Return the rarity of a character in Chinese text, in bits; 24 and more for what no clean text has."""
    known = _rarity().get(character)
    if known is not None:
        return known
    if character < "\x80":
        return 7 if character >= " " or character in "\t\n\r" else 24
    if character == _LOST:
        return 40
    if "\uff01" <= character <= "\uff5e":
        return 10
    if "\u2010" <= character <= "\u203b" or "\u2100" <= character <= "\u27bf" or "\u3001" <= character <= "\u301f":
        return 14
    return 14 if "\xa0" <= character <= "\xff" else 24


@cache
def common_characters(*, limit: int) -> str:
    """Return the Chinese characters of fewer bits than `limit`, most frequent first: those of everyday text."""
    return "".join(character for character, rarity in _rarity().items() if rarity < limit and character >= "\u3400")


@cache
def _rarity() -> dict[str, int]:
    lines = files("corpus_tools").joinpath("data/han_bits.tsv").read_text(encoding="utf-8").splitlines()[2:]
    rows = (line.split("\t") for line in lines)
    readings = dict.fromkeys("āēěīǐōǒūǔǎǖǘǚǜ", 14)
    marks = dict.fromkeys("，。、；：？！“”‘’（）《》〈〉【】…—·「」『』\u3000０１２３４５６７８９％", 8)
    return {character: int(rarity) for rarity, characters in rows for character in characters} | marks | readings
