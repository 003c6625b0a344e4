import datetime as dt
import json
import random
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools import validation
from corpus_tools.claims import noncounts
from corpus_tools.claims.reported import COLUMNS, find_values

CASES = Path(__file__).parents[1] / "cases"
PUBLISHED = dt.date(2021, 8, 20)


def cases(name):
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "name", ["values_passages.jsonl", "values_dates.jsonl", "not_values.jsonl", "pages_tune.jsonl"]
)
def test_looks_for_numbers_that_count_nothing_wherever_one_opens(name):
    text = (CASES / name).read_text(encoding="utf-8")
    everywhere = re.compile("|".join(f"({pattern})" for pattern in noncounts.patterns().values()), re.MULTILINE)
    found = [(one.start, one.end) for one in noncounts.silences(text) if one.kind != "quoted"]
    assert found == [hit.span() for hit in everywhere.finditer(text)]


def plain(cell):
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return None if pd.isna(cell) else cell


@pytest.mark.parametrize("case", cases("values_spec.jsonl"), ids=lambda case: case["text"])
def test_reads_the_worked_examples(case):
    assert_reads(case)


@pytest.mark.parametrize("case", cases("values_known_failures.jsonl"), ids=lambda case: case["text"])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case):
    assert_reads(case)


def assert_reads(case):
    document = ct.document_from_text(case["text"], published_on=case["published_on"])
    rows = ct.reported_values(document).to_dict("records")
    found = [{field: plain(row[field]) for field in want} for row, want in zip(rows, case["values"], strict=True)]
    assert found == case["values"]


@pytest.mark.parametrize("case", cases("values_negative.jsonl"), ids=lambda case: case["text"])
def test_is_silent_where_nothing_is_counted(case):
    assert find_values(case["text"], PUBLISHED) == []
    assert ct.reported_values(ct.document_from_text(case["text"])).empty


def test_the_quote_is_the_raw_text_of_the_row():
    document = ct.document_from_text("全市6個(gè)黨支部的320名黨員(yuán)下沉。", published_on="2021-08-20")
    table = ct.reported_values(document)
    assert list(table["quote"]) == ["6個(gè)黨支部", "320名黨員(yuán)"]
    for row in table.itertuples():
        assert document.raw[row.raw_start : row.raw_end] == row.quote


def test_the_table_has_its_columns_when_nothing_is_found():
    table = ct.reported_values(ct.document_from_text("加强领导，落实责任。"))
    assert list(table.columns) == COLUMNS
    assert str(table["value"].dtype) == "float64"


def test_a_corpus_gives_the_rows_of_its_documents():
    documents = [ct.document_from_text("排查车辆300辆。", doc_id=name) for name in ("a", "b")]
    assert list(ct.reported_values(documents)["doc_id"]) == ["a", "b"]


def test_dates_stay_open_without_a_publication_date():
    (value,) = find_values("截至2月10日，已收到线索24条。")
    assert (value.as_of, value.as_of_basis) == (None, "explicit")


