"""The output of a report as a replication package: an RO-Crate with the README that data editors ask for."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from corpus_tools.replication_readme import About as About
from corpus_tools.replication_readme import makers, readme, rows

ROOT = Path(__file__).resolve().parents[1]
SOFTWARE = ("corpus_tools", "notebooks", "docs", "pyproject.toml", "requirements.lock", "README.md", "LICENSE")
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info", "kernel-ipc*")
OUTPUTS = ("figures", "tables")
INPUT_COLUMNS = ("path", "sha256", "title", "outlet", "published_on", "encoding")
MEDIA_TYPES = {
    "csv": "text/csv",
    "ipynb": "application/x-ipynb+json",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "sha256": "text/plain",
    "svg": "image/svg+xml",
}


def make(
    out: str | Path,
    target: str | Path | None = None,
    *,
    source: str | Path | None = None,
    copy_texts: bool = False,
    about: About | None = None,
) -> Path:
    """Make a replication package of the output folder of `report`.

    Parameters
    ----------
    out
        The folder that `report` filled.
    target
        A zip file or a new folder; by default the zip file beside `out`.
    source
        What was read. Its ``registry.csv`` goes into the package; without it the registry is left out.
    copy_texts
        Whether the texts go into the package too; else they are named by their hashes.
    about
        Title, authors, licence of figures and tables, date of publication (today, or ``SOURCE_DATE_EPOCH``), and the
        minutes that the report took, which are rounded up.

    Returns
    -------
    Path
        The package. The same `out`, `source` and `about` give the same bytes.

    Raises
    ------
    FileNotFoundError
        If `out` is not the output of a report.
    ValueError
        If texts shall be copied and are no longer those that the report read.
    """
    out, about = Path(out), about or About()
    target = Path(target) if target else out.with_name(f"{out.name}-replication.zip")
    if not (out / "report.json").is_file():
        raise FileNotFoundError(f"{out}: found no report.json; expected the folder that `corpus-tools report` filled.")
    if target.exists() and target.is_dir():
        raise ValueError(f"{target}: there is a folder already; name a new one or a zip file.")
    if copy_texts and source is None:
        raise ValueError("copy_texts needs source, the folder that the report read.")
    with tempfile.TemporaryDirectory() as place:
        stage = Path(place) / "package"
        _collect(out, stage, Path(source) if source else None, copy_texts)
        (stage / "README.md").write_text(readme(stage, about, source), encoding="utf-8", newline="\n")
        _describe(stage, about)
        _deliver(stage, target)
    return target


def _collect(out: Path, stage: Path, source: Path | None, copy_texts: bool) -> None:
    for part in OUTPUTS:
        shutil.copytree(out / part, stage / part, ignore=NOT_COPIED)
    outcome = re.sub(r'(?<=")[^"]*[/\\](?=[^"/\\]+\.ipynb, )', "", (out / "report.json").read_text(encoding="utf-8"))
    (stage / "report.json").write_text(outcome, encoding="utf-8", newline="\n")
    (stage / "notebooks").mkdir()
    for notebook in sorted((out / "notebooks").glob("*.ipynb")):
        (stage / "notebooks" / notebook.name).write_text(_without_places(notebook), encoding="utf-8", newline="\n")
    for name in SOFTWARE:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, stage / "software" / name, ignore=NOT_COPIED)
        elif origin.is_file():
            shutil.copyfile(origin, stage / "software" / name)
    inputs = [{name: row[name] for name in INPUT_COLUMNS} for row in rows(out / "tables" / "documents.csv")]
    with (stage / "inputs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, INPUT_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(inputs)
    if source:
        _copy_inputs(source, stage / "inputs", inputs, copy_texts)
    files = [path for part in OUTPUTS for path in sorted((stage / part).rglob("*")) if path.is_file()]
    lines = [f"{_sha256(path)}  {path.relative_to(stage).as_posix()}\n" for path in files]
    (stage / "outputs.sha256").write_text("".join(lines), encoding="utf-8", newline="\n")


def _without_places(notebook: Path) -> str:
    """Return a notebook whose parameters name folders of the package, not of the machine it ran on."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            text = re.sub(r"(?m)^SOURCE = .*$", "SOURCE = '../inputs'", "".join(cell["source"]))
            cell["source"] = re.sub(r"(?m)^FIGURES = .*$", "FIGURES = '../figures'", text).splitlines(keepends=True)
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _copy_inputs(source: Path, folder: Path, inputs: list[dict[str, str]], copy_texts: bool) -> None:
    base = source if source.is_dir() else source.parent
    wanted = ["registry.csv"] if (base / "registry.csv").is_file() else []
    if copy_texts:
        for row in inputs:
            file = base / row["path"]
            if file.is_file() and _sha256(file) != row["sha256"]:
                raise ValueError(f"{file}: the text is not the one that the report read; run the report again.")
        everything = source.rglob("*") if source.is_dir() else [source]
        wanted += [path.relative_to(base).as_posix() for path in everything if path.is_file()]
    for name in sorted(set(wanted)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base / name, folder / name)


