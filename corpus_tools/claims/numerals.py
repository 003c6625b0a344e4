"""Numerals of every form, Arabic, Chinese, mixed and financial, with their hedges, as exact decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.claims.hedges import Approx, hedged
from corpus_tools.claims.units import read_unit

if TYPE_CHECKING:
    import pandas as pd

DIGITS = dict(
    zip("〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖", [0, 0, 1, 2, 2, *range(3, 10), *range(1, 10)], strict=True)
)
POWERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
TENS = {"廿": 20, "卅": 30}
FOLD = str.maketrans("０１２３４５６７８９．％：", "0123456789.%:")
LONGEST_ARABIC = 15

_ARABIC = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009]\d{3})+(?![\d ])|\d+(?:\.\d+)?")
_START = re.compile(r"[0-9〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿億廿卅数几成半过翻]")
_RUN = re.compile(r"[0-9〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿億廿卅]{25,}")
_MORE = re.compile(r"[ \u00a0]?(?:多|余|來|来(?![自到源临了回往访电信源])|几|好几)")
_IDIOM = re.compile(r"数以([十百千万亿]{1,2})计|成([百千万])上([千万])|几[十百千万]+上[百千万]")
_NO_POWER = re.compile(
    r"[千百](?=克|米(?!饭)|瓦|伏|卡|帕|赫|分点|姓|货|科|合|灵|叶|草|鸟|花|般|里|日|秋|斤顶)|[万千](?=方百计|众一心|无一失)"
)
_FRACTION = re.compile(r"([百千万])分之|分之")
_PERCENT = re.compile(r"[ \u00a0]?([%‰])")
_TURN = re.compile(r"翻了?(近)?([一两二三四五1-5])?番")
_HALF = re.compile(r"半数|一半|大半|(?<=近)半(?=[，,。；;、])")
_RANGE = re.compile(r"[ \u00a0]?(?:[-—–−~～〜至到]|——|--)[ \u00a0]?")
_LINK_BEHIND, _LINK_BEFORE = re.compile(r"[-—–−]\d"), re.compile(r"\d[-—–−]")
_POINT = re.compile(r"点([〇零一二三四五六七八九]+)([十百千万亿]*)(?=[%个公千平立吨米亩元斤度倍]|$|[，,。；;、）)])")


class Numeral(NamedTuple):
    """A numeral in a text: its span with its hedges, its value, and the unit that lies in the numeral itself.

    `core` is where the digits begin; `approx` is the bound that the hedges set; `bare` tells a multiplier without a
    digit before it (千名); `unit` is ``%`` for 15%, 百分之十五 and 八成, 倍 for 翻一番, else None.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    approx: Approx
    text: str
    unit: str | None = None
    core: int = 0
    bare: bool = False


def find_numerals(text: str) -> pd.DataFrame:
    """Return the numerals in a text, whatever they count, with exact values.

    Parameters
    ----------
    text
        A Chinese text; full-width digits, separators and percent signs are read as well.

    Returns
    -------
    pandas.DataFrame
        start, end (half-open, with the hedges that touch the numeral), value and value_max (`decimal.Decimal`;
        value_max is None unless the numeral is a range), approx (exact, more_than, about, less_than), text, unit
        (``%`` where the numeral is a share, 倍 where it is a doubling, else None). A bound such as 5500多 keeps the
        stated value.

    Examples
    --------
    >>> find_numerals("筹集575.45万元，5500多个")[["value", "approx"]].values.tolist()
    [[Decimal('5754500'), 'exact'], [Decimal('5500'), 'more_than']]
    >>> find_numerals("三万二千亩、四五十人")[["value", "value_max"]].values.tolist()
    [[Decimal('32000'), None], [Decimal('40'), Decimal('50')]]
    """
    import pandas as pd

    columns = ["start", "end", "value", "value_max", "approx", "text", "unit"]
    found = [tuple(getattr(numeral, name) for name in columns) for numeral in scan(text)]
    table = pd.DataFrame(found, columns=columns)
    return table.astype({"value": object, "value_max": object, "unit": object})


def scan(text: str) -> tuple[Numeral, ...]:
    """Return the numerals of `text` from left to right; ranges are joined, hedges are read on both sides."""
    folded = text.translate(FOLD)
    joined: list[Numeral] = []
    for numeral in _atoms(folded):
        last = joined[-1] if joined else None
        merged = _as_range(folded, last, numeral) if last else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(numeral)
    return tuple(_with_hedges(folded, text, numeral) for numeral in joined)


def _atoms(text: str) -> Iterator[Numeral]:
    position = 0
    while found := _START.search(text, position):
        position = found.start()
        if long := _RUN.match(text, position):
            position = long.end()
            continue
        numeral = _special(text, position)
        if numeral is None and (plain := _plain(text, position)):
            numeral = _share(text, plain)
        if numeral:
            yield numeral
        position = numeral.end if numeral else max(position + 1, _parts(text, position)[1])


