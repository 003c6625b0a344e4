"""A reader's own folder: mixed formats and encodings, cities known, unknown and alone."""

import csv
import json

import nbformat
import pytest

from corpus_tools.execution import NotebookError, execute
from corpus_tools.reporting import report

PAGES = {
    "凤冈/扶贫.txt": (
        "gb18030",
        "凤冈县脱贫攻坚成效明显\n发布日期：2019-10-16 来源：凤冈县人民政府\n"
        "今年以来，凤冈县累计投入扶贫资金4.87亿元，86个贫困村已出列79个。\n截至9月底，全县选派第一书记86名，组建帮扶工作队120支。\n",
    ),
    "防汛.txt": (
        "utf-16",
        "新乡市启动防汛应急响应\n2021-07-21 18:30 来源：新乡日报\n"
        "截至21日16时，新乡市共转移群众76324人，投入抢险人员1.2万人次。\n各级党组织成立党员突击队300余支。\n",
    ),
    "接種.txt": (
        "big5",
        "淮南市疫苗接種穩步推進\n來源：淮南網 2021-06-10\n截至6月8日，淮南市累計接種疫苗185.6萬劑次，設置接種點102個。\n",
    ),
    "无名.txt": ("utf-8", "会议强调，要落实“三个到位”，即责任到位、措施到位、物资到位。出席会议的有50多人。\n"),
    "坏.bin": (None, b"\x00\x01\x02" * 40),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for name, (encoding, text) in PAGES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if encoding is None else text.encode(encoding))
    out = tmp_path_factory.mktemp("out")
    return out, report(folder, out, only=["01", "06", "07"])


def test_the_notebooks_run_on_it(outcome):
    out, reasons = outcome
    assert list(reasons.values()) == [None, None, None]
    assert json.loads((out / "report.json").read_text(encoding="utf-8")) == reasons


def test_figures_and_tables_are_its_own(outcome):
    out, _ = outcome
    assert {path.stem for path in (out / "figures").glob("*.pdf")} >= {"corpus_timeline", "reported_values"}
    documents = list(csv.DictReader((out / "tables/documents.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["city"] for row in documents} >= {"凤冈县", "新乡市", "淮南市", ""}


def test_what_cannot_be_read_is_in_the_table_with_its_reason(outcome):
    out, _ = outcome
    documents = list(csv.DictReader((out / "tables/documents.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["path"] for row in documents if row["error"]] == ["坏.bin"]


def test_a_failing_cell_is_named(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    with pytest.raises(NotebookError, match=r"bad\.ipynb, code cell 1: ZeroDivisionError"):
        execute(tmp_path / "bad.ipynb", tmp_path / "done.ipynb")
    assert not (tmp_path / "done.ipynb").exists()


def test_parameters_replace_assignments(tmp_path):
    cell = nbformat.v4.new_code_cell('SOURCE = "../seeds"', metadata={"tags": ["parameters"]})
    nbformat.write(
        nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_code_cell("print(SOURCE)")]), tmp_path / "a.ipynb"
    )
    execute(tmp_path / "a.ipynb", tmp_path / "b.ipynb", parameters={"SOURCE": "mine"})
    done = nbformat.read(tmp_path / "b.ipynb", as_version=4)
    assert done.cells[1].outputs[0].text == "mine\n"
