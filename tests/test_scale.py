"""A build gives the tables of the library, whoever does the work and however often it was ended on the way."""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("pyarrow")

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools.scale import TABLES, Progress, build, inputs, merging, progress_line
from corpus_tools.scale.columns import strings
from corpus_tools.scale.counting import COUNTS
from corpus_tools.scale.mapping import words
from corpus_tools.scale.storage import BuildError, Store
from corpus_tools.words.engines import load_engine
from corpus_tools.words.lexicon import dictionary_terms
from corpus_tools.words.segmentation import sentences

CITIES = ("汕尾市", "广安市", "福州市", "咸宁市", None)
PART = 8
FAST = ("documents", "edits", "terms")
FILES_A_PART = len(FAST) + 1


def report(number):
    """An invented report: every city has several, some have none, every tenth is in Traditional with annotations."""
    city = CITIES[number % len(CITIES)] or "当地"
    if number % 10 == 9:
        return f"{city}組織{number}個(gè)黨(dǎng)組織開展防汛工作。\n黨員帶頭，群眾響應(yīng)。"
    return (
        f"{city}扎实推进安全生产工作\n来源：{city.rstrip('市')}日报　发布时间：2021-07-{number % 28 + 1:02}\n"
        f"{city}组织{number + 3}个工作组，排查隐患{number * 7 + 11}处，整改率达到{number + 10}.5%。\n"
        f"截至7月{number % 28 + 1}日，发放“三个一”倡议书1,{number:03}份。党员{'带头' * (number % 3)}值守！\n"
    )


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Files in several encodings and folders, a table of reports, and two files that cannot be read."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(40):
        file = folder / f"folder-{number // 16}" / f"report-{number:02}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(report(number).encode("gb18030" if number % 7 == 3 else "utf-8"))
    rows = [json.dumps({"text": report(number), "city": CITIES[number % 4]}, ensure_ascii=False) for number in range(6)]
    (folder / "table.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (folder / "folder-0" / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "folder-1" / "empty.jsonl").write_text('{"text": ""}\n', encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(inputs, "PART_REPORTS", PART)


@pytest.fixture(scope="module")
def built(reports, tmp_path_factory):
    """All tables of the reports, built by a plain loop."""
    out = tmp_path_factory.mktemp("built") / "tables"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "PART_REPORTS", PART)
        build(reports, out, tables=TABLES, workers=1)
    return out


