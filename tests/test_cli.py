from pathlib import Path

import pytest

from corpus_tools.cli import main

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "002_aaa37c9fef399a86.txt"


def test_inspect_tells_what_happened_to_a_text(capsys):
    main(["inspect", str(SEED)])
    told = capsys.readouterr().out
    for part in ("utf-8", "广安市", "2020-03-11", "## Ledger", "?qū)崿F", "實現", "7479", "四个作用", "勇担重任"):
        assert part in told


def test_inspect_can_list_every_change(capsys):
    main(["inspect", str(SEED)])
    short = capsys.readouterr().out
    main(["inspect", str(SEED), "--every-change"])
    assert len(capsys.readouterr().out) > 2 * len(short)


def test_a_missing_file_is_one_line_that_names_it(tmp_path):
    with pytest.raises(SystemExit, match=r"corpus-tools: .*nowhere\.txt"):
        main(["inspect", str(tmp_path / "nowhere.txt")])


def test_an_unreadable_file_is_told(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02\xff\xfe" * 50)
    main(["inspect", str(tmp_path / "a.txt")])
    assert "a.txt" in capsys.readouterr().out


def test_report_of_an_empty_folder_says_so(tmp_path):
    (tmp_path / "reports").mkdir()
    with pytest.raises(SystemExit, match="no report that can be read"):
        main(["report", str(tmp_path / "reports"), "--out", str(tmp_path / "out")])
