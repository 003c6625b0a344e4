"""The committed figures are whole, embed their font, give their Chinese back, and are what the notebooks draw today."""

import json
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from corpus_tools.execution import execute, numbered

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "figures"
NAMES = sorted(path.stem for path in FIGURES.glob("*.pdf"))
ENDINGS = ("svg", "pdf", "png", "csv", "json")
by_name = pytest.mark.parametrize("name", NAMES)
needs_poppler = pytest.mark.skipif(not shutil.which("pdffonts"), reason="poppler-utils is not installed")


def test_there_are_figures():
    assert len(NAMES) >= 8


@by_name
def test_each_figure_has_its_five_files(name):
    assert all((FIGURES / f"{name}.{ending}").stat().st_size for ending in ENDINGS)


@by_name
def test_the_caption_tells_what_is_shown(name):
    told = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
    assert told["caption"]["zh"]
    assert told["caption"]["en"]
    assert told["n"]["rows"] == len(pd.read_csv(FIGURES / f"{name}.csv"))
    assert told["corpus_hash"]
    assert len(told["sources"]) == 5
    assert told["versions"]["matplotlib"]


@needs_poppler
@by_name
def test_only_truetype_is_embedded(name):
    listed = subprocess.run(["pdffonts", FIGURES / f"{name}.pdf"], capture_output=True, text=True, check=True).stdout
    fonts = listed.splitlines()[2:]
    assert fonts
    assert all("TrueType" in font and " yes yes " in font for font in fonts)


@needs_poppler
@by_name
def test_the_pdf_gives_its_chinese_back(name):
    pdf = FIGURES / f"{name}.pdf"
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert sum("\u4e00" <= character <= "\u9fff" for character in text) >= 10


@pytest.fixture(scope="session")
def redrawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("redrawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORPUS_TOOLS_FIGURES", str(folder / "figures"))
        for notebook in numbered(ROOT / "notebooks"):
            execute(notebook, folder / notebook.name)
    return folder


@by_name
@pytest.mark.parametrize("ending", ENDINGS)
def test_figures_are_what_the_notebooks_draw(redrawn, name, ending):
    assert (redrawn / f"figures/{name}.{ending}").read_bytes() == (FIGURES / f"{name}.{ending}").read_bytes()


def test_no_figure_is_left_over(redrawn):
    assert sorted(path.stem for path in (redrawn / "figures").glob("*.pdf")) == NAMES


@pytest.mark.parametrize("notebook", numbered(ROOT / "notebooks"), ids=lambda notebook: notebook.stem)
def test_notebooks_are_the_same_on_a_second_run(redrawn, notebook):
    assert (redrawn / notebook.name).read_bytes() == notebook.read_bytes()
