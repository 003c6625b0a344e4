"""What a reader meets: notebooks run with Run All, and the explorer searched and clicked, in a real browser."""

import os
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

import corpus_tools as ct

NOTEBOOKS = [path.stem for path in sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))]
SCREENSHOTS = os.environ.get("CORPUS_TOOLS_SCREENSHOTS")
OPEN = """async path => {
    const panel = await window.jupyterapp.commands.execute('docmanager:open', {path});
    (window.panels ??= {})[path] = panel;
    await panel.revealed;
    await panel.sessionContext.ready;
}"""
IS_READY = """path => {
    const kernel = window.panels[path].sessionContext.session?.kernel;
    return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
RUN_ALL = """path => {
    const panel = window.panels[path];
    window.jupyterapp.shell.activateById(panel.id);
    panel.ran = window.jupyterapp.commands.execute('notebook:run-all-cells');
}"""
CELLS = """async path => {
    const panel = window.panels[path];
    await panel.ran;
    window.jupyterapp.shell.activateById(panel.id);
    return panel.content.model.toJSON().cells.filter(cell => cell.cell_type === 'code');
}"""
CLOSE = """async path => {
    await window.panels[path].sessionContext.shutdown();
    window.panels[path].dispose();
    delete window.panels[path];
}"""


@pytest.fixture(scope="module")
def start(page):
    """Open a notebook and begin to run it, unless that was done before; return its path."""
    started = set()

    def begin(name):
        path = f"notebooks/{name}.ipynb"
        if name not in started:
            started.add(name)
            page.evaluate(OPEN, path)
            page.wait_for_function(IS_READY, arg=path)
            page.evaluate(RUN_ALL, path)
        return path

    return begin


@pytest.fixture
def run_all(page, start):
    """Run a notebook in the page and return its code cells; a following one is begun, for the second core."""
    opened = []

    def run(name, following=None):
        opened.append(start(name))
        if following:
            start(following)
        page.wait_for_function(IS_READY, arg=opened[-1])
        return page.evaluate(CELLS, opened[-1])

    yield run
    for path in opened:
        page.evaluate(CLOSE, path)


def look(page, name):
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")


def errors(cells):
    return [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]


@pytest.mark.parametrize(("name", "following"), [*pairwise([*NOTEBOOKS, None])], ids=NOTEBOOKS)
def test_a_numbered_notebook_runs_without_error(page, run_all, name, following):
    cells = run_all(name, following)
    look(page, name)
    assert errors(cells) == []
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert page.errors == []
    assert page.asked == {"127.0.0.1"}


def search(page, query):
    box = page.get_by_placeholder("党员")
    box.fill(query)
    box.press("Enter")
    page.get_by_text("lines in").or_(page.get_by_text("line in")).first.wait_for()


def test_the_explorer_is_searched_and_clicked(page, lab, run_all):
    assert errors(run_all("explore")) == []
    corpus = ct.read_corpus(lab.folder / "seeds")
    expected = ct.concordance(corpus, "党员", by=None)
    search(page, "党员")
    page.get_by_text(f"{len(expected)} lines in").first.wait_for()
    page.locator("td.corpus-node").nth(1).click()
    hit = page.locator(".side-raw mark.hit")
    hit.scroll_into_view_if_needed()
    look(page, "explorer")
    line = expected.iloc[1]
    assert hit.inner_text() == corpus[line["doc_id"]].raw[line["raw_start"] : line["raw_end"]]
    assert page.locator(".side-text mark.hit").first.inner_text() == "党员"
    assert page.errors == []
    assert page.asked == {"127.0.0.1"}


def test_a_script_in_a_report_stays_text(page, lab, run_all):
    cells = ["import corpus_tools as ct", "from corpus_tools.display import register", "register()"]
    cells += ["corpus = ct.read_corpus('../mischief')", "display(corpus, corpus.items[0])", "ct.explore(corpus)"]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join(cells))], metadata=kernel)
    nbformat.write(notebook, lab.folder / "notebooks/mischief.ipynb")
    assert errors(run_all("mischief")) == []
    search(page, "script")
    page.locator("td.corpus-node").first.click()
    page.locator(".side-raw mark.hit").scroll_into_view_if_needed()
    look(page, "mischief")
    assert page.locator(".corpus-view .text").first.inner_text().count("<script>window.hurt = 1</script>") == 1
    assert page.evaluate("() => window.hurt") is None
    assert page.locator(".jp-OutputArea :is(script, img, [onmouseover])").count() == 0
