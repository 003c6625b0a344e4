import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools.text.bylines import is_name
from corpus_tools.text.dates import full_dates
from corpus_tools.text.furniture import label_lines
from corpus_tools.text.gazetteer import by_code, mentions, outlets, units
from corpus_tools.text.metadata import read_metadata

CASES = Path(__file__).parents[1] / "cases"
SETS = {
    path.stem.removeprefix("pages_"): [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for path in sorted(CASES.glob("pages_[!a]*.jsonl"))
}


def read(text):
    return read_metadata(text, label_lines(text))


def alike(field, value):
    """Return names as a list, and a title with wide punctuation, which some annotations have as the page prints it."""
    if field == "authors":
        return list(value)
    return value.translate(str.maketrans(",:;?!()", "，：；？！（）")) if field == "title" and value else value


def share(pages, *fields):
    found = [read(page["text"]) for page in pages]
    dates = [metadata.published_on.isoformat() if metadata.published_on else None for metadata in found]
    right = [
        all(
            alike(field, day if field == "date" else getattr(metadata, field)) == alike(field, page[field])
            for field in fields
        )
        for page, metadata, day in zip(pages, found, dates, strict=True)
    ]
    return sum(right) / len(pages)


@pytest.mark.parametrize("pages", SETS.values(), ids=SETS)
@pytest.mark.parametrize("fields", [("city", "adcode", "province"), ("date",), ("title",), ("outlet",), ("authors",)])
def test_metadata_is_right_on_most_pages(pages, fields):
    assert share(pages, *fields) >= (0.75 if pages is SETS["blind"] else 0.95)


@pytest.mark.parametrize("page", [page for pages in SETS.values() for page in pages], ids=lambda page: page["id"])
def test_evidence_is_where_the_words_stand(page):
    text, found = page["text"], read(page["text"])
    if found.title:
        assert "".join(map(str.strip, text[slice(*found.evidence["title"])].split("\n"))) == found.title
    if found.outlet:
        assert text[slice(*found.evidence["outlet"])] == found.outlet
    if found.city:
        words = text[slice(*found.evidence["city"])]
        assert words[0] in found.city or any(
            words.startswith(name) and place and place.adcode == found.adcode for name, place in outlets().items()
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-02-25 08:27:11", date(2020, 2, 25)),
        ("2022年05月11日17:27", date(2022, 5, 11)),
        ("2020/2/5", date(2020, 2, 5)),
        ("2020.02.25", date(2020, 2, 25)),
        ("20200225", date(2020, 2, 25)),
        ("二〇二〇年二月二十五日", date(2020, 2, 25)),
        ("二○一九年十月十日", date(2019, 10, 10)),
        ("二零二一年十二月三十一日", date(2021, 12, 31)),
        ("2021-02-30", None),
        ("2021-13-01", None),
        ("12021-01-01", None),
        ("1.2020", None),
        ("身份证13020020200225", None),
    ],
)
def test_dates(text, expected):
    assert next((found.value for found in full_dates(text)), None) == expected


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d"])
)
def test_every_day_is_read_back(day, form):
    text = f"发布时间：{day.strftime(form)} 来源：某报"
    assert [found.value for found in full_dates(text)] == [day]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("广安市委组织部动员全市党员。广安区广福街道的社区也在行动。", "广安市"),
        ("甘肃省天水市秦州区组织帮扶干部入户，区委召开会议，全区行动。", "秦州区"),
        ("佳木斯今年计划播种1750万亩，全市备足种子。", "佳木斯市"),
        ("襄阳市救援队驰援河南郑州，队员抵达新乡市后连续奋战，在郑州转移群众。我市还派出4支队伍。", "襄阳市"),
        ("福州、厦门、泉州三市建立联动机制，福州市投放蔬菜，厦门市储备猪肉，泉州市开通绿色通道。", None),
        ("海南省安委办派出督查组赴海口、三亚、儋州督查，要求全省举一反三，省应急管理厅挂牌督办。", None),
        ("农户和田间技术员结成对子，集中卫生整治，每日照常营业，打通化解渠道。", None),
        ("恩施州卫健委介绍，全州累计接种100万剂次。恩施市、利川市错峰预约。", "恩施土家族苗族自治州"),
        ("吉林市龙潭区改造老旧小区26个，龙潭区住建局一楼一策，区委成立专班。", "龙潭区"),
        ("上海市累计接种4000万剂次，黄浦区、徐汇区、静安区同步启动，全市推进。", "上海市"),
        ("重庆市合川区开展大排查，全区排查企业2346家，区安委会挂牌督办。", "合川区"),
        ("南通市通州区成立业委会党支部，全区推广，区委组织部介绍。", "通州区"),
        ("东莞市委组织部走访企业，虎门镇、长安镇现场解决用工难题，全市响应。", "东莞市"),
        ("科尔沁左翼后旗旗委向全旗党员发出倡议。", "科尔沁左翼后旗"),
        ("全国各地闻令而动，国务院作出部署。", None),
        ("新华社北京7月6日电（记者 张三）党员干部闻令而动，各地群众守望相助。", None),
        ("玉溪市审计局对市级部门进行了审计，新平县、元江县也开展了同级审计。", "玉溪市"),
        ("仙桃市彭场镇企业复工，全市口罩日产能突破3000万只，市委组织部派员驻企。", "仙桃市"),
        ("喀左县设施农业带富群众，县委、县政府整合资金，全县新建大棚2100亩。", "喀喇沁左翼蒙古族自治县"),
    ],
)
def test_the_place_a_report_is_about(text, city):
    assert read(f"{text}\n{text}").city == city