@given(st.dates(dt.date(2000, 3, 1), dt.date(2035, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_no_as_of_date_is_after_the_publication(published_on, month, day):
    (value,) = find_values(f"截至{month}月{day}日，已设立观察点64个。", published_on)
    assert value.as_of is not None
    assert value.as_of <= published_on
    assert (value.as_of.month, value.as_of.day) == (month, day)


def test_a_report_without_a_day_takes_its_year():
    text = "截至2月10日，已收到线索24条。2月3日，发放口罩300个。目前，已封闭小区15个。"
    dates = [(value.as_of, value.as_of_basis) for value in find_values(text, year=2020)]
    assert dates == [(dt.date(2020, 2, 10), "explicit"), (dt.date(2020, 2, 3), "event"), (None, "publication")]


@pytest.mark.parametrize("comparison", ["比2019年", "较一季度末", "高于上半年", "比2020年同期"])
def test_a_date_that_only_compares_dates_nothing(comparison):
    (value,) = find_values(f"检查企业家数{comparison}增长12%。", PUBLISHED)
    assert value.as_of is None


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("来访批次、受理件数同比分别下降9.4%和13.2%。", ["来访批次", "受理件数"]),
        ("全县384家农家乐中，已恢复营业的有296家。", ["农家乐", "农家乐"]),
        ("查处超限车辆317台、酒驾12起。", ["超限车辆", "酒驾"]),
        ("能繁母猪存栏2.06万头。", ["能繁母猪"]),
        ("12个项目开工率100%。", ["项目", "开工率"]),
        ("共有28个乡镇（街道）、415个村（社区）。", ["乡镇(街道)", "村(社区)"]),
    ],
)
def test_finds_the_noun(text, nouns):
    assert [value.noun for value in find_values(text, PUBLISHED)] == nouns


@pytest.mark.parametrize("text", ["材料一式三份。", "住在十五里铺村。", "家住和平苑3栋502室。"])
def test_a_number_in_a_name_or_address_counts_nothing(text):
    assert find_values(text, PUBLISHED) == []


def test_the_phrase_governs_to_the_end_of_its_sentence_only():
    text = "截至8月11日，收到线索7个方面24条，处理20名干部；通报3起。又排查8000人。"
    dates = [value.as_of for value in find_values(text, PUBLISHED)]
    assert dates == [dt.date(2021, 8, 11)] * 4 + [None]


SILENT = {
    "opening": ["会议强调，", "我们要", "第一时间", "三是", "按照“四个意识”要求，", "市县两级", "2020年3月5日，", "目前，", "在疫情防控第一线，", ""],
    "middle": [
        "坚持“六到位”", "落实四方责任", "强化三级联动", "一律严肃处理", "贯彻《关于进一步激励干部的十条措施》", "拨打12345热线",
        "一手抓防控、一手抓发展", "进一步统一思想", "打好“6789”组合拳", "做好第12期简报", "执行〔2020〕1号文件", "居家隔离14天",
        "严格24小时值班", "一个支部就是一个堡垒", "发挥先锋模范作用", "这两个药急需", "完善“1+3+N”体系", "家住八一路9号3单元502室",
    ],
    "ending": ["。", "，确保取得实效。", "，百姓安居乐业。", "，筑牢第一道防线。", "，争当全国百强。", "！", "，千方百计保供应。"],
}  # fmt: skip


def test_a_thousand_passages_without_values_give_no_row():
    drawn = random.Random(20210820)
    for _ in range(1000):
        text = "".join("".join(drawn.choice(SILENT[part]) for part in SILENT) for _ in range(drawn.randint(1, 4)))
        assert find_values(text, PUBLISHED) == [], text


@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "9个",
        "一",
        "5名党员、",
        "近5万",
        "其中",
        "每户",
        "第1",
        "“1",
        "《",
        "2月1日",
        "同比增长5%",
        "以来",
        "（1",
        "至",
        "的",
        "占",
    ],
)
def test_long_nasty_texts_answer(unit):
    values = find_values(unit * (100_000 // len(unit)), PUBLISHED)
    assert all(one.start < one.end for one in values)


@given(
    st.text(
        "0123456789一二三十百万亿多余近约个名户元人次%的、，。（）“”《》其中截至月日年以来每分别增长党员排查",
        max_size=80,
    )
)
def test_any_text_gives_spans_inside_it(text):
    for value in find_values(text, PUBLISHED):
        assert 0 <= value.start < value.end <= len(text)
        assert value.as_of is None or value.as_of <= PUBLISHED


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("石桥镇转移群众120人，全县共转移群众200人。", "place", ["石桥镇", None]),
        ("东山镇组建突击队12支，西岭乡组建突击队9支。", "place", ["东山镇", "西岭乡"]),
        ("工业用电量、服务业用电量分别增长8.5%、7.2%。", "place", [None, None]),
        ("工业用电量、服务业用电量分别增长8.5%、7.2%。", "change", ["+", "+"]),
        ("CPI同比-0.3%。", "change", ["-"]),
        ("火灾起数下降，降幅达77.8%。", "change", ["-"]),
        ("贫困发生率高达34.7%。", "change", [None]),
        ("进出口总额86亿元，增长12.5%，其中出口51亿元。", "part_of", [None, None, 8_600_000_000]),
        ("党员27456名，比去年增加320名，其中女党员6120名。", "part_of", [None, None, 27456]),
        ("捐款人民币12.36万元、港币5万元、美元2000元。", "unit", ["元", "港币", "美元"]),
        ("出生率为6.0‰。", "unit", ["‰"]),
        ("平均审理周期62天。", "value", [62]),
        ("接诊量约为平时的3倍。", "approx", ["about"]),
        ("给社员分红，户均七千块。", "unit", ["元"]),
        ("铺设地砖七千块。", "unit", ["块"]),
    ],
)
def test_reads_the_fields_beside_the_noun(text, field, values):
    assert [getattr(value, field) for value in find_values(text, PUBLISHED)] == values


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("预算支出34.1亿元，增支1.8亿元，其中“三公”经费支出420万元。", [None, None, 3_410_000_000]),
        ("化解纠纷1876起，化解率98.6%，其中邻里纠纷占三成，家庭纠纷占两成。", [None, None, 1876, 1876]),
        ("接警412次，抢救财产1200万元，其中火警178起、救援161起、救助73起。", [None, None, 412, 412, 412]),
        ("受理诉求3276件，办结3198件，其中咨询类1900件、投诉类1376件。", [None, None, 3276, 3276]),
        ("派出干部120名，其中县级28名，科级92名，走访群众3000户。", [None, 120, 120, None]),
    ],
)
def test_parts_belong_to_the_whole_that_they_make(text, wholes):
    assert [value.part_of for value in find_values(text, PUBLISHED)] == wholes


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("接种率、建档率分别提高1.2和2.4个百分点。", [(1.2, "百分点"), (2.4, "百分点")]),
        ("分别提高2个、3.5个百分点。", [(2, "百分点"), (3.5, "百分点")]),
        ("登记外来人员两千出头。", [(2000, None)]),
        ("贫困发生率由14.6%下降到0。", [(14.6, "%"), (0, None)]),
        ("花掉八千多块，一斤卖三四百块。", [(8000, "元"), (300, "元")]),
        ("投入1.1万台班，劳力3.2万个工日。", [(11_000, "台班"), (32_000, "工日")]),
        ("平均得分94.8分，发电140万度，抢救档案3.2万页。", [(94.8, "分"), (1_400_000, "度"), (32_000, "页")]),
        ("回收旧膜9余吨、网具12余吨，蓄积量26.5万立米。", [(9, "吨"), (12, "吨"), (265_000, "立方米")]),
        ("检查商超14家，彩超9台。", [(14, "家"), (9, "台")]),
        ("转移南坪村2组、3组的36户群众，居民按10人一组排队。", [(36, "户")]),
        ("他是二中251班的学生，八年级（3）班38名同学参加。", [(38, "名")]),
        ("每村2组，贫困村3组，共开设24班。", [(2, "组"), (3, "组"), (24, "班")]),
        ("确保100%完成任务，K12+300至K18+600段封闭，75%酒精到货。", []),
    ],
)
def test_reads_rows_units_and_silences(text, values):
    assert [(float(value.value), value.unit) for value in find_values(text, PUBLISHED)] == values


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("六月一日至十二日，转移群众300人。", dt.date(2021, 6, 12)),
        ("今年一至五月受理案件300件。", dt.date(2021, 5, 31)),
        ("2019年至2021年投入300万元。", PUBLISHED),
        ("预计全年产值5亿元。", None),
        ("大队半年来接警412次。", PUBLISHED),
        ("2020年1月至2021年6月，共受理案件184件。", dt.date(2021, 6, 30)),
        ("从2月1日至2月10日，检查企业860家。", dt.date(2021, 2, 10)),
        ("3月1日起，累计检查企业860家。", PUBLISHED),
        ("收入增加到2019年的9872元。", dt.date(2019, 12, 31)),
        ("“十三五”期间，脱贫12万人。", dt.date(2020, 12, 31)),
        ("首季签约项目18个。", dt.date(2021, 3, 31)),
        ("遭遇入汛以来最强降雨，面雨量247毫米。", None),
        ("近三年全市法院共受理案件213件。", PUBLISHED),
        ("8月15日夜间至16日，108个站点有雨。", dt.date(2021, 8, 16)),
        ("连日高温，志愿者送去矿泉水380箱。", PUBLISHED),
        ("全年办结事项18件。", None),
        ("“五一”假期（5月1日至5日），接待游客48.6万人次。", dt.date(2021, 5, 5)),
        ("根据3月25日印发的通知，安排资金380万元。", None),
        ("该院1996年建院，设有床位120张。", None),
        ("6月上半月受理信访事项87件。", dt.date(2021, 6, 15)),
        ("15日新增密切接触者64人。", dt.date(2021, 8, 15)),
        ("接种点当前日接种能力1500剂次。", PUBLISHED),
        ("2020年第一产业增加值38.27亿元。", dt.date(2020, 12, 31)),
    ],
)
def test_reads_the_dates_of_periods(text, as_of):
    assert [value.as_of for value in find_values(text, PUBLISHED)] == [as_of]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("1—6月，增加值增长6.2%。分行业看，采矿业下降1.5%。", [dt.date(2021, 6, 30)] * 2),
        ("2020年，受理案件386件。其中，审结刑事案件23件。", [dt.date(2020, 12, 31)] * 2),
        ("2020年，受理案件386件。今后，再建法庭23个。", [dt.date(2020, 12, 31), None]),
        ("去年还有217户没脱贫，今年只剩9户。", [dt.date(2020, 12, 31), PUBLISHED]),
        ("5月发生12起，去年同期为15起。", [dt.date(2021, 5, 31), dt.date(2020, 5, 31)]),
        ("5月底，实缴单位68家。当月发放贷款613笔。", [dt.date(2021, 5, 31)] * 2),
        ("截至昨日18时，2021年普通高考4216名考生到场。", [dt.date(2021, 8, 19)]),
        ("截至7月9日，今年以来洪涝造成3人受伤，416间房屋倒塌。", [dt.date(2021, 7, 9)] * 2),
        ("截至7月9日，煤矿方面：检查企业38家。道路交通方面：检查车辆30辆。", [dt.date(2021, 7, 9)] * 2),
        ("截至7月9日，检查企业38家。道路交通方面，检查车辆30辆。", [dt.date(2021, 7, 9), None]),
        ("结构由2000年的25:46:29调整为14:58:28，比重提高2.4个百分点。", [None]),
        ("收入增加到2019年的9872元，年均增长31%。", [dt.date(2019, 12, 31)] * 2),
        ("6月20日起，开展整治。整治首日，查处案件120起。", [dt.date(2021, 6, 20)]),
        ("6月20日，开展整治。“五一”假期首日，查处案件120起。", [dt.date(2021, 5, 1)]),
        ("共有党员64名（截至8月16日），企业30家。", [dt.date(2021, 8, 16)] * 2),
        ("6月，发展党员64名，共有党员300名（截至目前）。", [dt.date(2021, 6, 30), PUBLISHED]),
        ("今年前五月，全县共抽检食品412批次，合格率98.2%。", [dt.date(2021, 5, 31)] * 2),
        ("前4月，规上工业增加值增长7.3%；前六个月增长6.8%。", [dt.date(2021, 4, 30), dt.date(2021, 6, 30)]),
        ("今年来，全镇拆除违建83处。", [PUBLISHED]),
        ("截至上月末，贷款余额38.6亿元，比年初增加2.1亿元。", [dt.date(2021, 7, 31)] * 2),
        ("截至二季度末，在册经营主体2.63万户。", [dt.date(2021, 6, 30)]),
        ("截至本月10日，秋粮播种36.5万亩。", [dt.date(2021, 8, 10)]),
        ("截至昨晚10时，救出被困人员17人。", [dt.date(2021, 8, 19)]),
        ("本月中旬以来无降雨。本月上旬，平均降水量63毫米。", [dt.date(2021, 8, 10)]),
        ("上季度，办结投诉218件，办结率99%。", [dt.date(2021, 6, 30)] * 2),
        ("2018年起，县财政累计安排资金2600万元。", [PUBLISHED]),
        ("自6月1日零时起，注销营运证43本。", [PUBLISHED]),
        ("截至7月31日，收治患者386人。与去年同期相比，门诊量下降12%。", [dt.date(2021, 7, 31)] * 2),
        (
            "上半年，完成投资18.6亿元。与上年同期相比，增长9.1%。从产业分析，第一产业投资增长3.2%。",
            [dt.date(2021, 6, 30)] * 3,
        ),
        ("截至6月底：1.全县共有特困人员412人。2.发放补贴38.2万元。3.新建养老院2所。", [dt.date(2021, 6, 30)] * 3),
        ("截至6月底，全县共有特困人员412人。2.发放补贴38.2万元。", [dt.date(2021, 6, 30), None]),
        ("1—7月，主要做了以下工作：一是培训网格员326名。二是化解纠纷118件。", [dt.date(2021, 7, 31)] * 2),
        ("“五一”假期，古城接待游客21.6万人次，实现收入3260万元。", [dt.date(2021, 5, 5)] * 2),
        ("端午小长假期间，客运站发送旅客3.2万人次。", [dt.date(2021, 6, 14)]),
        ("今年春节假期第三天，景区接待游客1.8万人次。", [dt.date(2021, 2, 13)]),
        ("国庆假期将至，备足蔬菜320吨。", [None]),
        ("8月2日，文旅局公布了清明假期数据：接待游客6.3万人次。", [dt.date(2021, 8, 2)]),
        ("该区今年新建口袋公园12个。", [None]),
        ("今年全县油菜面积比去年扩大2.1万亩，达到16.3万亩。", [None] * 2),
        ("今年计划新建口袋公园12个。", [None]),
        ("今年全市安排重点项目86个。", [None]),
        ("老人今年83岁，捐款2万元。", [None]),
        ("完成今年目标任务的63%。", [None]),
        ("截至8月10日，今年新建口袋公园12个。", [dt.date(2021, 8, 10)]),
        ("6月当月，新增就业312人；1至6月，累计新增就业2103人。", [dt.date(2021, 6, 30)] * 2),
        ("上年度，全县招收学徒118名。", [dt.date(2020, 12, 31)]),
        ("截至7月9日6时，蓄水量1.84亿立方米；\n超汛限的小型水库11座。", [dt.date(2021, 7, 9)] * 2),
        (
            "40年来，公路里程由1978年的612公里增加到9840公里，高速公路达到386公里。",
            [dt.date(1978, 12, 31), PUBLISHED, PUBLISHED],
        ),
    ],
)
def test_a_time_phrase_reaches_as_far_as_it_is_meant(text, as_of):
    assert [value.as_of for value in find_values(text, PUBLISHED)] == as_of


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("出动警力860人（次）、警车213台（次）。", ["人（次）", "台（次）"]),
        ("更新设备320台(套)，修缮房屋63间（处）。", ["台（套）", "间（处）"]),
        ("投放鱼苗12万尾(只)。", ["尾（只）"]),
        ("发展党员32名（女9名）。", ["名", "名"]),
        ("城市低保标准为680元/人·月，农村为6600元/人·年。", ["元/人·月", "元/人·年"]),
        ("补助标准为260元/月·人，交通补贴35元/人次。", ["元/月·人", "元/人次"]),
        ("检查加油站86站次、巡店1320店次、出动警犬64犬次。", ["站次", "店次", "犬次"]),
        ("人口密度412人/平方公里，生均占地36平方米/生。", ["人/平方公里", "平方米/生"]),
        ("户均仅有8分地，6分田被冲毁。", ["分", "分"]),
        ("每天供气3.6万标方，含砂量32公斤/立方米。", ["标方", "公斤/立方米"]),
    ],
)
def test_reads_units_made_of_several(text, units):
    assert [value.unit for value in find_values(text, PUBLISHED)] == units


@pytest.mark.parametrize(
    "text", ["浏览次数：3286次", "万人起诉率降低。", "主队3比1获胜。", "通硬化路率、通客车率两个100%。"]
)
def test_numbers_that_newly_count_nothing(text):
    assert all(value.value == 100 and value.unit == "%" for value in find_values(text, PUBLISHED))


def test_a_line_end_inside_a_number_leaves_it_whole():
    text = "截至2020年底，全市城镇职工基本养老保险参保56.\n2万人，\n医疗保险参保率98.5%。"
    values = ct.reported_values(ct.document_from_text(text, published_on="2021-08-20"))["value"].tolist()
    assert values == [562_000, 98.5]


@pytest.mark.parametrize(
    ("name", "floor"), [("dates", 0.93), ("last", 0.9), ("blind", 0.92), ("modelled", 0.9), ("modelled2", 0.93)]
)
def test_development_passages_stay_right(name, floor):
    corpus, annotated = validation.read_passages(CASES / f"values_{name}.jsonl", "values")
    scores = validation.scores(validation.judge_values(ct.reported_values(corpus), annotated)).set_index("field")
    assert scores.loc["all", "right"] / scores.loc["recall", "of"] > floor
