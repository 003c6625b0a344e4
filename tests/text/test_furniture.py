import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.text.corpus import document_from_text
from corpus_tools.text.furniture import KEPT, drop_furniture, label_lines
from corpus_tools.text.tracing import Traced

CASES = Path(__file__).parents[1] / "cases"
SETS = {
    path.stem.removeprefix("pages_"): [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for path in sorted(CASES.glob("pages_*.jsonl"))
}
PAGES = SETS["tune"]
LINES = st.sampled_from(
    [
        "首页 > 要闻",
        "来源：天水日报 2021-03-05",
        "秦州区春耕备耕有序推进",
        "　　连日来，秦州区各地抢抓农时，春耕备耕有序推进。",
        "新增5500多",
        "人次。 全区响应，",
        "",
        "打印 关闭",
        "责任编辑：王芳",
        "一、加强领导",
        "（记者 张三）",
        "图为现场。 张三 摄",
        "群众满意，成效明显。（秦州日报 张三）",
        "|",
        "推荐阅读",
    ]
)


def body(text):
    return Traced.from_raw(text).apply("furniture", drop_furniture(text, label_lines(text))).text


def kinds(text):
    return [(block.kind, text[block.start : block.end]) for block in label_lines(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_furniture_goes_and_the_body_stays(page):
    text = body(page["text"])
    assert [words for words in page["gone"] if words in text] == []
    assert [words for words in page["stay"] if words not in text] == []


@pytest.mark.parametrize("name", ["measured", "modelled", "modelled2"])
def test_furniture_goes_and_the_body_stays_on_most_pages(name):
    simplified = (page for page in SETS[name] if all(words in page["text"] for words in page["stay"]))
    bodies = [(page, body(page["text"])) for page in simplified]
    clean = [all(words not in text for words in page["gone"]) for page, text in bodies]
    whole = [all(words in text for words in page["stay"]) for page, text in bodies]
    assert (sum(clean) / len(clean) >= 0.95, all(whole)) == (True, True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_a_body_has_one_line_feed_between_paragraphs(page):
    text = body(page["text"])
    assert text == text.strip()
    assert all(line == line.strip() != "" for line in text.split("\n"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_a_body_read_again_stays_as_it_is(page):
    text = body(page["text"])
    assert body(text) == text


@given(st.one_of(st.text("首页>来源：。，（）记者张三 \n\u3000|2020-月", max_size=60), st.lists(LINES).map("\n".join)))
def test_blocks_are_ordered_and_leave_out_white_space_only(text):
    behind = 0
    for block in label_lines(text):
        assert behind <= block.start < block.end
        assert not text[behind : block.start].strip(" \n\r\t\u3000\xa0|｜")
        assert "\n" not in text[block.start : block.end]
        behind = block.end
    assert not text[behind:].strip(" \n\r\t\u3000\xa0|｜")


@given(st.lists(LINES).map("\n".join))
def test_what_stays_is_made_of_the_kept_blocks(text):
    kept = "".join(text[block.start : block.end] for block in label_lines(text) if block.kind in KEPT)
    assert "".join(body(text).split()) == "".join(kept.split())


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("各乡镇，各街道：\n组织人员排查检测\n等相关工作，确保不漏一户，不漏一人。", None),
        ("街道、社区统一调配，共同开展防疫宣传、人员排查检测\n等相关工作进行台账管理。", "检测等相关"),
        ("今年以来，全市转移就业5500多\n人次，增长明显。", "5500多人次"),
        ("一是加强领导，压实责任，\n\n确保各项措施落实。", "责任，确保"),
        ("实现“零\n\u3000\u3000发生”。", None),
        ("（一）坚持党建引领，全面加强基层组织体系和治理能力建设\n全县建立网格党支部312个，覆盖率达100%。", None),
        (
            "各级行动迅速，成效明显。\n以党建为引领，凝聚社区治理的强大合力与广泛共识\n全县建立网格党支部312个，覆盖率达100%。",
            None,
        ),
        (
            "加强组织领导，层层压实防汛抗旱工作责任\n完善预案体系，扎实开展应急演练和培训\n强化值班值守，确保信息报送及时准确",
            None,
        ),
    ],
)
def test_hard_wraps_inside_a_sentence_are_joined(wrapped, joined):
    assert (joined in body(wrapped)) if joined else "\n" in body(wrapped)


@pytest.mark.parametrize(
    "text",
    [
        "阳春三月，处处孕育着希望。\n速动员 凝聚战“疫”向心力\n一个支部就是一个堡垒，一名党员就是一面旗帜。",
        "主要做法如下：\n一、抓领导\n二、抓落实\n三、抓督查，抓考核，抓问责。",
        "问：疫苗收费吗？\n答：不收费。\n问：在哪里接种？\n答：社区卫生服务中心，每天八点开门。",
    ],
)
def test_lines_that_are_no_wraps_stay_lines(text):
    assert body(text) == text


def test_a_page_wrapped_to_one_width_is_unwrapped():
    lines = [
        "岳西县提前谋划周密部署，全县落实护林员二千余名，划定重点防火",
        "区一百二十六处，对进山入林人员实行登记管理，做到防火检查站全",
        "覆盖无死角。县林业局派出督查组深入乡镇明察暗访发现一起查处一",
        "起。",
    ]
    assert body("\n".join(lines)) == "".join(lines)


def test_a_flattened_page_gets_its_paragraphs_back():
    sentence = "市委组织部坚持抓党建促防控，推动各级党组织和广大党员冲锋在前、勇挑重担。"
    text = " ".join([sentence * 5, sentence * 5])
    assert body(text) == f"{sentence * 5}\n{sentence * 5}"


def test_gaps_between_sentences_of_an_ordinary_page_close():
    text = "全县迅速行动。 各镇立即响应，群众满意。\n全县累计排查1.2万户，发现隐患36处。"
    assert body(text).startswith("全县迅速行动。各镇立即响应")


def test_the_repeated_lead_goes_and_its_paragraph_stays():
    lead = "截至7月29日，盘州市累计接种新冠病毒疫苗103.6万剂次，全市设立接种点42个"
    text = f"盘州市织牢疫苗接种防护网\n来源：六盘水日报\n摘要：{lead}...\n{lead}，流动接种队58支。\n为方便老人，安排专车接送。"
    assert [kind for kind, _ in kinds(text)] == ["title", "dateline", "lead", "body", "body"]


def test_labels_of_a_notice_are_no_dateline():
    text = "关于举办培训班的通知\n各单位：\n现将有关事项通知如下，请遵照执行。\n时间：6月18日上午\n电话：12345\n请各单位于6月15日前报名，逾期不候。"
    assert body(text) == text.partition("\n")[2]


def test_one_line_is_body_whatever_it_looks_like():
    assert kinds("首页 > 要闻 > 正文") == [("body", "首页 > 要闻 > 正文")]


@pytest.mark.parametrize(
    "unit", ["（记者", "首页>", "来源：\n", "。 ", "一、\n", "图为\n", "打印\n正文很好，很好。\n", "\u3000"]
)
def test_nasty_pages_are_read_line_by_line(unit):
    text = unit * (60_000 // len(unit))
    assert sum(change.end - change.start for change in drop_furniture(text, label_lines(text))) <= len(text)


def test_a_wrapped_paragraph_is_joined_to_its_end():
    text = (
        "抗旱保苗期间，全县新打机电井214眼，维修提灌站57座、渠道131公里，日均出动抗旱人员2.2万\n"
        "人次，浇灌农作物38.6万亩，累\n计解决4.3万人饮水困难。\n下一步，继续找水打井，确保群众用水。"
    )
    first, second = document_from_text(text).text.split("\n")
    assert first.endswith("累计解决4.3万人饮水困难。")
    assert second.startswith("下一步")


def test_a_line_that_opens_with_a_date_is_no_title_and_goes_on():
    text = "2月24日，市人民医院第\n三批医疗队12名队员启程，全市共派出64名。"
    document = document_from_text(text)
    assert (document.title, document.text) == (None, text.replace("\n", ""))
