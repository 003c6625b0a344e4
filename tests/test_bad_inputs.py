"""The bad inputs of `docs/reliability.md`: each line of the table is one of these cases, and gets what it says."""

import json
from pathlib import Path

import pytest

from corpus_tools.text.sources import read_sources

ROOT = Path(__file__).parents[1]
CASES = [json.loads(line) for line in (ROOT / "tests/cases/bad_inputs.jsonl").read_text("utf-8").splitlines()]


def written(case, folder):
    """Write the file of a case: its text, its bytes in hexadecimal, a repeated text, a size without content."""
    file = folder / case["file"]
    if "size" in case:
        with file.open("wb") as stream:
            stream.truncate(case["size"])
    elif "link" in case:
        file.symlink_to(case["link"])
    else:
        file.write_bytes(
            bytes.fromhex(case["hex"]) if "hex" in case else (case["text"] * case.get("times", 1)).encode()
        )
    return file


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_bad_input_gets_what_the_table_says(case, tmp_path):
    written(case, tmp_path)
    sources = list(read_sources(tmp_path))
    told = " ".join(source.error or source.raw for source in sources)
    assert case["gets"] in told
    assert all(source.path.startswith(case["file"]) for source in sources)


def test_the_table_in_the_docs_is_that_of_the_cases():
    page = (ROOT / "docs/reliability.md").read_text("utf-8")
    for case in CASES:
        assert f"| {case['what']} | {case['file']} | {case['gets']} |" in page


def test_the_lab_listens_to_this_machine_alone_and_keeps_its_token(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    import tasks

    commands = []
    monkeypatch.setattr(tasks, "step", lambda title, *command, remedy: commands.append(list(map(str, command))))
    tasks.lab()
    assert "--ip=127.0.0.1" in commands[0]
    assert not any(word in part for part in commands[0] for word in ("token", "password", "allow", "auth"))
