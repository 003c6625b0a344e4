"""Appendix, methods paragraph, bibliography and the walk of docs/paper.md."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools import cli, latex, reporting
from corpus_tools.appendix import export_appendix
from corpus_tools.paper import corpus_citation, methods_paragraph

ROOT = Path(__file__).parents[1]
ENDINGS = ("xlsx", "docx", "tex", "csv")
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    r"\input{x} 5% & $a_b$ #1 ^~",
    "[1] *",
    "a\x07b\x00",
]


@pytest.fixture(scope="module")
def corpus():
    return ct.read_corpus(ROOT / "tests/cases/walk")


@pytest.fixture(scope="module")
def values(corpus):
    return ct.reported_values(corpus)


def nasty_table():
    return pd.DataFrame({"city": "汕尾市", "quote": NASTY, "raw_start": range(len(NASTY)), "raw_end": 9})


def xlsx_rows(path, sheet=0):
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_same_table_same_bytes(values, corpus, tmp_path, ending):
    first, second = (
        export_appendix(values, tmp_path / str(n) / f"a.{ending}", corpus=corpus).read_bytes() for n in (1, 2)
    )
    assert first == second
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_office_files_hold_no_date_of_today(values, tmp_path, ending):
    with zipfile.ZipFile(export_appendix(values, tmp_path / f"a.{ending}")) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert re.findall(r">(\d{4})-\d\d-\d\dT", archive.read("docProps/core.xml").decode()) == ["1980", "1980"]


def test_no_cell_of_a_spreadsheet_is_a_formula(tmp_path):
    path = export_appendix(nasty_table(), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert [row[1] for row in xlsx_rows(path)[1:]] == [*NASTY[:-1], "a〈U+0007〉b〈U+0000〉"]


def test_no_cell_of_a_csv_is_a_formula(tmp_path):
    read = pd.read_csv(export_appendix(nasty_table(), tmp_path / "a.csv"), encoding="utf-8-sig")
    assert [text for text in read["quote"] if text[0] in "=+-@"] == []


def test_a_word_page_shows_markup_as_text(tmp_path):
    docx = pytest.importorskip("docx", reason="python-docx is in the extra 'formats'")
    page = docx.Document(export_appendix(nasty_table(), tmp_path / "a.docx"))
    assert [row.cells[1].text for row in page.tables[0].rows][1:] == [*NASTY[:-1], "a〈U+0007〉b〈U+0000〉"]


def test_the_sources_come_along(values, corpus, tmp_path):
    path = export_appendix(values, tmp_path / "a.xlsx", corpus=corpus, lang="en")
    assert openpyxl.load_workbook(path).sheetnames == ["Evidence", "Sources", "About"]
    sources = xlsx_rows(path, 1)
    assert [row[0] for row in sources[1:]] == [document.doc_id for document in corpus]
    assert [row[-1] for row in sources[1:]] == [document.sha256 for document in corpus]
    assert corpus.hash in str(xlsx_rows(path, 2))


def test_a_quote_that_is_not_there_stops_the_export(values, corpus, tmp_path):
    with pytest.raises(ValueError, match=r"expected the quote '伪造的话'"):
        export_appendix(values.assign(quote="伪造的话"), tmp_path / "a.csv", corpus=corpus)
    with pytest.raises(ValueError, match="which the corpus lacks"):
        export_appendix(values.assign(doc_id="elsewhere"), tmp_path / "a.csv", corpus=corpus)
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_told(values, tmp_path):
    with pytest.raises(ValueError, match=r"'\.odt', expected one of \.xlsx"):
        export_appendix(values, tmp_path / "a.odt")


@settings(max_examples=200)
@given(st.text())
def test_no_text_is_a_command_of_latex(text):
    escaped = latex.escape(text)
    words = r"textbackslash|textbraceleft|textbraceright|textasciicircum|textasciitilde|textquotesingle|textasciigrave"
    known = rf"\\(?:(?:{words}|textquotedbl|textless|textgreater|newline|allowbreak)\{{\}}|[$&#%_])"
    assert not re.search(r"[\\$&#%_^~\[*]", re.sub(r"\{[\[\]*-]\}", "", re.sub(known, "", escaped)))
    assert escaped.count("{") == escaped.count("}")


@pytest.mark.skipif(not shutil.which("xelatex"), reason="xelatex is not installed")
def test_xelatex_compiles_it(tmp_path):
    export_appendix(nasty_table(), tmp_path / "a.tex", caption="附录 50% & [x]")
    command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_methods_say_what_was_done_and_nothing_else(corpus, values):
    terms = ct.term_frequencies(ct.segment(corpus, dictionary=False), bootstrap=10, seed=3)
    said = methods_paragraph(terms, values, corpus=corpus, lang="en")
    for part in (
        "3 texts",
        corpus.hash[:16],
        "user dictionary: none",
        "10 bootstrap",
        "seed: 3",
        f"{len(values)} values",
    ):
        assert part in said
    assert "permutations" not in said
    assert "stop list: none" in said
    chinese = methods_paragraph(terms, values, corpus=corpus)
    assert "语料为3篇文本" in chinese
    assert "随机种子：3" in chinese
    assert "{" not in said + chinese


def test_two_segmenters_are_told_apart(corpus):
    tables = [ct.term_frequencies(ct.segment(corpus, engine=engine), bootstrap=0) for engine in ("jieba", "characters")]
    said = methods_paragraph(*tables, corpus=corpus, lang="en")
    assert said.count("segmented with") == 2
    assert "characters, n=2" in said


def test_every_kind_of_table_has_its_sentence(corpus, values):
    tokens = ct.segment(corpus)
    tables = [
        ct.keyness(tokens, bootstrap=10, permutations=10, min_count=2, min_units=1),
        *(ct.tf_idf(tokens), ct.similarity(tokens), ct.collocates(tokens, "党员"), ct.concordance(corpus, "党员")),
        *(ct.shared_wording(corpus), values, ct.time_series(values), ct.events(corpus), ct.slogans(corpus)),
        ct.evidence(pd.DataFrame({"token": ["党员"]}), corpus),
    ]
    said = [methods_paragraph(table, corpus=corpus, lang="en") for table in tables]
    assert len(set(said)) == len(tables)


def test_a_table_that_lost_its_settings_is_told(corpus):
    table = ct.keyness(ct.segment(corpus), bootstrap=0, permutations=0, min_count=2, min_units=1)
    table.attrs = {}
    with pytest.raises(ValueError, match=r"table 1 \(keyness\) has lost its setting 'prior'"):
        methods_paragraph(table, corpus=corpus)
    with pytest.raises(ValueError, match="expected a table that corpus_tools made"):
        methods_paragraph(pd.DataFrame({"a": [1]}), corpus=corpus)


def test_the_bibliography_has_an_entry_for_each_text(corpus):
    entries = corpus_citation(corpus)
    keys = re.findall(r"(?m)^@misc\{(.+),$", entries)
    assert keys == [f"corpus-{corpus.hash[:8]}", *(document.doc_id for document in corpus)]
    assert all(document.sha256 in entries for document in corpus)
    assert entries.count("{") == entries.count("}")


def blocks(text):
    return re.findall(r"```(\w+)\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("folder", ["seeds", "tests/cases/walk"])
def test_the_walk_ends_with_the_promised_files(folder, tmp_path, monkeypatch):
    shutil.copytree(ROOT / folder, tmp_path / "my_reports")
    monkeypatch.setattr(reporting, "NOTEBOOKS", ROOT / "tests/cases/notebooks")
    monkeypatch.chdir(tmp_path)
    names = {}
    for kind, code in blocks((ROOT / "docs/paper.md").read_text(encoding="utf-8")):
        if kind == "python":
            exec(compile(code, "docs/paper.md", "exec"), names)
        else:
            cli.main(code.removeprefix("corpus-tools ").split())
    promised = {f"values.{ending}" for ending in ("svg", "pdf", "png", "csv", "json")}
    promised |= {"appendix.xlsx", "appendix.docx", "appendix.tex", "terms.xlsx", "replication.zip", "corpus.bib"}
    assert {path.name for path in (tmp_path / "paper").iterdir()} == promised | {"methods.zh.txt", "methods.en.txt"}


def commands(text):
    """The code blocks of a README, without remarks."""
    return [(kind, re.sub(r"(?m)\s*#.*$", "", code)) for kind, code in blocks(text)]


def links(text):
    return sorted(set(re.findall(r"\]\(([^)]+)\)", text)) - {"README.md", "README.zh.md"})


def test_the_two_readmes_are_in_step():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert commands(chinese) == commands(english)
    assert links(chinese) == links(english)
    assert len(re.findall(r"(?m)^#", chinese)) == len(
        re.findall(r"(?m)^#", re.sub(r"```.*?```", "", english, flags=re.S))
    )
    inline = [
        sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))))
        for text in (english, chinese)
    ]
    assert inline[0] == inline[1]


def test_the_gallery_shows_every_committed_figure():
    page = (ROOT / "docs/gallery.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[\w+\]\(\.\./figures/(\w+)\.png\)", page)
    remedy = "write it anew: .venv/bin/python scripts/build_site.py --gallery"
    assert shown == sorted(path.stem for path in (ROOT / "figures").glob("*.json")), remedy