def _describe(stage: Path, about: About) -> None:
    """Write ``ro-crate-metadata.json``: what each file is, and which notebook made which figure."""
    from rocrate.model import ContextEntity, Person
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version="1.1")
    crate.name, crate.datePublished = about.title, _date(about)
    crate.description = "Figures, tables, executed notebooks and software of an analysis of Chinese reports."
    crate.license = crate.add(ContextEntity(crate, about.licence, {"@type": "CreativeWork", "name": about.licence}))
    people = [crate.add(Person(crate, f"#author-{n}", {"name": name})) for n, name in enumerate(about.authors, 1)]
    if people:
        crate.root_dataset["author"] = people if len(people) > 1 else people[0]
    language = {"@type": "ComputerLanguage", "name": "Python", "url": "https://www.python.org/"}
    python = crate.add(ContextEntity(crate, "#python", language))
    software = {"name": "corpus-tools", "description": "The software that made the figures and tables."}
    crate.add_directory(stage / "software", "software", properties=software)
    files = {name: _add_file(crate, stage, name, python) for name in _payload(stage)}
    texts = [_input(crate, n, row, files) for n, row in enumerate(rows(stage / "inputs.csv"), 1)]
    crate.root_dataset["mentions"] = [text for text in texts if text.id.startswith("#")]
    for notebook, figures in makers(stage).items():
        made = [
            file for name, file in files.items() if Path(name).parent.name == "figures" and Path(name).stem in figures
        ]
        run = {"name": f"Run of {notebook}", "object": texts, "instrument": files[f"notebooks/{notebook}"]}
        crate.add_action(files[f"notebooks/{notebook}"], f"#run-{notebook}", texts, made, properties=run)
    crate.metadata.write(stage)


def _payload(stage: Path) -> list[str]:
    names = (path.relative_to(stage).as_posix() for path in sorted(stage.rglob("*")) if path.is_file())
    return [name for name in names if not name.startswith("software/")]


def _add_file(crate: Any, stage: Path, name: str, python: Any) -> Any:
    kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "text/plain")
    about: dict[str, Any] = {
        "name": name,
        "encodingFormat": kind,
        "identifier": f"sha256:{_sha256(stage / name)}",
        "contentSize": str((stage / name).stat().st_size),
    }
    if name.endswith(".ipynb"):
        about |= {"@type": ["File", "SoftwareSourceCode"], "programmingLanguage": {"@id": python.id}}
    return crate.add_file(stage / name, name, properties=about)


def _input(crate: Any, number: int, row: dict[str, str], files: dict[str, Any]) -> Any:
    """Return the entity of a text: its file where it is in the package, else a work that is named by its hash."""
    from rocrate.model import ContextEntity

    if f"inputs/{row['path']}" in files:
        return files[f"inputs/{row['path']}"]
    about = {"@type": "CreativeWork", "name": row["title"] or row["path"], "identifier": f"sha256:{row['sha256']}"}
    if row["published_on"]:
        about["datePublished"] = row["published_on"]
    return crate.add(ContextEntity(crate, f"#text-{number}", about))


def _date(about: About) -> str:
    if about.date:
        return about.date
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return now.date().isoformat()


def _deliver(stage: Path, target: Path) -> None:
    """Move the package to its place, whole or not at all; a zip file has fixed dates."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.suffix.lower() == ".zip":
        with zipfile.ZipFile(partial, "w") as archive:
            for path in sorted(path for path in stage.rglob("*") if path.is_file()):
                name = zipfile.ZipInfo(path.relative_to(stage).as_posix())
                archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    else:
        shutil.copytree(stage, partial)
    partial.replace(target)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
