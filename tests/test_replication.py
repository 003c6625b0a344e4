"""The replication package: an RO-Crate that holds what its README promises and nothing of the machine it was made on."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from corpus_tools import reporting
from corpus_tools.replication import About, make
from corpus_tools.replication_readme import _cell, _run_time

pytest.importorskip("rocrate", reason="rocrate is in the extra 'paper'")
ROOT = Path(__file__).parents[1]
ABOUT = About(title="测试 <b>package</b>", authors=("张三", "李四"), date="2026-11-22", minutes=4)
SECTIONS = [
    *("Overview", "Data availability and provenance statements", "Dataset list", "Computational requirements"),
    *("Description of programs", "Instructions to replicators", "List of figures and programs", "References"),
]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("source") / "reports"
    shutil.copytree(ROOT / "tests/cases/walk", folder)
    (folder / "registry.csv").write_text("file,outlet\nyibin.txt,三江时讯（登记）\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def out(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "report"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reporting, "NOTEBOOKS", ROOT / "tests/cases/notebooks")
        reporting.report(source, folder)
    return folder


@pytest.fixture(scope="module")
def package(out, source, tmp_path_factory):
    return make(out, tmp_path_factory.mktemp("whole") / "package", source=source, copy_texts=True, about=ABOUT)


def entities(package):
    graph = json.loads((package / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_the_crate_has_what_the_specification_requires(package):
    from rocrate.rocrate import ROCrate

    crate, known = ROCrate(package), entities(package)
    assert known["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = known["./"]
    assert [root["name"], root["datePublished"], root["license"]["@id"]] == [ABOUT.title, ABOUT.date, ABOUT.licence]
    assert {"description", "author", "hasPart"} <= set(root)
    assert all((package / part["@id"]).exists() for part in root["hasPart"])
    assert [author["name"] for author in crate.root_dataset["author"]] == list(ABOUT.authors)
    named = {reference["@id"] for entity in known.values() for reference in references(entity)}
    assert named <= set(known) | {"https://w3id.org/ro/crate/1.1"}


def references(value):
    if isinstance(value, dict) and set(value) == {"@id"}:
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from references(part)


def test_every_file_is_named_with_its_hash(package):
    parts = {part["@id"] for part in entities(package)["./"]["hasPart"]}
    files = [path for path in package.rglob("*") if path.is_file()]
    names = {path.relative_to(package).as_posix() for path in files} - {"ro-crate-metadata.json"}
    assert {name for name in names if not name.startswith("software/")} | {"software/"} == parts
    for name in parts - {"software/"}:
        assert (
            entities(package)[name]["identifier"]
            == f"sha256:{hashlib.sha256((package / name).read_bytes()).hexdigest()}"
        )


def test_the_crate_says_which_notebook_made_which_figure(package):
    run = entities(package)["#run-01_ledger.ipynb"]
    assert run["instrument"] == {"@id": "notebooks/01_ledger.ipynb"}
    assert {part["@id"] for part in run["result"]} == {
        f"figures/ledger.{e}" for e in ("svg", "pdf", "png", "csv", "json")
    }
    assert {part["@id"] for part in run["object"]} == {
        f"inputs/{n}" for n in ("anlan.html", "hanjiang.txt", "yibin.txt")
    }


def test_the_readme_has_the_sections_of_the_data_editors(package):
    readme = (package / "README.md").read_text(encoding="utf-8")
    assert [line.removeprefix("## ") for line in readme.splitlines() if line.startswith("## ")] == SECTIONS
    for part in (
        "张三, 李四",
        "under 5 minutes",
        "| `figures/ledger.svg` |",
        "`notebooks/01_ledger.ipynb`",
        "三江时讯（登记）",
    ):
        assert part in readme
    assert "{" not in readme


def test_nothing_of_this_machine_is_told(package, source, out):
    files = [path for path in package.rglob("*") if path.is_file() and "software" not in path.parts]
    for place in map(str, (source, out, ROOT)):
        assert [path for path in files if place.encode() in path.read_bytes()] == []


def test_same_report_same_bytes(out, source, tmp_path):
    first, second = (make(out, tmp_path / f"{n}.zip", source=source, about=ABOUT).read_bytes() for n in (1, 2))
    assert first == second


def test_texts_stay_out_unless_asked(out, source, tmp_path):
    package = make(out, tmp_path / "package", source=source, about=ABOUT)
    assert [path.name for path in (package / "inputs").iterdir()] == ["registry.csv"]
    with (package / "inputs.csv").open(encoding="utf-8", newline="") as file:
        hashes = {row["path"]: row["sha256"] for row in csv.DictReader(file)}
    assert hashes["yibin.txt"] == hashlib.sha256((source / "yibin.txt").read_bytes()).hexdigest()
    assert "not in the package" in (package / "README.md").read_text(encoding="utf-8")
    assert {text["@id"] for text in entities(package)["./"]["mentions"]} == {"#text-1", "#text-2", "#text-3"}


def test_a_text_that_has_changed_stops_the_package(out, source, tmp_path):
    shutil.copytree(source, tmp_path / "reports")
    (tmp_path / "reports/yibin.txt").write_text("别的文字", encoding="utf-8")
    with pytest.raises(ValueError, match=r"yibin\.txt: the text is not the one that the report read"):
        make(out, tmp_path / "a.zip", source=tmp_path / "reports", copy_texts=True)
    assert not (tmp_path / "a.zip").exists()


def test_what_is_no_report_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no report\.json"):
        make(tmp_path)


def test_the_date_can_come_from_the_environment(out, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert entities(make(out, tmp_path / "package"))["./"]["datePublished"] == "1970-01-02"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_the_unpacked_package_makes_its_outputs_anew(out, source, tmp_path):
    """The lines of its own README, but for those of the installation, run on the software and the texts within."""
    with zipfile.ZipFile(make(out, tmp_path / "a.zip", source=source, copy_texts=True, about=ABOUT)) as archive:
        archive.extractall(tmp_path / "unpacked")
    unpacked = tmp_path / "unpacked"
    shutil.rmtree(unpacked / "software/notebooks")
    shutil.copytree(ROOT / "tests/cases/notebooks", unpacked / "software/notebooks")
    *installation, report, compare = instructions(unpacked)
    assert [line.split()[1:3] for line in installation] == [["-m", "venv"], ["-m", "pip"], ["-m", "pip"]]
    assert all((unpacked / f"software/{name}").is_file() for name in ("requirements.lock", "pyproject.toml"))
    installed = unpacked / ".venv/bin/python"
    installed.parent.mkdir(parents=True)
    installed.write_text(f'#!/bin/sh\nPYTHONPATH="{unpacked}/software" exec "{sys.executable}" "$@"\n')
    installed.chmod(0o755)
    done = subprocess.run(["bash", "-ec", f"{report}\n{compare}"], cwd=unpacked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    compared = [line for line in done.stdout.splitlines() if line.endswith(": OK")]
    assert len(compared) == len((unpacked / "outputs.sha256").read_text(encoding="utf-8").splitlines()) > 5


def instructions(package):
    readme = (package / "README.md").read_text(encoding="utf-8")
    return re.search(r"```sh\n(.*?)\n```", readme, flags=re.DOTALL)[1].splitlines()


def test_text_is_text_in_the_readme():
    assert _cell("<script>|a|\nb*") == r"\<script\>\|a\| b\*"
    assert _run_time(5.1) == "The run takes under 15 minutes."
    assert _run_time(600) == "The run takes about 10 hours."
