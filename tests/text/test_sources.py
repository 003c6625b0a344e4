import datetime as dt
import hashlib
import json
import os
import random
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools.text.decoding import decode
from corpus_tools.text.sources import find_entries, read_entry, read_registry, read_sources

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCES = (
    "全市各级党组织闻令而动，组织党员干部下沉一线参与防汛抢险工作。",
    "我县脱贫攻坚取得决定性成就，贫困户人均纯收入达到8650元。",
    "今年以来，全区累计检查企业3200家次，排查整改隐患1.5万处。",
    "会议强调，要坚持人民至上、生命至上，科学有序推进疫苗接种。",
    "王建国同志走访慰问困难群众，送去米、面、油等慰问品",
    "关于进一步做好稳就业工作的通知",
    "春耕备耕正当时，农技人员深入田间地头",
)
TRADITIONAL = (
    "各級黨組織聞令而動，組織黨員幹部下沉一線參與防汛搶險工作。",
    "特區政府發言人說，截至六月十七日，共有一百二十人接種疫苗。",
    "縣議會審查總預算，議員質詢災後重建進度與經費執行情形。",
)
TEXT = "全县防汛工作会议召开，强调压实责任、严格值守。"


def folder(tmp_path, files):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def only(path, **options):
    (source,) = read_sources(path, **options)
    return source


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [8, 12, 20, 400])
@pytest.mark.parametrize("sentence", SENTENCES + TRADITIONAL)
def test_encodings_are_told_apart(sentence, length, encoding):
    text = (sentence * 30)[:length]
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "cp950"])
@pytest.mark.parametrize("length", [8, 12, 20, 400])
@pytest.mark.parametrize("sentence", TRADITIONAL)
def test_big5_is_told_from_gbk(sentence, length, encoding):
    text = (sentence * 30)[:length]
    assert decode(text.encode(encoding)) == (text, "big5hkscs")


def test_the_text_is_the_bytes_with_their_line_ends():
    assert decode("一\r\n二\r三\n".encode("gbk"))[0] == "一\r\n二\r三\n"


@pytest.mark.parametrize("text", ["", "plain ASCII, 2020-02-25", "café naïve résumé"])
def test_text_without_chinese_is_text_too(text):
    assert decode(text.encode())[0] == text


def test_a_few_invalid_bytes_are_marked_and_the_rest_is_read():
    text, encoding = decode(("疫情防控" * 50).encode("gbk") + b"\xff" + ("党员" * 50).encode("gbk"))
    assert (text.count("\ufffd"), encoding) == (1, "gb18030")


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ValueError, match="no text encoding fits"):
        decode(bytes(range(256)) * 20)


@pytest.mark.parametrize("size", [60, 200, 2_000, 20_000])
def test_bytes_drawn_by_lot_are_refused_whatever_the_lot(size):
    """UTF-16 takes almost any bytes; what tells text from them is how rare the characters are."""
    lot = random.Random(size)
    for _ in range(40):
        with pytest.raises(ValueError, match="no text encoding fits"):
            decode(lot.randbytes(size))


@pytest.mark.parametrize(
    "text", [*SENTENCES, *TRADITIONAL, "Party members 党员", "龘靐齉齾四字难写，人人都识。", "1,234\r\n"]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read(text, encoding):
    assert decode(text.encode(encoding)) == (text, encoding)


def test_a_declared_encoding_must_hold():
    data = "安全".encode() + "疫情".encode("gbk")
    with pytest.raises(ValueError, match="byte 6: invalid utf-8 byte 0xD2; declared as utf-8"):
        decode(data, declared="utf-8")
    with pytest.raises(ValueError, match="utf8mb4, which is no encoding"):
        decode(data, declared="utf8mb4")


def test_a_subset_is_read_as_its_superset():
    assert decode("朱镕基".encode("gbk"), declared="gb2312") == ("朱镕基", "gb18030")


def test_what_a_page_says_of_itself_is_followed_only_if_it_holds():
    assert decode("疫情".encode("gbk"), hint="utf-8") == ("疫情", "gb18030")
    assert decode("ab".encode("gbk"), hint="gb2312") == ("ab", "gb18030")


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        st.sampled_from("全市各级党组织闻令而动员干部下沉一线参与防汛抢险工作的是在有，。、0123456789"),
        min_size=20,
        max_size=60,
    )
)
def test_any_chinese_comes_back_from_utf8_and_gbk(text):
    assert decode(text.encode())[0] == text
    assert decode(text.encode("gb18030"))[0] == text


# ---------------------------------------------------------------- folders


