import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import chart_tables as made
import pandas as pd
import pytest

from corpus_tools.charts import plots
from corpus_tools.charts.glyphs import MissingGlyphError
from corpus_tools.charts.publish import FOLDER_VARIABLE, save_figure

ENDINGS = ["csv", "json", "pdf", "png", "svg"]
needs_poppler = pytest.mark.skipif(shutil.which("pdffonts") is None, reason="needs poppler-utils")


@pytest.fixture(autouse=True)
def own_folder(monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)


@pytest.fixture
def table():
    return made.frequencies(made.CITIES)


@pytest.fixture
def saved(table, tmp_path):
    return save_figure(plots.plot_term_frequencies(table), "terms", table=table, directory=tmp_path)


def test_five_files_and_nothing_else(saved, tmp_path):
    assert sorted(path.suffix[1:] for path in saved) == ENDINGS
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"terms.{ending}" for ending in ENDINGS]


@needs_poppler
def test_pdf_embeds_truetype_and_gives_the_chinese_back(saved):
    fonts = subprocess.run(["pdffonts", saved.pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    assert all("CorpusSansSC" in line and "CID TrueType" in line and line.split()[-5] == "yes" for line in fonts)
    text = subprocess.run(["pdftotext", saved.pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert all(city in text for city in made.CITIES)
    assert "疫情防控" in text


def test_csv_holds_the_marks_and_json_the_evidence(table, saved):
    rows = pd.read_csv(saved.csv)
    assert len(rows) == 5 * min(15, len(made.TERMS))
    assert list(rows.columns) == list(table.columns)
    sidecar = json.loads(saved.json.read_text("utf-8"))
    assert {"zh", "en"} == set(sidecar["caption"])
    assert sidecar["n"]["rows"] == len(rows)
    assert {"matplotlib", "pandas"} <= set(sidecar["versions"])


def test_sources_settings_and_hash_travel(tmp_path):
    table = made.series(made.CITIES)
    table.attrs = {"engine": "jieba", "corpus_hash": "abc"}
    ax = plots.plot_reported_values(table)
    files = save_figure(ax, "values", table=table, directory=tmp_path, sources=made.documents(made.CITIES))
    sidecar = json.loads(files.json.read_text("utf-8"))
    assert sidecar["settings"] == {"engine": "jieba"}
    assert sidecar["corpus_hash"] == "abc"
    assert [source["city"] for source in sidecar["sources"]] == made.CITIES
    assert sidecar["sources"][0]["published_on"] is None
    assert {"quote", "raw_start", "raw_end"} <= set(pd.read_csv(files.csv).columns)


def test_changed_data_changes_picture_and_csv(table, tmp_path):
    changed = table.assign(per_10000=table["per_10000"].where(table["token"] != "党员", 399.0))
    files = [
        save_figure(plots.plot_term_frequencies(t), f"t{i}", table=t, directory=tmp_path)
        for i, t in enumerate((table, changed))
    ]
    for ending in ("csv", "svg", "png"):
        assert getattr(files[0], ending).read_bytes() != getattr(files[1], ending).read_bytes()


def test_another_table_than_the_plotted_one_is_refused(table, tmp_path):
    ax = plots.plot_term_frequencies(table)
    with pytest.raises(ValueError, match="not the one that was plotted"):
        save_figure(ax, "terms", table=table.assign(per_10000=1.0), directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_missing_glyph_names_the_character_and_leaves_nothing(table, tmp_path):
    table = table.assign(token=table["token"].replace("党员", "党\U00020000员"))
    with pytest.raises(MissingGlyphError, match=r"U\+20000.*党"):
        save_figure(plots.plot_term_frequencies(table), "terms", table=table, directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_missing_glyph_in_a_word_cloud_is_seen_too(table, tmp_path):
    table = table.assign(token=table["token"].replace("党员", "党\U00020000员"))
    with pytest.raises(MissingGlyphError, match=r"U\+20000"):
        save_figure(plots.word_cloud(table), "cloud", table=table, directory=tmp_path)


def test_a_failure_while_writing_leaves_the_old_files(table, saved, tmp_path, monkeypatch):
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write = Path.write_bytes

    def full_disk(self, data):
        if "json" in self.name:
            raise OSError("no space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    changed = table.assign(per_10000=1.0)
    with pytest.raises(OSError, match="no space"):
        save_figure(plots.plot_term_frequencies(changed), "terms", table=changed, directory=tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_environment_redirects_the_folder(table, tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "elsewhere"))
    files = save_figure(plots.plot_term_frequencies(table), "terms", table=table, directory=tmp_path / "figures")
    assert files.svg.parent == tmp_path / "elsewhere"
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("name", ["", "../terms", "a/b"])
def test_a_name_is_no_path(name, table, tmp_path):
    with pytest.raises(ValueError, match="plain file name"):
        save_figure(plots.plot_term_frequencies(table), name, table=table, directory=tmp_path)


def test_no_cell_is_a_formula(tmp_path):
    table = made.series(made.CITIES)
    table["quote"] = "=HYPERLINK(1)"
    table["value"] = table["value"].where(table["value"] != table["value"].min(), -3.0)
    ax = plots.plot_reported_values(table)
    rows = pd.read_csv(save_figure(ax, "values", table=table, directory=tmp_path).csv)
    assert set(rows["quote"]) == {"'=HYPERLINK(1)"}
    assert rows["value"].min() == -3.0


def test_a_caption_of_ones_own(table, tmp_path):
    ax = plots.plot_term_frequencies(table)
    files = save_figure(ax, "terms", table=table, directory=tmp_path, caption="各市高频词", lang="zh")
    captions = json.loads(files.json.read_text("utf-8"))["caption"]
    assert captions["zh"] == "各市高频词"
    assert "per 10,000" in captions["en"]


PROGRAM = """
import sys
sys.path.insert(0, {here!r})
import chart_tables as made
from corpus_tools.charts import plots
from corpus_tools.charts.publish import save_figure
for name, make in [("plot_time_series", made.series), ("word_cloud", made.frequencies)]:
    table = make(made.CITIES)
    save_figure(getattr(plots, name)(table), name, table=table, directory={folder!r})
"""


def test_same_bytes_in_another_process_and_hash_seed(tmp_path):
    digests = []
    for seed in ("0", "4242"):
        folder = tmp_path / seed
        program = PROGRAM.format(here=str(Path(__file__).parent), folder=str(folder))
        environment = os.environ | {"PYTHONHASHSEED": seed, "MPLBACKEND": "Agg", "TZ": f"UTC-{len(seed)}"}
        subprocess.run([sys.executable, "-c", program], check=True, env=environment)
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()})
    assert len(digests[0]) == 10
    assert digests[0] == digests[1]