def contents(folder):
    """The bytes of every file below a folder, by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def assert_same(found, expected, tables):
    """The finished tables are there, the same byte for byte, and nothing else is."""
    assert {path.name for path in found.iterdir()} == {*tables, "build.json"}
    for name in tables:
        assert contents(found / name) == contents(expected / name)


def table(folder, name):
    return pd.read_parquet(folder / name)


def as_built(frame):
    """A table of the library with the types that it has after a way through Parquet."""
    frame = frame.astype(object).where(frame.notna(), None)
    return [tuple(list(cell) if isinstance(cell, tuple) else cell for cell in row) for row in frame.to_numpy().tolist()]


def rows_of(folder, name):
    frame = pq.ParquetDataset(folder / name).read().to_pylist()
    return [tuple(row.values()) for row in frame]


@pytest.fixture(scope="module")
def corpus(reports):
    return ct.read_corpus(reports)


class TestTables:
    def test_documents_are_those_of_the_corpus(self, built, corpus):
        expected = corpus.documents().set_index("doc_id").sort_index().reset_index()
        found = table(built, "documents").sort_values("doc_id", ignore_index=True)
        assert as_built(found) == as_built(expected[found.columns])

    def test_documents_stand_in_the_order_of_their_paths(self, built, reports):
        entries = [source.path for source in inputs_of(reports)]
        assert table(built, "documents")["path"].tolist() == entries

    def test_what_cannot_be_read_is_there_with_its_reason(self, built):
        errors = table(built, "documents").set_index("path")["error"].dropna()
        assert set(errors.index) == {"folder-0/scan.pdf", "folder-1/empty.jsonl#1"}
        assert errors["folder-0/scan.pdf"].startswith("folder-0/scan.pdf")

    @pytest.mark.parametrize(
        ("name", "make"), [("edits", ct.edits), ("values", ct.reported_values), ("slogans", ct.slogans)]
    )
    def test_claims_and_receipts_are_those_of_the_library(self, built, corpus, name, make):
        order = {doc_id: place for place, doc_id in enumerate(table(built, "documents")["doc_id"])}
        expected = make(sorted(corpus, key=lambda document: order[document.doc_id]))
        assert rows_of(built, name) == as_built(expected)
        assert len(expected) > 10

    def test_tokens_are_those_of_the_reference_engine(self, built, corpus):
        expected = sorted(as_built(ct.segment(corpus, engine="jieba")), key=str)
        assert sorted(rows_of(built, "tokens"), key=str) == expected

    def test_terms_are_counted_as_from_the_tokens(self, built, corpus):
        shared = ["city", "token", "count", "group_tokens", "per_10000", "documents", "paragraphs"]
        expected = ct.term_frequencies(ct.segment(corpus), bootstrap=0)[shared]
        found = table(built, "terms")[shared]
        order = ["city", "token"]
        pd.testing.assert_frame_equal(
            found.sort_values(order, ignore_index=True),
            expected.sort_values(order, ignore_index=True),
            check_dtype=False,
        )

    def test_terms_are_sorted_and_know_the_documents_of_their_city(self, built):
        terms = table(built, "terms")
        keys = list(zip(terms["city"].fillna(""), terms["token"], strict=True))
        assert keys == sorted(set(keys))
        documents = table(built, "documents").query("error.isna()")["city"].value_counts()
        per_city = terms.dropna(subset="city").groupby("city")["group_documents"].agg(["min", "max"])
        assert per_city["min"].to_dict() == per_city["max"].to_dict() == documents.to_dict()

    def test_default_is_all_but_tokens(self, reports, tmp_path):
        build(reports, tmp_path / "tables")
        assert {path.name for path in (tmp_path / "tables").iterdir()} == {*TABLES, "build.json"} - {"tokens"}

    def test_rows_of_a_large_table_are_shared_out(self, built, reports, tmp_path, monkeypatch):
        monkeypatch.setattr(inputs, "TABLE_BYTES", 100)
        monkeypatch.setattr(inputs, "PART_REPORTS", 4)
        build(reports, tmp_path / "tables", tables=TABLES)
        assert len(list((tmp_path / "tables" / "documents").iterdir())) > len(list((built / "documents").iterdir()))
        for name in TABLES:
            assert rows_of(tmp_path / "tables", name) == rows_of(built, name)


def inputs_of(folder):
    return [source for part in inputs.parts(folder) for source in inputs.sources(part)]


class TestWhoeverDoesTheWork:
    def test_processes_give_what_a_loop_gives(self, reports, built, tmp_path):
        build(reports, tmp_path / "tables", tables=FAST, workers=2)
        assert_same(tmp_path / "tables", built, FAST)

    def test_a_dask_cluster_gives_what_a_loop_gives(self, reports, built, tmp_path):
        pytest.importorskip("distributed")
        run_script(reports, tmp_path / "tables", "", workers=1, scheduler="local")
        assert_same(tmp_path / "tables", built, FAST)

    def test_an_address_gives_what_a_path_gives(self, reports, built, tmp_path):
        build(f"file://{reports}", f"file://{tmp_path}/tables", tables=TABLES, workers=1)
        for name in TABLES:
            assert rows_of(tmp_path / "tables", name) == rows_of(built, name)

    def test_a_store_without_folders_gives_what_a_path_gives(self, reports, built):
        fsspec = pytest.importorskip("fsspec")
        memory = fsspec.filesystem("memory")
        build(reports, "memory://tables", tables=TABLES, workers=1)
        for name, content in contents(built).items():
            assert memory.cat_file(f"/tables/{name}") == content
        assert not memory.exists("/tables/unfinished")


# A script without `if __name__ == "__main__"`, as scholars write them.
SCRIPT = """
import os, signal, sys
from corpus_tools.scale import build, inputs

