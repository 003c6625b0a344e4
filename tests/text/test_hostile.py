"""Files made to do harm, or broken by accident: each gets a row with its reason, and reading goes on."""

import json
import os
import threading
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest

from corpus_tools.text import guards
from corpus_tools.text.corpus import document_from_text, read_corpus
from corpus_tools.text.script import simplify
from corpus_tools.text.sources import read_sources

TEXT = "汕尾市委组织部紧急动员全市党员参加防汛，转移群众5500多人。"
PAGE = f"<html><head><title>题</title></head><body><h1>防汛在一线</h1><p>{TEXT}</p></body></html>"


def only(path):
    (source,) = read_sources(path)
    return source


def office(path, member, *, content=b"", size=0):
    """Write an Office file of which one member is replaced or blown up."""
    if path.suffix == ".docx":
        docx = pytest.importorskip("docx")
        document = docx.Document()
        document.add_paragraph(TEXT)
        document.save(path)
    else:
        pd.DataFrame({"text": [TEXT]}).to_excel(path, index=False)
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert member in members
    members[member] = content or b" " * size + members[member]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(("name", "member"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/worksheets/sheet1.xml")])
def test_an_office_file_that_unpacks_without_end_is_not_unpacked(tmp_path, monkeypatch, name, member):
    monkeypatch.setattr(guards, "MOST_BYTES", 3_000_000)
    office(tmp_path / name, member, size=4_000_000)
    assert (tmp_path / name).stat().st_size < 100_000
    assert only(tmp_path).error.startswith(f"{name}: unpacks to 4,")
    assert "expected at most 3,000,000. Save its text as" in only(tmp_path).error


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
    + '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
)


@pytest.mark.parametrize("entity", ["&j;", "&file;"])
def test_entities_are_not_unfolded(tmp_path, entity):
    word = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    office(
        tmp_path / "a.docx",
        "word/document.xml",
        content=f"{LAUGHS}{word}<w:body><w:p><w:r><w:t>{entity}</w:t></w:r></w:p></w:body></w:document>".encode(),
    )
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row = '<row r="{}"><c r="A{}" t="inlineStr"><is><t>{}</t></is></c></row>'
    rows = row.format(1, 1, "text") + row.format(2, 2, entity)
    office(
        tmp_path / "b.xlsx",
        "xl/worksheets/sheet1.xml",
        content=f"{LAUGHS}{sheet}{rows}</sheetData></worksheet>".encode(),
    )
    (tmp_path / "c.html").write_text(LAUGHS + PAGE.replace(TEXT, TEXT + entity), encoding="utf-8")
    for source in read_sources(tmp_path):
        assert len(source.raw or "") < 500
        assert "哈哈" not in (source.raw or "")
        assert os.uname().nodename not in (source.raw or "")


def test_a_file_of_two_gigabytes_is_named_and_not_read(tmp_path):
    for name in ("a.txt", "b.json", "c.docx", "d.html"):
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(2 << 30)
    for source in read_sources(tmp_path):
        assert source.error.startswith(f"{source.path}: 2,147,483,648 bytes; expected at most 100,000,000. Split it")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_without_end_is_named_and_not_read(tmp_path, monkeypatch, name):
    monkeypatch.setattr(guards, "MOST_BYTES", 2_000_000)
    (tmp_path / name).write_text("x" * 5_000_000, encoding="utf-8")
    assert "a line of 2,000,000 characters or more; expected one report. Split the file." in only(tmp_path).error


@pytest.mark.parametrize(
    ("name", "doc_id"),
    [
        (b"a\nb.txt", r"a\nb"),
        (b"\x1b[31mred.txt", r"\x1b[31mred"),
        ("防汛\u202etxt.txt".encode(), r"防汛\u202etxt"),
        ("防汛简报.txt".encode("gb18030"), "防汛简报"),
        (b"<script>alert(1).txt", "<script>alert(1)"),
        (b"=1+1.txt", "=1+1"),
    ],
)
def test_names_are_fit_for_tables(tmp_path, name, doc_id):
    try:
        with open(os.path.join(os.fsencode(tmp_path), name), "w", encoding="utf-8") as stream:  # noqa: PTH118, PTH123
            stream.write(TEXT)
    except OSError:
        pytest.skip("this file system does not know such names")
    source = only(tmp_path)
    assert (source.doc_id, source.raw) == (doc_id, TEXT)
    assert source.path.encode("utf-8").decode() == doc_id + ".txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert only(tmp_path).error == (
        "pipe.txt: neither a file nor a folder; expected a file. Take it out of the folder."
    )