def _special(text: str, start: int) -> Numeral | None:
    if found := _IDIOM.match(text, start):
        power = found[1] or found[2] or found[0][1]
        value = Decimal(1).scaleb(sum(POWERS[sign] for sign in power))
        return Numeral(start, found.end(), value, None, "more_than", found[0], None, start, True)
    if found := _TURN.match(text, start):
        times = DIGITS.get(found[2]) or int(found[2]) if found[2] else 1
        bound: Approx = "less_than" if found[1] else "exact"
        return Numeral(start, found.end(), Decimal(2) ** times, None, bound, found[0], "倍", start)
    if found := _HALF.match(text, start):
        return Numeral(start, found.end(), Decimal(50), None, "exact", found[0], "%", start)
    if text.startswith("百分之百", start):
        return Numeral(start, start + 4, Decimal(100), None, "exact", "百分之百", "%", start)
    if text.startswith("过半", start):
        return Numeral(
            start, start + 2 + text.startswith("数", start + 2), Decimal(50), None, "more_than", "过半", "%", start
        )
    if found := _FRACTION.match(text, start):
        share = _plain(text, found.end())
        if share and found[1]:
            scale = Decimal(100).scaleb(-POWERS[found[1]])
            high = share.value_max * scale if share.value_max else None
            return share._replace(start=start, value=share.value * scale, value_max=high, unit="%", core=start)
    return None


def _plain(text: str, start: int) -> Numeral | None:
    parts, end, more = _parts(text, start)
    if not parts:
        return None
    value, value_max = _evaluate(parts)
    if value is None:
        return None
    bare = isinstance(parts[0], int)
    if point := _POINT.match(text, end) if isinstance(parts[-1], _Digit) and parts[-1].single else None:
        value += Decimal("0." + "".join(str(DIGITS[sign]) for sign in point[1]))
        value, end = value.scaleb(sum(POWERS[sign] for sign in point[2])), point.end()
    approx: Approx = more or ("about" if bare and parts[0] != 1 else "exact")
    return Numeral(start, end, value, value_max, approx, text[start:end], None, start, bare)


def _share(text: str, numeral: Numeral) -> Numeral:
    """Read %, 成 and 分之 behind a numeral."""
    end = numeral.end
    if found := _PERCENT.match(text, end):
        return numeral._replace(end=found.end(), unit=found[1])
    if (
        numeral.value < 10
        and not numeral.bare
        and text.startswith("成", end)
        and not re.match("[立员功为果员熟长都本绩人]", text[end + 1 : end + 2])
    ):
        tail = text[end + 1 : end + 2]
        half = (
            Decimal(5)
            if tail == "半"
            else Decimal(DIGITS.get(tail, 0))
            if tail not in ("两", "〇", "零")
            else Decimal(0)
        )
        high = numeral.value_max * 10 if numeral.value_max else None
        return numeral._replace(end=end + 1 + bool(half), value=numeral.value * 10 + half, value_max=high, unit="%")
    if text.startswith("分之", end) and (share := _plain(text, end + 2)) and share.unit is None and numeral.value:
        value = share.value * 100 / numeral.value
        return numeral._replace(end=share.end, value=value, unit="%")
    return numeral


class _Digit(NamedTuple):
    value: Decimal
    single: bool
    zero: bool = False