def test_seeds_are_read_byte_for_byte_with_what_the_registry_says():
    sources = list(read_sources(SEEDS))
    assert [source.path for source in sources] == sorted(path.name for path in SEEDS.glob("*.txt"))
    assert all(source.raw.encode() == (SEEDS / source.path).read_bytes() for source in sources)
    assert sources[0].declared["city"] == "汕尾市"


def test_a_folder_is_read_in_the_order_of_its_paths_with_unique_identifiers(tmp_path):
    folder(
        tmp_path,
        {"b.txt": TEXT, "a/b.txt": TEXT, "a.html": "<p>一</p>", "b-2.txt": TEXT, ".hidden.txt": "x", ".git/c.txt": "x"},
    )
    found = [(source.doc_id, source.path) for source in read_sources(tmp_path)]
    assert found == [("a", "a.html"), ("b-2", "b-2.txt"), ("b", "b.txt"), ("b-3", "a/b.txt")]


def test_mixed_encodings_and_formats(tmp_path):
    page = f'<html><head><meta charset="gb2312"><meta name="PubDate" content="2021-06-18"><title>题</title></head><body><p>{TEXT}</p></body></html>'
    folder(
        tmp_path,
        {"a.txt": TEXT.encode("gbk"), "b.txt": TEXT.encode("utf-16"), "c.html": page.encode("gbk"), "d": TEXT.encode()},
    )
    sources = list(read_sources(tmp_path))
    assert {source.raw.strip() for source in sources} == {TEXT}
    assert [source.encoding for source in sources] == ["gb18030", "utf-16", "gb18030", "utf-8"]
    assert sources[2].declared == {"html_date": "2021-06-18", "html_title": "题"}


def test_what_cannot_be_read_is_in_the_result_with_its_reason(tmp_path):
    folder(
        tmp_path,
        {"a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1", "b.txt": b"PK\x03\x04", "c.bin": bytes(range(256)) * 9, "d.txt": TEXT},
    )
    errors = {source.path: source.error for source in read_sources(tmp_path)}
    assert "old Office file" in errors["a.doc"]
    assert "zip archive" in errors["b.txt"]
    assert "c.bin" in errors["c.bin"]
    assert errors["d.txt"] is None


@pytest.mark.parametrize(
    ("name", "module", "package"),
    [("a.docx", "docx", "python-docx"), ("a.pdf", "pypdf", "pypdf"), ("a.parquet", "pyarrow.parquet", "pyarrow")],
)
def test_a_missing_library_is_named(tmp_path, monkeypatch, name, module, package):
    monkeypatch.setitem(sys.modules, module, None)
    assert (
        only(folder(tmp_path, {name: b"x"})).error
        == f"{name}: reading this format needs {package}: pip install {package}"
    )


