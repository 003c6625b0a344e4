"""Full disks, read-only folders, killed workers, two at once, strange surroundings: written files are whole or absent."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.charts import plots
from corpus_tools.writing import WriteError, write_whole

ROOT = Path(__file__).parents[1]
TEXT = "截至7月{day}日，汕尾市组织{number}个工作组，排查隐患{number}处，整改率达到95.5%。党员带头值守！"


@pytest.fixture(scope="module")
def values():
    texts = [TEXT.format(day=i % 28 + 1, number=i + 2) for i in range(40)]
    return ct.reported_values([ct.document_from_text(text, published_on="2021-07-30", city="汕尾市") for text in texts])


@pytest.fixture(params=["size=16k", "ro"])
def bad_disk(request, tmp_path):
    """A disk that is full after 16 kilobytes, or read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", request.param, "none", place]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", place], check=True)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("what", ["figure", "appendix", "table"])
def test_a_bad_disk_is_named_and_holds_nothing_half_written(bad_disk, values, what):
    from corpus_tools.reporting import _write

    doing = {
        "figure": lambda: ct.save_figure(
            plots.plot_reported_values(values), "values", table=values, directory=bad_disk
        ),
        "appendix": lambda: ct.export_appendix(pd.concat([values] * 9), bad_disk / "new" / "appendix.csv"),
        "table": lambda: _write(bad_disk / "table.csv", "党" * 20_000),
    }
    with pytest.raises(WriteError, match=r"disk.*: cannot be written \((No space|Read-only).*Make room or choose"):
        doing[what]()
    assert not files_in(bad_disk)


def test_a_build_on_a_bad_disk_says_so(bad_disk, tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "reports").mkdir()
    for number in range(30):
        (tmp_path / "reports" / f"{number}.txt").write_text(TEXT.format(day=1, number=number), encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"cannot be written \((No space|Read-only)"):
        ct.build(tmp_path / "reports", bad_disk / "tables", workers=1)
    assert not files_in(bad_disk / "tables" / "unfinished" / "partial")
    assert not (bad_disk / "tables" / "documents").exists()


def test_what_stood_there_before_stays_as_it_was(tmp_path, monkeypatch):
    old, new = tmp_path / "a.csv", tmp_path / "b.csv"
    write_whole({old: b"before"})
    write = Path.write_bytes

    def full(path, data):
        if "b.csv" in path.name:
            write(path, data[:2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(WriteError, match=r"b\.csv: cannot be written"):
        write_whole({old: b"after", new: b"after"})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"before")]


BUILD = """
import sys
from corpus_tools.scale import build, inputs
inputs.PART_REPORTS = 4
build(sys.argv[1], sys.argv[2], workers=1, tables=["documents", "terms"])
"""