def test_a_folder_that_links_to_itself_ends(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    assert [(source.path, source.error is None) for source in read_sources(tmp_path)] == [
        ("a.txt", True),
        ("again", False),
        ("round.txt", False),
    ]


def test_a_folder_that_vanishes_is_named_and_the_rest_is_read(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    scan = os.scandir

    def vanishing(path):
        if str(path).endswith("a"):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    sources = {source.path: source for source in read_sources(tmp_path)}
    assert sources["b/b.txt"].raw == TEXT
    assert sources["a"].error.startswith("a: cannot be read (No such file or directory).")


def test_a_file_that_shrinks_while_it_is_read_leaves_whole_rows(tmp_path):
    lines = [json.dumps({"text": TEXT, "id": f"n{i}"}, ensure_ascii=False) for i in range(5000)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    sources = read_sources(tmp_path)
    assert next(sources).doc_id == "n0"
    (tmp_path / "a.jsonl").write_text("", encoding="utf-8")
    rest = list(sources)
    assert all(source.raw == TEXT for source in rest[:-1])
    assert rest[-1].raw == TEXT or "no valid JSON" in rest[-1].error


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.jsonl", b"[" * 200_000, "no valid JSON"),
        ("a.json", b"[" * 200_000, "not JSON that can be read"),
        ("a.json", b'[{"text": 1e999}]', "is empty or no text"),
        ("a.csv", b"text,title\n" + b'"' + TEXT.encode(), None),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "not an xlsx file that can be read"),
        ("a.docx", b"PK\x05\x06" + bytes(18), "not a docx file that can be read"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "not a PDF that can be read"),
        ("a.parquet", b"PAR1PAR1", "not a Parquet file that can be read"),
        ("a.html", b"<!-- nothing -->", "not a web page that can be read"),
    ],
)
def test_broken_content_is_named(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    broken, fine = read_sources(tmp_path)
    assert fine.raw == TEXT
    assert broken.error is None if reason is None else broken.error.startswith(name) and reason in broken.error


def test_a_workbook_that_breaks_off_in_the_middle_is_named(tmp_path):
    office(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", content=b"<worksheet><sheetData><row")
    assert "not an xlsx file that can be read" in only(tmp_path).error


def test_html_nested_without_end_is_read_or_named(tmp_path):
    (tmp_path / "a.html").write_text("<div>" * 100_000 + PAGE, encoding="utf-8")
    source = only(tmp_path)
    assert source.error is None or "not a web page that can be read" in source.error


def test_half_a_character_pair_becomes_a_mark_of_loss(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "\\ud83d' + TEXT + '\\ud800"}', encoding="utf-8")
    assert only(tmp_path).raw == f"\ufffd{TEXT}\ufffd"
    assert [change.after for change in simplify("\ud800黨\ud83d")] == ["党"]
    assert "党员" in document_from_text("\ud800黨員").text


def test_script_in_a_text_stays_text(tmp_path):
    words = "<script>alert(document.cookie)</script><img src=x onerror=alert(1)>"
    (tmp_path / "a.txt").write_text(f"{TEXT}{words}\n{TEXT}", encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE.replace(TEXT, TEXT + words), encoding="utf-8")
    (text, page) = read_corpus(tmp_path)
    assert text.raw == f"{TEXT}{words}\n{TEXT}"
    assert "alert" not in page.raw


def test_a_bad_byte_behind_what_was_looked_at_costs_one_character(tmp_path):
    rows = "".join(f"{i},{TEXT}\n" for i in range(20_000))
    (tmp_path / "a.csv").write_bytes(f"id,text\n{rows}".encode() + b"z,\xff" + TEXT.encode() + b"\n")
    *_, last = read_sources(tmp_path)
    assert last.raw == f"\ufffd{TEXT}"


@pytest.mark.parametrize("fonttype", [3, 42])
def test_a_pdf_with_a_text_layer_is_read(tmp_path, fonttype):
    pytest.importorskip("pypdf")
    figures = pytest.importorskip("matplotlib.figure")
    from matplotlib import font_manager, rc_context

    font = font_manager.FontProperties(fname=str(corpus_font()))
    lines = [
        "秦州区春耕忙",
        "来源：天水日报 2021-03-05",
        "连日来，秦州区各地抢抓农时，春耕备耕有序推进，",
        "全区储备化肥1.2万吨。",
    ]
    with rc_context({"pdf.fonttype": fonttype}):
        figure = figures.Figure(figsize=(8, 11))
        for i, line in enumerate(lines):
            figure.text(0.1, 0.9 - 0.04 * i, line, fontproperties=font)
        figure.savefig(tmp_path / "a.pdf")
    (document,) = read_corpus(tmp_path)
    assert document.raw == "\n".join(lines)
    assert (document.title, document.outlet, document.city) == ("秦州区春耕忙", "天水日报", "秦州区")
    assert document.text == lines[2] + lines[3]


def corpus_font():
    from importlib.resources import files

    return files("corpus_tools").joinpath("data", "CorpusSansSC-Regular.ttf")


def test_a_pdf_of_pictures_is_named(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "a.pdf")
    assert "no text layer; expected text, found pictures of it. Run OCR on it first." in only(tmp_path).error


def test_reading_works_in_a_thread_with_a_small_stack(tmp_path):
    (tmp_path / "a.html").write_text("<div>" * 200 + PAGE, encoding="utf-8")
    found = []
    threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=lambda: found.extend(read_sources(tmp_path)))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(0)
    assert TEXT in found[0].raw