def test_symbolic_links_do_not_lead_out_of_the_folder(tmp_path):
    home = folder(tmp_path / "home", {"a.txt": TEXT})
    folder(tmp_path, {"secret.txt": "x", "other/b.txt": "x"})
    (home / "out.txt").symlink_to(tmp_path / "secret.txt")
    (home / "folder").symlink_to(tmp_path / "other")
    (home / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (home / "in.txt").symlink_to(home / "a.txt")
    sources = {source.path: source for source in read_sources(home)}
    assert sources["in.txt"].raw == TEXT
    assert "leads out of the folder" in sources["out.txt"].error
    assert "leads out of the folder" in sources["folder"].error
    assert "leads nowhere" in sources["gone.txt"].error


def test_a_file_that_vanishes_is_named(tmp_path):
    entries = list(find_entries(folder(tmp_path, {"a.txt": TEXT})))
    (tmp_path / "a.txt").unlink()
    (source,) = read_entry(entries[0])
    assert (
        source.error
        == "a.txt: cannot be read (No such file or directory). Check that the file is there and may be read."
    )


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read")
def test_a_file_that_may_not_be_read_is_named(tmp_path):
    (folder(tmp_path, {"a.txt": TEXT}) / "a.txt").chmod(0)
    assert "cannot be read" in only(tmp_path).error


def test_no_such_folder():
    with pytest.raises(FileNotFoundError, match="nowhere: no such file or folder"):
        list(read_sources("nowhere"))


def test_a_single_file(tmp_path):
    folder(tmp_path, {"a.txt": TEXT})
    source = only(tmp_path / "a.txt")
    assert (source.doc_id, source.path, source.raw, source.sha256) == (
        "a",
        "a.txt",
        TEXT,
        hashlib.sha256(TEXT.encode()).hexdigest(),
    )


# ---------------------------------------------------------------- web pages


PAGE = """<!doctype html><html><head><title>石桥镇扎实推进防汛工作_清河县人民政府</title></head><body>
<table><tr><td><a href=#>首页</a></td></tr></table><table><tr><td><h2>石桥镇扎实推进防汛工作</h2>
<p>发布时间：2021-06-18 来源：清河县融媒体中心</p><p>　　连日来，石桥镇坚持人民至上，全力做好防汛备汛工作。</p>
<p>　　截至6月17日，共排查隐患点126处，转移群众1832人。</p><br>下一步，将严格落实24小时值班制度。</td></tr></table></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_a_page_keeps_its_headline_its_byline_and_its_lines(tmp_path, name):
    lines = only(folder(tmp_path, {name: PAGE})).raw.split("\n")
    start = lines.index("石桥镇扎实推进防汛工作")
    assert [line.strip() for line in lines[start:]] == [
        "石桥镇扎实推进防汛工作",
        "发布时间：2021-06-18 来源：清河县融媒体中心",
        "连日来，石桥镇坚持人民至上，全力做好防汛备汛工作。",
        "截至6月17日，共排查隐患点126处，转移群众1832人。",
        "下一步，将严格落实24小时值班制度。",
    ]


def test_an_empty_page_is_an_empty_text(tmp_path):
    assert only(folder(tmp_path, {"a.html": " "})).raw == ""


# ---------------------------------------------------------------- registries


def test_registry_is_honoured(tmp_path):
    rows = (
        f"file,city,encoding,published_on,sha256\na.txt,秦州区,gbk,2021-06-18,\nb.txt,,,,{'0' * 64}\nc.txt,清河县,,,\n"
    )
    folder(tmp_path, {"registry.csv": rows, "a.txt": "安全".encode("gbk"), "b.txt": TEXT})
    a, b, c = read_sources(tmp_path)
    assert (a.raw, a.declared) == ("安全", {"city": "秦州区", "published_on": "2021-06-18"})
    assert "sha256 is" in b.error
    assert b.raw is None
    assert c.error == "c.txt: listed in the registry, but not in the folder. Add the file or delete its row."


def test_an_encoding_of_the_registry_that_does_not_hold_is_named_with_the_byte(tmp_path):
    folder(tmp_path, {"registry.csv": "file,encoding\na.txt,utf-8\n", "a.txt": TEXT.encode("gbk")})
    assert only(tmp_path).error == (
        "a.txt, byte 2: invalid utf-8 byte 0xCF; the registry says utf-8. "
        "Set encoding=gb18030 there if that is the file's encoding."
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("name,city\na,b\n", "no column 'file'; found name, city"),
        ("file,cty\na,b\n", "unknown column 'cty'; did you mean 'city'"),
        ("file,xyz\na,b\n", "unknown column 'xyz'; expected file, sha256"),
        ("file,city\na,b\na,c\n", "line 3: a is listed twice"),
    ],
)
def test_a_registry_with_a_slip_is_refused(tmp_path, rows, message):
    folder(tmp_path, {"registry.csv": rows})
    with pytest.raises(ValueError, match=message):
        list(read_sources(tmp_path))


def test_a_registry_may_be_a_table_or_a_file_elsewhere(tmp_path):
    folder(tmp_path, {"in/a.txt": TEXT, "list.csv": "file,city\na.txt,天水市\n".encode("gbk")})
    table = pd.DataFrame({"file": ["a.txt"], "city": ["天水市"], "outlet": [None]})
    assert only(tmp_path / "in", registry=table).declared == {"city": "天水市"}
    assert only(tmp_path / "in", registry=tmp_path / "list.csv").declared == {"city": "天水市"}
    assert read_registry(table) == {"a.txt": {"file": "a.txt", "city": "天水市"}}


# ---------------------------------------------------------------- tables


def csv_of(rows):
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_gives_one_report_a_row(tmp_path, encoding):
    rows = [
        ("编号", "城市", "日期", "正文", "来源"),
        ("n1", "天水市", "2020-02-25", TEXT + "\r\n第二段，含“引号”。", "天水日报"),
        ("n2", "", "", "", ""),
    ]
    first, second = read_sources(folder(tmp_path, {"t.csv": csv_of(rows).encode(encoding)}))
    assert (first.doc_id, first.path, first.encoding) == ("n1", "t.csv#1", encoding)
    assert first.raw == TEXT + "\r\n第二段，含“引号”。"
    assert first.declared == {"city": "天水市", "published_on": "2020-02-25", "outlet": "天水日报"}
    assert second.error == "t.csv#2: column '正文' is empty or no text. Fill it or delete the row."


def test_the_text_column_is_the_one_with_the_longest_strings(tmp_path):
    sources = list(read_sources(folder(tmp_path, {"t.tsv": f"a\tb\n短\t{TEXT}\n短\t{TEXT}\n"})))
    assert [(source.doc_id, source.raw) for source in sources] == [("t-1", TEXT), ("t-2", TEXT)]


def test_a_table_without_text_is_named(tmp_path):
    assert "no column holds text; found a, b" in only(folder(tmp_path, {"t.csv": "a,b\n1,2\n"})).error


def test_a_row_with_too_many_fields_is_named(tmp_path):
    good, bad = read_sources(folder(tmp_path, {"t.csv": f"city,text\n天水市,{TEXT}\n天水市,{TEXT},逗号,没有引号\n"}))
    assert good.error is None
    assert bad.error == "t.csv#2: 4 fields where the header has 2. Put quotes around the text."


def test_a_day_that_is_none_costs_its_row_alone(tmp_path):
    days = ["2020-02-25", "昨天", "2020-02-30", "1020-02-03", "2020年2月25日 10:00", "2020/2/25", "20200225", ""]
    rows = [("日期", "正文"), *((day, TEXT) for day in days)]
    corpus = ct.read_corpus(folder(tmp_path, {"t.csv": csv_of(rows)}))
    assert [document.published_on for document in corpus] == [dt.date(2020, 2, 25)] * 4 + [None]
    assert [source.path for source in corpus.unreadable] == ["t.csv#2", "t.csv#3", "t.csv#4"]
    reason = "t.csv#2: published_on is '昨天'; expected a date such as 2020-02-25. Correct or delete it."
    assert reason in set(corpus.documents()["error"])


def test_a_registry_whose_day_or_year_is_none_costs_the_file_alone(tmp_path):
    files = {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}
    table = pd.DataFrame(
        {"file": sorted(files), "published_on": ["", "2020", "2020-02-25"], "year": ["20", "", "2020"]}
    )
    corpus = ct.read_corpus(folder(tmp_path, files), registry=table)
    assert [document.doc_id for document in corpus] == ["c"]
    assert [source.error.split(";")[0] for source in corpus.unreadable] == [
        "a.txt: year is '20'",
        "b.txt: published_on is '2020'",
    ]


def test_a_page_that_names_no_day_is_read_without(tmp_path):
    page = f'<html><head><meta name="pubdate" content="刚刚"></head><body><p>{TEXT}</p></body></html>'
    (document,) = ct.read_corpus(folder(tmp_path, {"a.html": page}))
    assert document.published_on is None


def test_json_lines_keep_going_after_a_bad_line(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False),
        "{broken",
        "[]",
        json.dumps({"id": "a", "text": TEXT}),
    ]
    sources = list(read_sources(folder(tmp_path, {"t.jsonl": "\n".join(lines)})))
    assert [source.doc_id for source in sources] == ["a", "t-2", "t-3", "a-2"]
    assert "no valid JSON" in sources[1].error
    assert "found list; expected a JSON object" in sources[2].error
    assert sources[3].raw == TEXT


def test_a_workbook_gives_one_report_a_row(tmp_path):
    pd.DataFrame({"title": ["题"], "text": [TEXT], "date": [pd.Timestamp("2020-02-25")]}).to_excel(
        tmp_path / "t.xlsx", index=False
    )
    source = only(tmp_path / "t.xlsx")
    assert (source.raw, source.declared) == (TEXT, {"title": "题", "published_on": "2020-02-25"})


def test_broken_tables_are_named(tmp_path):
    folder(tmp_path, {"a.xlsx": b"x", "b.json": "{}", "c.json": "[1"})
    assert all(source.error.startswith(f"{source.path}: ") for source in read_sources(tmp_path))


def test_parquet_docx_and_pdf(tmp_path):
    docx = pytest.importorskip("docx")
    pytest.importorskip("pyarrow")
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(tmp_path / "a.docx")
    pd.DataFrame({"id": ["p"], "text": [TEXT]}).to_parquet(tmp_path / "b.parquet")
    assert [(source.doc_id, source.raw) for source in read_sources(tmp_path)] == [("a", TEXT), ("p", TEXT)]


def test_reading_is_lazy(tmp_path):
    folder(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    sources = read_sources(tmp_path)
    assert next(sources).doc_id == "a"
    (tmp_path / "b.txt").unlink()
    assert "cannot be read" in next(sources).error
