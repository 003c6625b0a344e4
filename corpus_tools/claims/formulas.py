"""Numbered formulas in running text: which words with a number in them are a slogan, and which numbers they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.wording import (
    CLASSIFIER,
    DIGIT,
    HAN,
    HIDDEN,
    HUNDREDS,
    NUMBER,
    SEPARATORS,
    WORD,
    any_of,
    compact,
    hide_idioms,
    idioms,
    national_formulas,
    value_of,
    words,
)

CN = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两双])"
MOST_KEYED = 12
"""The largest number before a key word that is read as a formula without quotation marks (五个到位, not 20个先进…)."""
PART = re.compile(r"\D{1,2}[^\d天日月年岁周时分秒元点夜人户家位]$")
"""A quantity that may be one part of a compound: 五度 of 五心五度, 两册 of 一表两册."""
PARTICLES = re.compile("[我你您他她它们了吗吧呢啊。！？!?；;：:《》]")
COUNTED = re.compile(
    f"一[日天]{NUMBER}{WORD}|.*十[佳强].*|十大.*(?:案例|事件|新闻|人物|工匠|景区|景点|企业|产品)"
    r"|.*(?:周|星期)[一二三四五六日].*|\d0后.*|一\w+、二\w+(?:、[三四五六]\w+)*"
    r"|一\w多\w(?:[、，]一\w多\w)*|[一二两三]人\w{1,4}(?:[、，][一二两三四五]人\w{1,4})+"
)
"""Visits a day, awards, days, generations, what counts on, 一人多岗: 一日两访, 十佳企业, 周二夜学, 90后, 一问、二析."""
DIGITS = re.compile(r"[1-9]{2,8}[NXn]|[1-9]{3,8}[+＋][NXn]|[1-9](?:[.．·-][1-9]){2,}")
QUOTES = [re.compile(f"{left}([^{left}{right}\n]*){right}") for left, right in ("“”", "‘’", "「」", "『』", '""')]


def formulas(text: str) -> list[Formula]:
    """Return the numbered formulas of a text in order of place; none overlaps another.

    Values and slogans both ask for those of a document, so that they are kept for a while.

    Examples
    --------
    >>> [(f.text, f.numbers) for f in formulas("落实“一岗三责十措施”，打好“6789”组合拳，成立三个工作组。")]
    [('一岗三责十措施', (1, 3, 10)), ('6789', (6, 7, 8, 9))]
    """
    return list(_formulas(text))


@lru_cache(maxsize=1 << 10)
def _formulas(text: str) -> tuple[Formula, ...]:
    hidden = hide_idioms(text)
    found: list[Formula] = []
    for rule in (
        *(_quoted, _half_quoted, _announced, _summed_up, _national, _levels),
        *(_systems, _sums, _chains, _rows, _named, _headed),
    ):
        taken = sorted((formula.outer for formula in found), reverse=True)
        hidden = _blot(hidden, taken)
        found += _apart(rule(text, hidden))
    found += _repeated(text, _blot(hidden, sorted((formula.outer for formula in found), reverse=True)), found)
    return tuple(sorted(found))


def _blot(hidden: str, spans: list[tuple[int, int]]) -> str:
    parts, behind = [], len(hidden)
    for start, end in spans:
        parts += [hidden[end:behind], HIDDEN * (end - start)]
        behind = start
    return "".join([*parts, hidden[:behind]][::-1])


def _apart(found: Iterator[Formula]) -> list[Formula]:
    kept: list[Formula] = []
    for formula in sorted(found, key=lambda f: (f.outer[0], -f.outer[1])):
        if not kept or formula.outer[0] >= kept[-1].outer[1]:
            kept.append(formula)
    return kept


def _quoted(text: str, hidden: str) -> Iterator[Formula]:
    for pattern in QUOTES:
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if start < end <= start + 30 and (numbers := read_quoted(text, hidden, start, end)):
                yield Formula(start, end, match.span(), text[start:end], numbers, "slogan")


def read_quoted(text: str, hidden: str, start: int, end: int) -> tuple[int, ...]:
    """Return the numbers of what stands in quotation marks at ``text[start:end]``, or none if it is no formula."""
    content = text[start:end]
    is_named = re.match(f"{WORD}{{0,3}}?{any_of('head')}", text[end + 1 : end + 11])
    if DIGITS.fullmatch(content):
        return tuple(int(digit) for digit in content if digit.isdecimal())
    if joined := re.fullmatch(f"({NUMBER})(?![个位]){WORD}一(?:度|律师?)", content):
        return value_of(joined[1]), 1
    if paired := re.fullmatch(f"({CN})({CN})(?:制|{any_of('head')})", hidden[start:end]):
        return value_of(paired[1]), value_of(paired[2])
    if re.fullmatch(r"[1-9]{2,8}", content):
        plain = len(content) > 2 and content not in idioms() and content[:2] not in ("19", "20")
        return tuple(map(int, content)) if is_named or plain else ()
    if re.fullmatch("[一二三四五六七八九]{3,6}", content) and content not in idioms():
        return tuple(DIGIT[numeral] for numeral in content) if set(hidden[start:end]) != {HIDDEN} else ()
    if content in national_formulas():
        return national_formulas()[content].numbers
    if is_named and content not in idioms() and re.fullmatch(f"{NUMBER}(?![天日月年岁夜时]){WORD}", content):
        return (value_of(content[:-1]),)
    if content in idioms() or PARTICLES.search(content) or COUNTED.fullmatch(content):
        return ()
    if articles := re.fullmatch(f"({NUMBER})条", content):
        return (value_of(articles[1]),) if value_of(articles[1]) > MOST_KEYED - 3 else ()
    if SUM.fullmatch(content):
        return sum_numbers(content)
    is_chain = re.fullmatch(rf"(?:{CN}{WORD}{{1,3}}[、 ]?){{2,}}", content) or _is_named(content, hidden[start:end])
    is_chain = is_chain and {*hidden[start:end]} != {HIDDEN}
    found = read_units(hidden[start:end])
    is_set = found and content[-2:] in idioms()
    return max(found, read_units(content), key=len) if is_chain and not is_set else found


def _is_named(content: str, hidden: str) -> bool:
    """Return whether two characters that are else a name are the number of a formula: 八步工作法, 五环联动."""
    place = re.match(f"{HIDDEN}{HIDDEN}[^{HIDDEN}]{{2,6}}$", hidden)
    return (
        bool(place)
        and content[1] not in "天日年月岁夜时"
        and (len(content) == 4 or bool(re.search(f"{any_of('head')}$", content)))
    )


def read_units(content: str) -> tuple[int, ...]:
    """Return the numbers of a formula such as 三看四比五带头, with idioms blotted out; none if it is a quantity."""
    tokens = list(re.finditer(NUMBER, content))
    if trait := re.fullmatch(f"({NUMBER})(?:[多度]|个({NUMBER}))", content):
        return (value_of(trait[1]), *([value_of(trait[2])] if (trait[2] or "一") != "一" else []))
    if (ones := re.fullmatch(f"({NUMBER})[个大项]一{WORD}{{0,3}}", content)) and value_of(ones[1]) > 1:
        return (value_of(ones[1]),)
    if not tokens or tokens[0].start() > 6:
        return ()
    numbers, quantities = [], 0
    ends = [token.start() for token in tokens[1:]] + [len(content)]
    for token, end in zip(tokens, ends, strict=True):
        word = content[token.end() : end].strip(SEPARATORS)
        if not word and token[0] == "一" and content[: token.start()].endswith(("个", "大")):
            continue
        if (
            not word
            and token[0] == "一"
            and end == len(content)
            and re.search(f"{NUMBER}{HAN}$", content[: token.start()])
        ):
            numbers.append(1)
            continue
        is_trait = word == "多" and numbers
        is_quantity = _is_quantity(token[0], word) and not is_trait
        quantities += is_quantity
        if not word or len(word) > 10 or (is_quantity and (len(tokens) == 1 or not PART.match(token[0] + word))):
            return ()
        numbers.append(value_of(token[0]))
    is_some = set(numbers) == {1} and (len(numbers) < 3 or quantities) and "多" not in content
    is_count = 2 * quantities > len(tokens) or is_some
    return () if is_count else tuple(numbers)


def _is_quantity(numeral: str, word: str) -> bool:
    if word.startswith(words("measure")) or word in "个项大种类道把支本人家位口":
        return True
    return numeral.isdecimal() and word.startswith(words("counter")) and not re.match(CLASSIFIER + ".", word)


ADDEND = rf"{WORD}{{0,6}}(?:{NUMBER}(?:[个大项]一)?|{HUNDREDS}|[NXn])?{WORD}{{0,8}}"
SUM = re.compile(rf"{ADDEND}(?:[+＋](?=.){ADDEND})+")
BARE_SUM = re.compile(rf"(?<![\dA-Za-z+.]){NUMBER}(?:[+＋](?:{NUMBER}|[NXn]))+(?![\dA-Za-z+%>=＞])")


def sum_numbers(content: str) -> tuple[int, ...]:
    """Return the addends of a sum, which is a list: ``5+5+5`` is three fives; ``N`` is no number."""
    return tuple(
        value_of(match[0]) for match in re.finditer(f"(?<![个大项])(?:{HUNDREDS}|{NUMBER})", hide_idioms(content))
    )


def _sums(text: str, hidden: str) -> Iterator[Formula]:
    for match in BARE_SUM.finditer(hidden):
        if re.match(any_of("head"), hidden[match.end() : match.end() + 6]) or match[0][-1] in "NXn":
            yield _bare(text, *match.span(), sum_numbers(match[0]))
    for match in re.finditer(rf"(?<![\d.])[1-9]{{3,8}}(?={any_of('head')})", hidden):
        if not match[0].startswith(("19", "20")):
            yield _bare(text, *match.span(), tuple(map(int, match[0])))


def _half_quoted(text: str, hidden: str) -> Iterator[Formula]:
    pattern = rf"(?<![\d.第说])(?<!说了)({NUMBER})({CLASSIFIER}|[步招]?)(?=[“‘「])[“‘「]([^“”‘’「」\n]{{1,10}})[”’」]"
    for match in re.finditer(pattern, hidden):
        value, classifier, content = value_of(match[1]), match[2], match[3]
        counted = classifier in ("个", "支", "类", "种", "本", "把", "") and content.endswith(words("thing"))
        if 1 < value <= MOST_KEYED and not counted and (content == "一" or not re.search(NUMBER, content)):
            yield _bare(text, *match.span(), (value,))


def _announced(text: str, hidden: str) -> Iterator[Formula]:
    """Find a number that counts the list quoted right before it: “防、查、改”三字诀."""
    pattern = rf"“([^“”\n]{{2,60}})”({NUMBER})({WORD}{{1,6}})"
    for match in re.finditer(pattern, hidden):
        items = [item for item in re.split("[、+＋，,；;—→/ 　]", match[1]) if item]
        items = chunks(match[1], value_of(match[2])) or items if len(items) == 1 else items
        head = re.match(rf"({WORD}{{1,4}}?)(?:{any_of('head')}|$)", match[3])
        word = head[1] if head else match[3][:3]
        word = match[3][:3] if word == "大" else word
        is_counted = re.match("[个项]", word) or _is_quantity(match[2], word)
        is_apart = {*map(len, items)} == {1} and not re.match("[个大]?(?:方面|问题|部门|地方|方向)", match[3])
        if 1 < len(items) == value_of(match[2]) and (is_apart or not is_counted):
            yield _bare(text, match.start(2), match.start(3) + len(word), (len(items),))


def chunks(run: str, number: int) -> list[str]:
    """Return the members of a list without signs: single characters, or stretches of one length that share an end.

    Examples
    --------
    >>> chunks("红黄蓝", 3), chunks("人防物防技防", 3), chunks("防汛救灾指挥部", 3)
    (['红', '黄', '蓝'], ['人防', '物防', '技防'], [])
    """
    size, rest = divmod(len(run), number)
    if rest or not 0 < size < 5:
        return []
    found = [run[at : at + size] for at in range(0, len(run), size)]
    shares_end = len({chunk[0] for chunk in found}) == 1 or len({chunk[-1] for chunk in found}) == 1
    return found if size == 1 or shares_end else []


def _summed_up(text: str, hidden: str) -> Iterator[Formula]:
    """Find a number that counts the list right before it, all items with its word: 人防、物防、技防三防并举."""
    for match in re.finditer(rf"(?:{WORD}{{1,8}}、){{1,11}}{WORD}{{1,8}}?({NUMBER})大?({WORD})({WORD}*)", hidden):
        items = hidden[match.start() : match.start(1)].split("、")
        word = match[2]
        if (
            len(items) == value_of(match[1]) > 1
            and all(word in item[1:] for item in items)
            and not _counts(match[1], word)
        ):
            named = match.end(3) if len(match[3]) < 3 else match.end(2)
            yield _bare(text, match.start(1), named, (len(items),))


def _counts(numeral: str, word: str) -> bool:
    return _is_quantity(numeral, word) or word in words("counter") or bool(re.match(any_of("admin"), word))


def _national(text: str, hidden: str) -> Iterator[Formula]:
    for match in _national_pattern().finditer(hidden):
        if hidden[match.start() - 1 : match.start()] in {*DIGIT, "第"} - {"双"}:
            continue
        row = national_formulas()[compact(match[0])]
        yield _bare(text, *match.span(), row.numbers)


@cache
def _national_pattern() -> re.Pattern[str]:
    rows = sorted((row.formula for row in national_formulas().values() if row.bare), key=lambda row: (-len(row), row))
    gap = f"[{re.escape(SEPARATORS[:-2])}]?"
    return re.compile("|".join(re.sub(f"(?<=.)(?={NUMBER})", lambda _: gap, re.escape(row)) for row in rows))


def _systems(text: str, hidden: str) -> Iterator[Formula]:
    campaign = "(?:保卫战|行动|工程|攻坚战|战役|振兴|计划|专项|攻坚|提升|革命)"
    pattern = rf"(?<![第\d])({NUMBER})(?:位{HIDDEN}{{2}}|大{WORD}{{0,4}}?{campaign})"
    for match in re.finditer(pattern, hidden):
        if value_of(match[1]) > 1:
            yield _bare(text, *match.span(), (value_of(match[1]),))
    joined = "(?:[联并共同齐](?:动|举|建|创|治|防|调|抓|管|重|进|享|推|商)|融合)"
    coloured = "色(?:管理|分类|预警|标识)"
    for match in re.finditer(rf"(?<![第\d])({NUMBER})(?:[^\W地市县省国家人\d]{joined}|{coloured})", hidden):
        if value_of(match[1]) > 1:
            yield _bare(text, *match.span(), (value_of(match[1]),))
    for match in re.finditer(rf"(?<![第\d])({NUMBER})个({any_of('key')})({WORD}{{0,2}})", hidden):
        if 1 < value_of(match[1]) <= MOST_KEYED:
            end = match.end() if match[2] in ("不", "有") else match.end(2)
            yield _bare(text, match.start(), end, (value_of(match[1]),))


def _levels(text: str, hidden: str) -> Iterator[Formula]:
    admin = any_of("admin")
    listed = rf"(?:{admin}(?:[（(]{admin}[）)])?[、/]?){{2,12}}+"
    pattern = (
        rf"(?<![第\d])(?:(?P<members>(?<!{HIDDEN}){listed}))?(?P<number>[三四五六七八3-8])级(?P<tail>{WORD}{{0,8}})"
    )
    for match in re.finditer(pattern, hidden):
        tier = re.match(rf".{{0,4}}?{any_of('tier')}", match["tail"])
        if not match["members"] and not tier:
            continue
        value = value_of(match["number"])
        members = level_members(match["members"] or "", value)
        if not members and not tier:
            continue
        start = match.start() if members else match.start("number")
        end = match.end("number") + 1 + (tier.end() if tier and not members else 0)
        yield Formula(start, end, (start, end), text[start:end], (value,), "level")


def level_members(listed: str, number: int) -> tuple[str, ...]:
    """Return the levels that are named before N级, as many as the number says.

    Examples
    --------
    >>> level_members("县镇村", 3), level_members("市、区、街道、社区", 4), level_members("村社", 3)
    (('县', '镇', '村'), ('市', '区', '街道', '社区'), ())
    """
    parts = [part for part in re.split("[、/]", listed) if part]
    if len(parts) == number:
        return tuple(parts)
    single = re.findall(any_of("admin"), listed)
    for candidate in (single, re.findall("街道|乡镇|镇街|社区|网格|楼栋|小区|[\u4e00-\u9fff]", listed)):
        if len(candidate) == number:
            return tuple(candidate)
    return ()


def _chains(text: str, hidden: str) -> Iterator[Formula]:
    """Find parts in a row without quotation marks: 四议两公开, 三会一课."""
    for match in _chain_pattern().finditer(hidden):
        units = re.findall(rf"{CN}({WORD}+)", match[0])
        last = _last_unit(units)
        numbers = read_units(match[0][: len(match[0]) - len(units[-1])] + last)
        if len(numbers) > 1 and last and not last.startswith(words("counter")):
            yield _bare(text, match.start(), match.end() - len(units[-1]) + len(last), numbers)


@cache
def _chain_pattern() -> re.Pattern[str]:
    part = rf"{CN}(?!{any_of('counter')}|{any_of('measure')}){WORD}{{1,3}}?"
    return re.compile(rf"(?<![第\d个百千万{HIDDEN}])(?:{part}){{1,5}}(?={CN}){CN}{WORD}+")


def _last_unit(units: list[str]) -> str:
    run = units[-1]
    head = re.match(rf"({WORD}{{1,3}}?){any_of('head')}", run)
    if head:
        return head[1]
    return run if len(run) <= 2 else run[: len(units[-2])]


def _rows(text: str, hidden: str) -> Iterator[Formula]:
    unit = rf"[二三四五六七八九十两双](?!{any_of('counter')}|{any_of('measure')}){WORD}{{1,4}}"
    for match in re.finditer(rf"(?<![{HIDDEN}\u4e00-\u9fff\d]){unit}(?:[、，,]{unit})+(?![\u4e00-\u9fff])", hidden):
        numbers = read_units(match[0])
        if numbers and numbers != tuple(range(2, 2 + len(numbers))):
            yield _bare(text, *match.span(), numbers)


def _repeated(text: str, hidden: str, found: list[Formula]) -> list[Formula]:
    """Find what a text names in quotation marks and glosses without them: 五个新提升，就是…; 四必到，即…."""
    again = [one for one in found if one.kind == "slogan" and text.find(one.text) < text.rfind(one.text)]
    known = {one.text: one.numbers for one in again if re.search("[\u4e00-\u9fff]{2}", one.text)}
    if not known:
        return []
    name = "|".join(map(re.escape, sorted(known, key=lambda text: (-len(text), text))))
    pattern = rf"(?<![^\s。；;：:！!？?])(?:{name})(?=[，,]?(?:就是|即|是指|指的是|是|包括)|[：:。])"
    places = (match.span() for match in re.finditer(pattern, text))
    return [_bare(text, *span, known[text[slice(*span)]]) for span in places if HIDDEN * 2 not in hidden[slice(*span)]]


def _headed(text: str, hidden: str) -> Iterator[Formula]:
    """Find a name before a colon or 即 whose character recurs behind it as often as it says: 三查：查水、查电、查气."""
    number = rf"(?<![第\d百千万{HIDDEN}])([三四五六七八九十])(?!{any_of('counter')}|{any_of('measure')})"
    for match in re.finditer(rf"{number}({WORD}{{1,3}}?)(?:[：:]|即|是?指(?![导挥标定南数示向战引]))", hidden):
        value, word = value_of(match[1]), match[2]
        behind = hidden[match.end() : match.end() + 40 * value]
        if max(behind.count(word[0]), behind.count(word[-1])) >= value:
            yield _bare(text, match.start(1), match.end(2), (value,))


def _named(text: str, hidden: str) -> Iterator[Formula]:
    """Find one part that the noun behind it tells from a count: 六步工作法, 双组长制."""
    for match in _name_pattern().finditer(hidden):
        if numbers := read_units(match[1]):
            yield _bare(text, *match.span(1), numbers)


@cache
def _name_pattern() -> re.Pattern[str]:
    method = "(?:工作法|组合拳|工作机制|工作模式|责任制|专项行动)"
    number = rf"(?:[三四五六七八九十]|双(?={WORD}{{1,2}}(?:制|机制)))(?!{any_of('counter')}|{any_of('measure')})"
    return re.compile(rf"(?<![第\d百千万])({number}{WORD}{{1,3}}?)({method}|(?<=双..)制)")


def _bare(text: str, start: int, end: int, numbers: tuple[int, ...]) -> Formula:
    return Formula(start, end, (start, end), text[start:end], numbers, "slogan")