inputs.PART_REPORTS = int(sys.argv[3])
{before}
build(sys.argv[1], sys.argv[2], tables={tables!r}, workers={workers}, scheduler={scheduler!r})
"""
KILLED_BEFORE_A_FILE_HAS_ITS_NAME = """
from fsspec.implementations.local import LocalFileSystem

moves, move = [0], LocalFileSystem.mv

def kill_instead(*arguments, **options):
    moves[0] += 1
    if moves[0] == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    move(*arguments, **options)

LocalFileSystem.mv = kill_instead
"""


def run_script(source, out, before, *, workers=1, scheduler=None, status=0):
    script = Path(out).parent / "script.py"
    script.write_text(SCRIPT.format(before=before, tables=FAST, workers=workers, scheduler=scheduler), encoding="utf-8")
    done = subprocess.run([sys.executable, script, source, out, str(PART)], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr


class TestEndedAndStartedAgain:
    @pytest.mark.parametrize("files", [2, 9, 20, -1])
    def test_after_a_kill_the_tables_are_the_same(self, reports, built, tmp_path, files):
        out = tmp_path / "tables"
        number = files if files > 0 else 1 + FILES_A_PART * len(list(inputs.parts(reports))) + 2
        run_script(reports, out, KILLED_BEFORE_A_FILE_HAS_ITS_NAME.format(number=number), status=-signal.SIGKILL)
        assert not any((out / name).exists() for name in TABLES)
        build(reports, out, tables=FAST, workers=1)
        assert_same(out, built, FAST)

    def test_killed_at_five_random_moments_and_finished_the_tables_are_the_same(self, reports, built, tmp_path):
        out, chance = tmp_path / "tables", random.Random(7)
        for _ in range(5):
            kill_after(chance.uniform(0.5, 3), reports, out)
        build(reports, out, tables=FAST, workers=1)
        assert_same(out, built, FAST)

    def test_finished_parts_are_not_done_again(self, reports, tmp_path):
        out, seen = tmp_path / "tables", []
        with pytest.raises(KeyboardInterrupt):
            build(reports, out, tables=["terms"], workers=1, progress=interrupt_at(3))
        build(reports, out, tables=["terms"], workers=1, progress=seen.append)
        total = len(list(inputs.parts(reports)))
        assert len(seen) == total - 3
        assert seen[0].reused > 0
        assert seen[-1].size == seen[-1].total

    def test_a_finished_build_is_left_as_it_is(self, reports, tmp_path):
        out, seen = tmp_path / "tables", []
        build(reports, out, tables=["documents"])
        before = {file: file.stat().st_mtime_ns for file in out.rglob("*")}
        build(reports, out, tables=["documents"], progress=seen.append)
        assert not seen
        assert {file: file.stat().st_mtime_ns for file in out.rglob("*")} == before

    def test_a_killed_build_leaves_no_workers_behind(self, reports, tmp_path):
        psutil = pytest.importorskip("psutil")
        script = tmp_path / "script.py"
        script.write_text(SCRIPT.format(before="", tables=FAST, workers=2, scheduler=None), encoding="utf-8")
        arguments = [sys.executable, script, reports, tmp_path / "tables", "1"]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            workers = []
            while len(workers) < 4 and process.poll() is None:
                workers = psutil.Process(process.pid).children(recursive=True)
                time.sleep(0.05)
            process.kill()
        _, alive = psutil.wait_procs(workers, timeout=20)
        assert not alive


def kill_after(seconds, source, out):
    """Build in two processes in another one and kill that, unless it is done before."""
    script = out.parent / "script.py"
    script.write_text(SCRIPT.format(before="", tables=FAST, workers=2, scheduler=None), encoding="utf-8")
    with subprocess.Popen([sys.executable, script, source, out, str(PART)], stderr=subprocess.DEVNULL) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()


def interrupt_at(number):
    states = []

    def progress(state):
        states.append(state)
        if len(states) == number:
            raise KeyboardInterrupt

    return progress


class TestRefusals:
    def test_other_settings_in_the_same_folder(self, reports, tmp_path):
        build(reports, tmp_path / "tables", tables=["documents"])
        with pytest.raises(BuildError, match=r"tables was \['documents'\] and is \['edits'\]"):
            build(reports, tmp_path / "tables", tables=["edits"])

    def test_other_inputs_in_the_same_folder(self, tmp_path):
        reports = tmp_path / "reports"
        reports.mkdir()
        for number in range(2 * PART):
            (reports / f"{number}.txt").write_text(report(number), encoding="utf-8")
        with pytest.raises(KeyboardInterrupt):
            build(reports, tmp_path / "tables", progress=interrupt_at(1))
        (reports / "another.txt").write_text(report(5), encoding="utf-8")
        with pytest.raises(BuildError, match="files was 16 and is 17"):
            build(reports, tmp_path / "tables")

    def test_a_folder_that_no_build_made(self, reports, tmp_path):
        (tmp_path / "documents").mkdir()
        with pytest.raises(BuildError, match="documents: is there already"):
            build(reports, tmp_path)

    def test_tables_within_the_reports(self, reports):
        with pytest.raises(BuildError, match="lies within"):
            build(reports, reports / "tables")

    def test_unknown_table(self, reports, tmp_path):
        with pytest.raises(ValueError, match="found table 'words', expected any of documents, edits"):
            build(reports, tmp_path / "tables", tables=["words"])

    def test_nothing_there(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="no such file or folder"):
            build(tmp_path / "reports", tmp_path / "tables")
        (tmp_path / "reports").mkdir()
        with pytest.raises(BuildError, match="no file in it"):
            build(tmp_path / "reports", tmp_path / "tables")

    def test_a_place_that_cannot_be_written(self, reports, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(BuildError, match=r"file/tables/unfinished/build\.json: cannot be written"):
            build(reports, tmp_path / "file" / "tables")

    def test_a_full_disk_is_named_and_leaves_nothing_half_written(self, reports, built, tmp_path, monkeypatch):
        out = tmp_path / "tables"
        with monkeypatch.context() as patch:
            fill_disk(patch, after=10_000)
            with pytest.raises(BuildError, match=r"part-\d+\.parquet: cannot be written \(No space left on device\)"):
                build(reports, out, tables=TABLES, workers=1)
        assert not list(out.glob("unfinished/partial/*"))
        build(reports, out, tables=TABLES, workers=1)
        assert_same(out, built, TABLES)

    def test_a_disk_that_is_full_or_read_only(self, reports, built, tmp_path, small_disk):
        filler, out = small_disk / "filler", small_disk / "tables"
        filler.write_bytes(bytes((1 << 20) - (40 << 10)))
        with pytest.raises(BuildError, match=r"cannot be written \(No space left on device\)\. Make room"):
            build(reports, out, tables=TABLES, workers=1)
        assert not list(out.glob("unfinished/partial/*"))
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        with pytest.raises(BuildError, match=r"cannot be written \(Read-only file system\)"):
            build(reports, out, tables=TABLES, workers=1)
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
        filler.unlink()
        build(reports, out, tables=TABLES, workers=1)
        assert_same(out, built, TABLES)

    def test_a_file_that_vanishes_is_in_the_table_with_its_reason(self, tmp_path):
        reports = tmp_path / "reports"
        reports.mkdir()
        for number in range(2 * PART):
            (reports / f"{number:02}.txt").write_text(report(number), encoding="utf-8")
        vanishing = reports / "15.txt"
        build(reports, tmp_path / "tables", workers=1, progress=lambda _: vanishing.unlink(missing_ok=True))
        errors = table(tmp_path / "tables", "documents").set_index("path")["error"].dropna()
        assert errors.to_dict() == {
            "15.txt": "15.txt: cannot be read (No such file or directory). Check that the file is there and may be read."
        }

    def test_a_report_on_which_a_rule_fails_is_not_lost(self, reports, tmp_path, monkeypatch):
        from corpus_tools.claims import reported

        find = reported.find_values

        def fail(text, *arguments, **options):
            if "13个工作组" in text:
                raise IndexError("out of range")
            return find(text, *arguments, **options)

        monkeypatch.setattr(reported, "find_values", fail)
        build(reports, tmp_path / "tables", tables=["documents", "values"], workers=1)
        failed = table(tmp_path / "tables", "documents").set_index("doc_id")["error"].dropna()
        assert "values cannot be made (IndexError: out of range)" in failed["report-10"]
        assert "report-10" not in set(table(tmp_path / "tables", "values")["doc_id"])
        assert "report-11" in set(table(tmp_path / "tables", "values")["doc_id"])


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte; only root can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def fill_disk(patch, *, after):
    """Let the local disk be full after so many bytes."""
    from fsspec.implementations.local import LocalFileOpener

    left, write = [after], LocalFileOpener.write

    def limited(self, data):
        left[0] -= len(data)
        if left[0] < 0:
            raise OSError(28, os.strerror(28))
        return write(self, data)

    patch.setattr(LocalFileOpener, "write", limited)


class TestMerge:
    rows = st.dictionaries(
        st.tuples(st.sampled_from(["", "汕尾市", "广安市"]), st.text("党员A1", min_size=1, max_size=3)),
        st.integers(1, 9),
        max_size=30,
    )

    @given(parts=st.lists(rows, min_size=1, max_size=5), group=st.integers(1, 7))
    def test_merged_counts_are_the_sum_and_sorted(self, parts, group):
        store = Store("memory://merge")
        names = [f"{number}.arrow" for number in range(len(parts))]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(merging, "BATCH", group)
            for name, counts in zip(names, parts, strict=True):
                merging.write_counts(store, name, iter([counted(counts)]))
        expected = {}
        for counts in parts:
            for key, count in counts.items():
                expected[key] = expected.get(key, 0) + count
        found = [tuple(row.values()) for stretch in merging.merged(store, names) for row in stretch.to_pylist()]
        assert found == [(*key, count, 1 * count, 2 * count) for key, count in sorted(expected.items())]


def counted(counts):
    keys = sorted(counts)
    numbers = [counts[key] for key in keys]
    columns = [[city for city, _ in keys], [token for _, token in keys], numbers, numbers, [2 * n for n in numbers]]
    return pa.table(columns, schema=COUNTS)


def test_half_a_surrogate_pair_does_not_stop_a_build():
    assert strings(["党\ud83d员", None, "😀"]).to_pylist() == ["党\ufffd员", None, "😀"]
    cut, _ = words()
    assert cut("党员\ud83d带头") == ["党员", "\ud83d", "带头"]


@pytest.mark.parametrize("lines", [["", "第一段", "", "", "最后一段", ""], ["党员带头", "长" * 1_200, "党员"], [""]])
def test_a_text_is_cut_as_its_lines_are(lines):
    cut, _ = words()
    assert cut("\n".join(lines)) == [piece for line in lines for piece in (*cut_line(line), "\n")][:-1]


def cut_line(line):
    cut = load_engine("rjieba", dictionary_terms())
    return [piece for start, end in sentences(line) for piece in cut(line[start:end])]


def test_time_left_is_reckoned_without_what_an_earlier_run_had_done():
    state = Progress(reports=1_000, size=80, total=100, reused=60, seconds=100.0)
    assert state.seconds_left == 100.0
    assert progress_line(state) == " 80%  1,000 reports  10 a second  1 min 40 s left"


@pytest.mark.parametrize("texts", [("防控", "防控"), ("防控\n防控", "。"), ("。", "！")])
def test_one_word_of_two_cities_is_counted_for_each(texts):
    from corpus_tools.scale.counting import TermCounter

    cities = ("汕尾市", "白山市")
    documents = [ct.document_from_text(text, city=city) for text, city in zip(texts, cities, strict=True)]
    counter = TermCounter(lambda text: re.findall("防控|\n|.", text), lambda piece: piece == "防控")
    counter.count(documents)
    expected = [
        {"city": document.city, "token": "防控", "count": count, "documents": 1, "paragraphs": count}
        for document in documents
        if (count := document.text.count("防控"))
    ]
    assert counter.table().to_pylist() == expected