def test_two_builds_into_one_folder_leave_one_whole(tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "reports").mkdir()
    for number in range(80):
        (tmp_path / "reports" / f"{number:02}.txt").write_text(TEXT.format(day=1, number=number), encoding="utf-8")
    command = [sys.executable, "-c", BUILD, tmp_path / "reports"]
    subprocess.run([*command, tmp_path / "alone"], check=True)
    both = [subprocess.Popen([*command, tmp_path / "shared"], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert all(process.returncode == 0 or "BuildError" in text for process, text in zip(both, said, strict=True)), said
    subprocess.run([*command, tmp_path / "shared"], check=True)
    alone, shared = (
        {path.relative_to(folder): path.read_bytes() for path in files_in(folder)}
        for folder in (tmp_path / "alone", tmp_path / "shared")
    )
    assert alone == shared


WORKER_KILLED = """
import sys
import psutil
from corpus_tools.scale import build, inputs

def kill(state):
    if not killed:
        workers = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
        killed.append(workers[-1].kill())

killed = []
inputs.PART_REPORTS = 4
if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2], workers=2, scheduler="local", tables=["documents", "terms"], progress=kill)
    assert killed
"""


def test_a_dask_worker_killed_in_the_middle_changes_nothing(tmp_path):
    for module in ("pyarrow", "distributed", "psutil"):
        pytest.importorskip(module)
    (tmp_path / "reports").mkdir()
    for number in range(60):
        (tmp_path / "reports" / f"{number:02}.txt").write_text(TEXT.format(day=1, number=number), encoding="utf-8")
    (tmp_path / "killed.py").write_text(WORKER_KILLED, encoding="utf-8")
    subprocess.run([sys.executable, "-c", BUILD, tmp_path / "reports", tmp_path / "alone"], check=True)
    command = [sys.executable, tmp_path / "killed.py", tmp_path / "reports", tmp_path / "killed"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    for path in files_in(tmp_path / "alone"):
        assert (tmp_path / "killed" / path.relative_to(tmp_path / "alone")).read_bytes() == path.read_bytes()


def test_a_report_killed_among_its_figures_is_finished_by_the_next(tmp_path):
    """What has its name is whole, and a second run gives the same bytes."""
    (tmp_path / "reports").mkdir()
    for number in range(3):
        (tmp_path / "reports" / f"{number}.txt").write_text(
            TEXT.format(day=number + 1, number=number), encoding="utf-8"
        )
    out = tmp_path / "out"
    command = [sys.executable, "-m", "corpus_tools", "report", tmp_path / "reports", "--only", "06", "--out", out]

    def written():
        return {path.relative_to(out): path.read_bytes() for path in files_in(out) if path.suffix != ".part"}

    subprocess.run(command, check=True, capture_output=True)
    whole = written()
    shutil.rmtree(out)
    begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while begun.poll() is None and not list(out.glob("figures/*")):
        time.sleep(0.01)
    begun.kill()
    assert begun.wait() != 0
    assert written().items() < whole.items()
    subprocess.run(command, check=True, capture_output=True)
    assert written() == whole


FINGERPRINTS = """
import hashlib, json, sys, tempfile
from pathlib import Path
import corpus_tools as ct
from corpus_tools.charts import plots

corpus = ct.read_corpus(sys.argv[1])
tokens, values = ct.segment(corpus), ct.reported_values(corpus)
tables = dict(
    documents=corpus.documents(), edits=ct.edits(corpus), ledger=ct.ledger(corpus), tokens=tokens, values=values,
    terms=ct.term_frequencies(tokens), tf_idf=ct.tf_idf(tokens), keyness=ct.keyness(tokens, bootstrap=20, permutations=20),
    series=ct.time_series(values), slogans=ct.slogans(corpus), events=ct.events(corpus),
    concordance=ct.concordance(corpus, "党员"), shared=ct.shared_wording(corpus),
)
found = {name: table.to_csv().encode() for name, table in tables.items()}
place = Path(tempfile.mkdtemp())
ct.save_figure(plots.plot_reported_values(values), "values", table=values, directory=place)
found |= {path.name: path.read_bytes() for path in sorted(place.iterdir())}
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in found.items()}))
"""
HERE = {"HOME": "/nonexistent", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"}
THERE = {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}


def wrapped(*command):
    """The words before a command that change its surroundings, if this machine has them and lets us."""
    able = (
        shutil.which(command[0]) and not subprocess.run([*command, "true"], capture_output=True, check=False).returncode
    )
    return list(command) if able else []


def fingerprints(script, surroundings, before):
    command = [*before, sys.executable, script, str(ROOT / "seeds")]
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "PATH") if name in os.environ}
    done = subprocess.run(command, env=kept | surroundings, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_tables_and_figures_do_not_depend_on_the_surroundings(tmp_path):
    """Hash seed, locale, time zone, home, UTF-8 mode; where the machine can, also the year and the network."""
    script = tmp_path / "fingerprints.py"
    script.write_text(FINGERPRINTS, encoding="utf-8")
    alone = wrapped("unshare", "--net")
    past, future = (wrapped("faketime", day) for day in ("1999-12-31 23:59:00", "2040-02-29 12:00:00"))
    assert fingerprints(script, HERE, [*alone, *past]) == fingerprints(script, THERE, future)