def _parts(text: str, start: int) -> tuple[list[_Digit | int], int, Approx | None]:
    """Split the longest numeral at `start` into digits and powers of ten; say where it ends and what 多, 来 make it."""
    parts: list[_Digit | int] = []
    end = start
    more: Approx | None = None
    if (
        text.startswith(("数", "几"), start)
        and text[start + 1 : start + 2] in tuple(POWERS)
        and not _counts_something(text, start)
    ):
        end, more = start + 1, "more_than"
    while end < len(text):
        sign, last = text[end], parts[-1] if parts else None
        if sign in POWERS:
            if _NO_POWER.match(text, end):
                break
            parts.append(POWERS[sign])
            end += 1
        elif sign.isdecimal() and not isinstance(last, _Digit) and (found := _ARABIC.match(text, end)):
            digits = re.sub(r"[,， \u00a0\u2009]", "", found[0])
            if len(digits) > LONGEST_ARABIC or (digits[0] == "0" and digits[1:2].isdecimal()):
                return [], found.end(), None
            parts.append(_Digit(Decimal(digits), len(digits) == 1))
            end = found.end()
        elif sign in DIGITS and not (isinstance(last, _Digit) and not last.single):
            parts.append(_Digit(Decimal(DIGITS[sign]), True, DIGITS[sign] == 0))
            end += 1
        elif sign in TENS and not parts:
            parts += [_Digit(Decimal(TENS[sign] // 10), True), 1]
            end += 1
        elif parts and not more and (found := _MORE.match(text, end)) and _more_fits(text, found, last):
            more, end = "about" if found[0].strip() in ("来", "來") else "more_than", found.end()
        elif parts and sign in " \u00a0" and text[end + 1 : end + 2] in tuple("万亿") and isinstance(last, _Digit):
            end += 1
        else:
            break
    return parts, end, more


def _counts_something(text: str, start: int) -> bool:
    """Say whether the 数 at `start` ends a word such as 人数."""
    return text[start] == "数" and start > 0 and text[start - 1] in "人户次件总个份天基倍多少半岁辆台单篇点指系分"


def _more_fits(text: str, found: re.Match[str], last: _Digit | int | None) -> bool:
    sign = found[0].strip()
    if sign in ("几", "好几"):
        return isinstance(last, int) and last == 1
    if sign in ("来", "來"):
        return isinstance(last, int) and last <= 4
    if (
        isinstance(last, _Digit)
        and last.single
        and last.value < 10
        and not text[found.end() : found.end() + 1].startswith(tuple("万亿千百"))
        and not (sign == "余" and text[found.start() - 1].isdecimal() and read_unit(text, found.end()))
    ):
        return False
    return not (sign == "余" and text.startswith(("额", "下", "热", "波", "姚", "杭"), found.end()))


def _evaluate(parts: list[_Digit | int]) -> tuple[Decimal | None, Decimal | None]:
    """Return the value of a numeral and, for 四五十 and 七八, its upper end."""
    pairs = [i for i in range(len(parts) - 1) if isinstance(parts[i], _Digit) and isinstance(parts[i + 1], _Digit)]
    pairs = [i for i in pairs if not parts[i].zero]  # type: ignore[union-attr]
    if not pairs:
        return _sum(parts), None
    first, second = parts[pairs[0]], parts[pairs[0] + 1]
    assert isinstance(first, _Digit)
    assert isinstance(second, _Digit)
    step = second.value - first.value
    if len(pairs) > 1 or not (step == 1 or (first.value == 3 and second.value == 5)):
        return None, None
    i = pairs[0]
    low, high = _sum(parts[: i + 1] + parts[i + 2 :]), _sum(parts[:i] + parts[i + 1 :])
    return (low, high) if low < high else (None, None)


def _sum(parts: list[_Digit | int]) -> Decimal:
    total = section = Decimal(0)
    digit: Decimal | None = None
    power, after_zero = 0, False
    for part in parts:
        if isinstance(part, _Digit):
            digit, after_zero, single = part.value, after_zero or part.zero, part.single
            continue
        after_zero = False
        power = part
        if part < 4:
            section += (Decimal(1) if digit is None else digit).scaleb(part)
        elif part == 4:
            section += digit or 0
            total += (section or Decimal(1)).scaleb(4)
            section = Decimal(0)
        else:
            whole = total + section + (digit or 0)
            total, section = (whole or Decimal(1)).scaleb(8), Decimal(0)
        digit = None
    if digit is None:
        return total + section
    if power and single and not after_zero:
        return total + section + digit.scaleb(power - 1)
    return total + section + digit


def _as_range(text: str, first: Numeral, second: Numeral) -> Numeral | None:
    """Join two numerals that are the ends of a range; a scale or unit at the second end holds for both."""
    if first.value_max is not None or second.value_max is not None or second.start - first.end > 6:
        return None
    behind = first.end
    inner = read_unit(text, behind)
    dash = _RANGE.fullmatch(text, behind, second.start)
    if not dash and inner and (dash := _RANGE.fullmatch(text, inner.end, second.start)):
        outer = read_unit(text, second.end)
        if not outer or outer.unit != inner.unit:
            return None
    if not dash or first.unit not in (None, second.unit):
        return None
    low = _scaled_alike(first.value, second.value, second.text)
    if not low < second.value or re.match(r"[A-Za-z]", text[first.start - 1 : first.start]):
        return None
    if (
        text[first.start : first.end].isdecimal()
        and dash[0].strip() in "-—–−"
        and (
            _LINK_BEHIND.match(text, second.end) or _LINK_BEFORE.fullmatch(text[max(0, first.start - 2) : first.start])
        )
    ):
        return None
    text = text[first.start : second.end]
    return second._replace(start=first.start, core=first.core, value=low, value_max=second.value, text=text)


def _scaled_alike(low: Decimal, high: Decimal, text: str) -> Decimal:
    found = re.search(r"[十百千万亿]+$", text)
    if not found:
        return low
    scaled = low.scaleb(sum(POWERS[sign] for sign in found[0]))
    return scaled if (low < 1000 and scaled < high and not low.scaleb(-2) >= 1) or scaled < high <= scaled * 20 else low


def _plainly(value: Decimal) -> Decimal:
    return Decimal(f"{value:f}")


def _with_hedges(folded: str, text: str, numeral: Numeral) -> Numeral:
    start, end, approx = hedged(folded, numeral.start, numeral.end, numeral.approx, bare=numeral.bare)
    value_max = _plainly(numeral.value_max) if numeral.value_max is not None else None
    return Numeral(start, end, _plainly(numeral.value), value_max, approx, text[start:end], *numeral[6:])
