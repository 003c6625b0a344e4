"""The place that a report is about: each mention votes, weighted by where it stands and what stands around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from corpus_tools.text.gazetteer import MUNICIPALITIES, Mention, Unit, by_code, names_of, outlets
from corpus_tools.text.generic import Generic, Zone, most_above

_GOING = (
    "驰援|支援|援助|增援|出征|奔赴|远赴|赶赴|飞赴|开赴|赴|前往|去往|抵达|到达|返回|途经|逆行|对口|帮扶|捐赠|送往|运往|发往|飞往"
    "|开往|援"
)
_FROM = "来自|回到|离开|毕业于|籍贯|滞留|从|向|往|至|到|与|和|同|像|如"
_LISTED = re.compile(r"(?:以?及|[、，和与])?$")
_TOWARDS = re.compile(rf"(?:{_GOING}|{_FROM})(?:了|在|着)?$")
_VISITED = re.compile(rf"(?:{_GOING})(?:了|在|着)?$")
_HELPED = "援疆|援藏|援青|对口|支援|帮扶|捐赠|籍"
_HELPING = re.compile(rf"(?:{_HELPED})")
_CITY = re.compile("市(?![场民属直井面价值容政])")
_THINGS = "路|街|大道|大街|菜|话|酒|茶|杯|牌|籍|人寿|银行|大学|事件|战役|会议精神"
_NOT_A_PLACE = re.compile(rf"(?:{_THINGS})")
_LEVELS = "市|州|县|区|盟"
_BODIES = (
    "委|政府|人民政府|人大|政协|纪委|人民医院|中心医院|疾控|防汛|防指|安委|疫情"
    "|统计|发改|发展和改革|粮食|审计|市场监|自然资源|住房|住建|交通|文化|文旅|退役|科技|工信|商务|人社|人力"
    "|生态|林业|农村|中级|法院|检察|总工会|团委|妇联|组织部|宣传部|公安|消防|应急|卫健|教育局|财政|农业|水利|水务|民政"
)
_BODY_OF_UNIT = re.compile(rf"(?:{_LEVELS})?(?:{_BODIES})")
_AT_BOUNDARY = frozenset("省区州盟市在由是的")
_ALLOTTED = re.compile(r"(?!(?:19|20)\d\d年)[\d为]")
_SIGHT = re.compile(
    r"洋|湖(?!南|北)|[溪河江山](?:景区|流域|大桥|水库|畔)|峡|岛|瀑布|景区|水库|大桥|[寺洞](?![\u4e00-\u9fff]?镇)"
)
_TOWN = re.compile(r"镇(?![村区街级江海])|乡(?![村镇间亲土情贤])")
_FOREMOST = re.compile(r"(?:其中|最[\u4e00-\u9fff]{0,5}[为是]|分别[为是])$")
_MEDIA = "日报|晚报|报业|发布|融媒|新闻|电视|广播|宣传|党建|在线|网"
_LOCAL_MEDIUM = re.compile(rf"(?:{_MEDIA})")
_WIRED = re.compile(r"\s*(?:\d{1,2}月)?\d{1,2}日[电讯]|[电讯]")
_IN_NAME = re.compile(r"(?:都|建设|生产|工作|事业|发展|服务)")


def _firsts(words: str) -> frozenset[str]:
    return frozenset(word[0] for word in words.split("|"))


def _lasts(words: str) -> frozenset[str]:
    """Return how text before `$` may end: with one of the words, 了在着 behind it, and a line feed behind that."""
    return frozenset(word[-1] for word in words.split("|")) | set("了在着\n")


# a look at one character tells of most names that none of these stands beside them
_BEFORE_VISITED, _BEFORE_TOWARDS = _lasts(_GOING), _lasts(f"{_GOING}|{_FROM}")
_OPENS_HELP, _OPENS_MEDIUM = _firsts(_HELPED), _firsts(_MEDIA)
_OPENS_OTHER = _firsts(_THINGS) | set("市镇乡洋湖溪河江山峡岛瀑景水大寺洞")
_OPENS_BODY = _firsts(f"{_LEVELS}|{_BODIES}")


class Place(NamedTuple):
    """A unit of the gazetteer and the words ``text[start:end]`` that were read as it."""

    unit: Unit
    start: int
    end: int


class _Named(NamedTuple):
    """A mention, the unit that it means, and where the chain of names (河南省郑州市) that it ends begins."""

    unit: Unit
    mention: Mention
    zone: Zone
    chain: int
    qualifies: bool
    is_medium: bool
    is_listed: bool = False


@dataclass(slots=True)
class _Tally:
    own: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    prior: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    where: dict[str, tuple[int, int]] = field(default_factory=dict)

    def vote(self, one: _Named, weight: float) -> None:
        code = one.unit.adcode
        votes = self.prior if one.is_medium and one.unit.is_city else self.own
        votes[code] += 0 if one.qualifies else weight
        if code not in self.where:
            self.where[code] = (one.mention.start, one.mention.end)


def find_place(text: str, zones: Sequence[Zone]) -> Place | None:
    """Return the prefecture or county that a text is about, or None where no single one is meant.

    Parameters
    ----------
    text
        A page in Simplified characters.
    zones
        The parts of the page that count, in any order.

    Examples
    --------
    >>> report = "广安市委组织部动员全市党员。2月13日，广安市人民医院医疗队出征武汉。广安区的社区也在行动。"
    >>> from corpus_tools.text.generic import Zone
    >>> place = find_place(report, [Zone(0, len(report), "body")])
    >>> place.unit.name, place.unit.adcode, report[place.start : place.end]
    ('广安市', '511600', '广安市')
    """
    names = names_of(text)
    within = ((zone, names.within(zone.start, zone.end)) for zone in zones)
    found = [(zone, held) for zone, mentions in within if mentions and (held := _resolved(mentions, text))]
    context = _context(found)
    named = [one for zone, mentions in found for one in _named(text, zone, mentions, context)]
    visited = {one.unit.adcode for one in named if _is_visited(text, one.chain)}
    tally = _Tally()
    heard: set[str] = set()
    for one in named:
        code, is_outlet = one.unit.adcode, one.zone.kind == "outlet"
        if is_outlet and code in heard:
            continue
        weight = _weight(text, one, context) * (0.4 if code in visited else 1)
        if is_outlet and weight:
            heard.add(code)
        tally.vote(one, weight)
    return _decide(text, zones, tally)


def _is_visited(text: str, chain: int) -> bool:
    return text[chain - 1 : chain] in _BEFORE_VISITED and bool(_VISITED.search(text, max(0, chain - 6), chain))


def _named(text: str, zone: Zone, found: list[Mention], context: set[str]) -> list[_Named]:
    """Return the mentions of one zone whose unit is clear; names in a row share the beginning of the row."""
    named: list[_Named] = []
    chain, behind, first, media = 0, found[0].start - 3, 0, outlets()
    for i, mention in enumerate(found):
        start, end, units, _ = mention
        between = start - behind
        if between > 2 or (between and not _LISTED.fullmatch(text, behind, start)):
            if len(named) - first > 2:
                _mark_list(named, first)
            chain, first = start, len(named)
        behind = end
        unit = units[0] if len(units) == 1 else _choose(units, context)
        if unit and (unit.level != "province" or unit.is_city):
            is_medium = zone.kind == "outlet" or _is_before_medium(text, end) or text[start:end] in media
            qualifies = i + 1 < len(found) and _qualifies(end, unit, found[i + 1])
            named.append(_Named(unit, mention, zone, chain, qualifies, is_medium))
    if len(named) - first > 2:
        _mark_list(named, first)
    return named


def _is_before_medium(text: str, end: int) -> bool:
    return text[end : end + 1] in _OPENS_MEDIUM and bool(_LOCAL_MEDIUM.match(text, end, end + 4))


def _mark_list(named: list[_Named], first: int) -> None:
    """Mark the names of a row, the last ones from the first of them on, if it lists three or more cities."""
    if len({one.unit.prefecture for one in named[first:]}) > 2:
        named[first:] = [one._replace(is_listed=True) for one in named[first:]]


def _resolved(found: list[Mention], text: str) -> list[Mention]:
    return [one for one in found if text[one.end : one.end + 1] not in _OPENS_OTHER or _is_unit(text, one)]


def _is_unit(text: str, mention: Mention) -> bool:
    """Tell a name from the first half of one, 北京路, and from that of a city that no unit was."""
    is_town = not mention.is_full and _TOWN.match(text, mention.end)
    is_county = not mention.is_full and any(unit.level == "county" for unit in mention.units)
    is_sight = is_county and _SIGHT.match(text, mention.end)
    is_thing = is_town or is_sight or _NOT_A_PLACE.match(text, mention.end, mention.end + 4)
    return not (is_thing or _is_of_another_city(text, mention))


def _is_of_another_city(text: str, mention: Mention) -> bool:
    """Tell whether a short name is that of a county, and what stands there is a city (青川市), which no county was."""
    if mention.is_full or not _CITY.match(text, mention.end):
        return False
    return not any(unit.name.endswith(("市", "区")) for unit in mention.units)


def _context(found: Iterable[tuple[Zone, list[Mention]]]) -> set[str]:
    """Return the codes of the provinces and prefectures that are named without doubt, and what full names name.

    The city of an outlet counts as named in full, for its own paper calls it by its short name.
    """
    codes: set[str] = set()
    for zone, mentions in found:
        for _, _, units, is_full in mentions:
            if len(units) == 1 and (is_full or units[0].level != "county"):
                unit = units[0]
                if unit.adcode not in codes:
                    codes |= {unit.adcode, unit.prefecture, unit.province}
                if is_full or zone.kind == "outlet":
                    codes.add("named:" + unit.adcode)
    return codes


def _choose(candidates: Sequence[Unit], context: set[str]) -> Unit | None:
    """Return the unit that an ambiguous name means in this text, or None for a name that means none."""
    if higher := [unit for unit in candidates if unit.level != "county"]:
        return higher[0]
    near = [unit for unit in candidates if unit.prefecture in context]
    near = near or [unit for unit in candidates if unit.province in context]
    present = [unit for unit in near if not unit.is_past] or near
    return present[0] if len({unit.adcode for unit in present}) == 1 else None


def _qualifies(end: int, unit: Unit, following: Mention) -> bool:
    """Tell whether a name that ends here only says where the next one lies: 甘肃省天水市秦州区."""
    return following.start - end <= 1 and any(
        other.adcode != unit.adcode and unit.adcode in (other.prefecture, other.province) for other in following.units
    )


def _weight(text: str, one: _Named, context: set[str]) -> float:
    unit, (start, end, _, is_full), zone = one.unit, one.mention, one.zone
    before, opening = text[max(zone.start, start - 1) : start], text[end : end + 1]
    is_body = opening in _OPENS_BODY and bool(_BODY_OF_UNIT.match(text, end, end + 6))
    if zone.kind == "outlet":
        return 2.5 if is_full or _is_own_name(text, one, before, context) else 0.0
    weight = 1.0 if is_full else _short_weight(unit, before, is_body, context, zone)
    if not weight:
        return 0.0
    is_county = unit.level == "county"
    if is_body:
        weight *= 1.5
    elif _may_open_wired(opening) and _WIRED.match(text, end, end + 10):
        weight *= 0.3
    elif _is_headed_for(text, zone, one.chain) or (opening in _OPENS_HELP and _HELPING.match(text, end, end + 6)):
        weight *= 0.15
    elif is_county and (_ALLOTTED.match(text, end, end + 6) or _is_foremost(text, zone, start)):
        weight *= 0.3
    return weight * (4 if zone.kind == "title" else 1) * (0.3 if one.is_listed else 1)


def _is_foremost(text: str, zone: Zone, start: int) -> bool:
    return bool(_FOREMOST.search(text, max(zone.start, start - 6), start))


def _may_open_wired(opening: str) -> bool:
    return opening in "电讯" or opening.isdecimal() or opening.isspace()


def _is_headed_for(text: str, zone: Zone, chain: int) -> bool:
    return text[chain - 1 : chain] in _BEFORE_TOWARDS and bool(
        _TOWARDS.search(text[max(zone.start, chain - 6) : chain])
    )


def _is_at_boundary(before: str) -> bool:
    return not before or not "\u4e00" <= before[-1] <= "\u9fff" or before[-1] in _AT_BOUNDARY


def _is_own_name(text: str, one: _Named, before: str, context: set[str]) -> bool:
    """Tell whether a short name in the name of a medium is that of its place: 乐清日报, but not 光明日报."""
    unit, end = one.unit, one.mention.end
    is_near = bool({unit.prefecture, "named:" + unit.adcode} & context)
    is_known = not unit.is_common or unit.level != "county" or is_near or _is_before_medium(text, end)
    return is_known and _is_at_boundary(before) and not _IN_NAME.match(text, end, end + 6)


def _short_weight(unit: Unit, before: str, is_body: bool, context: set[str], zone: Zone) -> float:
    is_named = "named:" + unit.adcode in context
    if unit.level == "county":
        return 0.7 if is_named or is_body else 0.3 if zone.kind == "title" and not unit.is_common else 0.0
    if is_named or is_body:
        return 0.7
    return (0.6 if _is_at_boundary(before) else 0.2) * (0.3 if unit.is_common else 1)


def _decide(text: str, zones: Sequence[Zone], tally: _Tally) -> Place | None:
    codes = by_code()
    totals: dict[str, float] = defaultdict(float)
    for code, weight in tally.own.items():
        totals[codes[code].prefecture] += weight
    is_elsewhere = max(totals.values(), default=0.0) >= 1.5
    for code, weight in tally.prior.items():
        prefecture = codes[code].prefecture
        totals[prefecture] += weight * (0.3 if is_elsewhere and totals[prefecture] < 0.5 else 1)
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < 0.5:
        return None
    best, score = ranked[0]
    rest = fsum(weight for _, weight in ranked[1:])
    if (len(ranked) > 1 and score < 1.5 * ranked[1][1]) or score < 0.8 * rest:
        return None
    generic = Generic(text, zones)
    above = generic["province"] + generic["nation"] if most_above(text) > score else 0
    if above > score and above > score + sum(generic[kind] for kind in ("city", "state", "county", "district")):
        return None
    code = _level(best, tally, generic)
    unit = codes[code]
    start, end = tally.where.get(code) or next(
        where for other, where in sorted(tally.where.items()) if codes[other].prefecture == best
    )
    return Place(unit, start, end)


def _level(best: str, tally: _Tally, generic: Generic) -> str:
    """Choose between a prefecture and the one of its counties that is named most."""
    codes = by_code()
    counties = sorted(
        (
            (weight, code)
            for code, weight in tally.own.items()
            if code != best and codes[code].prefecture == best and weight
        ),
        key=lambda item: (-item[0], item[1]),
    )
    if best not in codes or (best not in tally.where and counties):
        return counties[0][1]
    if not counties:
        return best
    weight, code = counties[0]
    name = codes[code].name
    kind = "county" if name[-1] in "县旗" else "city" if name[-1] == "市" else "district"
    upper = generic["state"] if codes[best].name[-1] in "州盟区" and best[:2] not in MUNICIPALITIES else generic["city"]
    own = tally.own.get(best, 0.0) + 0.3 * tally.prior.get(best, 0.0)
    is_same = kind == "city" and own > 1.2 * weight  # 我市 is the city that is named more
    above = own + (0.7 if kind != "city" or is_same else 0.3) * upper
    below = weight + (0.3 if is_same else 0.7) * generic[kind]
    others = sum(other for other, _ in counties[1:])
    return code if below > above and weight > 1.2 * others else best
