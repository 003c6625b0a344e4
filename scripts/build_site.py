"""Build the documentation site into ``build/site`` and check its links; ``--gallery`` writes ``docs/gallery.md`` anew.

Pages are the Markdown files of the repository, the executed notebooks, and one page of all public functions. Formulas
become MathML while building (mkdocs calls `on_page_content`), so that a reader needs no network.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
PAGES, SITE = ROOT / "build" / "site-pages", ROOT / "build" / "site"
FOLDERS = ("docs", "figures", "seeds")
FORMULA = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)
LINK = re.compile(r'(?:href|src)="([^"]+)"')


def gallery(figures: Path) -> str:
    """Return the page that shows every saved figure with its captions in both languages."""
    parts = [
        "# Gallery",
        "",
        "Every figure of the notebooks, from the committed files; written by `scripts/build_site.py --gallery`.",
    ]
    for sidecar in sorted(figures.glob("*.json")):
        captions = json.loads(sidecar.read_text(encoding="utf-8"))["caption"]
        parts += ["", f"## {sidecar.stem}", "", f"![{sidecar.stem}](../figures/{sidecar.stem}.png)"]
        parts += [
            line for lang in ("zh", "en") if lang in captions for line in ("", html.escape(captions[lang], quote=False))
        ]
        parts += [
            "",
            " · ".join(f"[{ending}](../figures/{sidecar.stem}.{ending})" for ending in ("svg", "pdf", "csv", "json")),
        ]
    return "\n".join(parts) + "\n"


def api() -> str:
    """Return the page from which mkdocstrings makes the reference of all public names."""
    import corpus_tools

    values = [getattr(corpus_tools, name) for name in corpus_tools.__all__]
    places = [
        value.__name__ if isinstance(value, ModuleType) else f"{value.__module__}.{value.__name__}" for value in values
    ]
    return "# Functions\n\n" + "".join(f"::: {place}\n\n" for place in places)


def collect() -> None:
    """Lay the pages of the site out as the repository has them, so that their links hold."""
    shutil.rmtree(PAGES, ignore_errors=True)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, PAGES / name)
    for name in ("README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        shutil.copyfile(ROOT / name, PAGES / name)
    shutil.copyfile(ROOT / "README.md", PAGES / "index.md")
    (PAGES / "corpus_tools/data").mkdir(parents=True)
    shutil.copyfile(ROOT / "corpus_tools/data/OFL.txt", PAGES / "corpus_tools/data/OFL.txt")
    (PAGES / "docs/api.md").write_text(api(), encoding="utf-8")
    notebooks = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "html",
        "--log-level=WARN",
        "--output-dir",
        PAGES / "notebooks",
    ]
    subprocess.run([*command, *notebooks], check=True)
    for page in PAGES.rglob("*.md"):
        text = re.sub(r"(\]\((?:\.\./)?notebooks/[^)]*)\.ipynb\)", r"\1.html)", page.read_text(encoding="utf-8"))
        page.write_text(text.replace("](README.md)", "](index.md)"), encoding="utf-8")


def on_page_content(content: str, **_: object) -> str:
    """Turn the formulas of a page into MathML."""
    from latex2mathml.converter import convert

    def mathml(found: re.Match[str]) -> str:
        return convert(html.unescape(found[3]), display="inline" if found[2] == "(" else "block")

    return FORMULA.sub(mathml, content)


def broken_links(site: Path) -> Iterator[str]:
    """Yield the links of the site that lead to no file and no heading of it, or load something from elsewhere."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    for page, text in pages.items():
        if page.parent.name == "notebooks" or page.name == "404.html":
            continue
        for link in map(html.unescape, LINK.findall(text)):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and target in pages and f'id="{anchor}"' not in pages[target]):
                yield f"{page.relative_to(site)}: {link}"


def main() -> None:
    """Build the site or the gallery."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gallery", action="store_true")
    if parser.parse_args().gallery:
        (ROOT / "docs/gallery.md").write_text(gallery(ROOT / "figures"), encoding="utf-8", newline="\n")
        return
    collect()
    command = [sys.executable, "-m", "mkdocs", "build", "--clean", "--quiet", "-f", ROOT / "mkdocs.yml"]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    if broken := list(broken_links(SITE)):
        sys.exit("links that lead nowhere:\n" + "\n".join(broken))
    print(f"the site is in {SITE.relative_to(ROOT)}; open index.html there")


if __name__ == "__main__":
    main()