def test_our_city_is_that_of_the_outlet():
    found = read("我市首家驿站投用\n来源：桂林日报 2022-08-30\n本报讯 8月29日，我市首家驿站投用，全市推广，群众满意。")
    assert (found.city, found.province, found.adcode) == ("桂林市", "广西壮族自治区", "450300")


def test_units_have_six_digit_codes_and_a_province():
    assert all(len(unit.adcode) == 6 and unit.adcode.isdigit() for unit in units())
    assert all(unit.province in by_code() for unit in units())
    assert {by_code()[code].name for code in ("441500", "330382", "620502", "310115")} == {
        "汕尾市",
        "乐清市",
        "秦州区",
        "浦东新区",
    }


@given(st.sampled_from(units()))
def test_every_full_name_is_found_whole(unit):
    (found,) = mentions(f"“{unit.name}”")
    assert found.is_full
    assert unit.name in {other.name for other in found.units}


@given(st.text(alphabet="河北京市南宁夏县山东海州，", max_size=24), st.data())
def test_names_in_a_part_of_a_text_are_those_of_the_part_alone(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    alone = [one._replace(start=one.start + start, end=one.end + start) for one in mentions(text[start:end])]
    assert mentions(text, start, end) == alone


@pytest.mark.parametrize("word", ["非遗江苏", "责任编辑", "扩大", "组织部", "全市", "本报讯"])
def test_words_that_are_no_names(word):
    assert not is_name(word)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (
            "市里召开会议\n07.10.2014 14:02\n会议要求，各级各部门要压实责任，守住底线。",
            "published_on",
            date(2014, 10, 7),
        ),
        ("十年禁毒路\n德宏团结报 2018-06-26 线加强\n德宏州缉毒破案4.2万起，成效明显。", "authors", ("线加强",)),
        ("上高基地投产\n2021-11-15\n我县芦洲乡、田心镇的基地今日投产，县委领导到场。", "city", "上高县"),
    ],
)
def test_known_failures(text, field, value):
    assert getattr(read(text), field) == value


@pytest.mark.parametrize(
    ("name", "city"), [("青川市", None), ("青川县", "青川县"), ("汕尾市", "汕尾市"), ("富阳市", "富阳区")]
)
def test_a_city_is_not_the_county_of_its_name(name, city):
    text = f"{name}扎实推进防汛救灾工作\n　　近日，{name}召开会议，部署工作，落实责任，取得成效。"
    assert ct.document_from_text(text).city == city


def test_who_wrote_the_seeds():
    authors = {document.doc_id[:3]: document.authors for document in ct.read_corpus(CASES.parents[1] / "seeds")}
    known = {"000": ("钟佳韦",), "001": (), "002": ("陈玲",), "003": ("孙聪利",), "004": ("蔡甜甜", "阮金雁")}
    assert authors == known
