"""What a reader meets: notebooks run with Run All, and the explorer searched and clicked, in a real browser."""

import os
from pathlib import Path

import nbformat
import pytest

import corpus_tools as ct

NOTEBOOKS = ["01_corpus", "06_reported_values"]
SCREENSHOTS = os.environ.get("CORPUS_TOOLS_SCREENSHOTS")
PATIENCE = 90_000
READY = """() => {
    const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.filter(c => c.cell_type === 'code')"
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)"


def run_all(page, lab, name):
    """Open a notebook, wait for the kernel of its session, run it, and return its code cells."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{lab.address}/lab/workspaces/{name}/tree/notebooks/{name}.ipynb?token={lab.token}&reset")
    page.wait_for_function(READY)
    page.evaluate(RUN_ALL)
    page.wait_for_function(READY)
    return page.evaluate(CELLS)


def look(page, name):
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")


def errors(cells):
    return [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_numbered_notebook_runs_without_error(page, lab, name):
    cells = run_all(page, lab, name)
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


def test_the_explorer_is_searched_and_clicked(page, lab):
    assert errors(run_all(page, lab, "explore")) == []
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


def test_a_script_in_a_report_stays_text(page, lab):
    cells = ["import corpus_tools as ct", "from corpus_tools.display import register", "register()"]
    cells += ["corpus = ct.read_corpus('../mischief')", "display(corpus, corpus.items[0])", "ct.explore(corpus)"]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join(cells))], metadata=kernel)
    nbformat.write(notebook, lab.folder / "notebooks/mischief.ipynb")
    assert errors(run_all(page, lab, "mischief")) == []
    search(page, "script")
    page.locator("td.corpus-node").first.click()
    page.locator(".side-raw mark.hit").scroll_into_view_if_needed()
    look(page, "mischief")
    assert page.locator(".corpus-view .text").first.inner_text().count("<script>window.hurt = 1</script>") == 1
    assert page.evaluate("() => window.hurt") is None
    assert page.locator(".jp-OutputArea :is(script, img, [onmouseover])").count() == 0
