"""JupyterLab on this machine and Chromium to look at it; without either the tests here are skipped and say why."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
NEWS = "@jupyterlab/apputils-extension:announcements"
SECONDS_TO_START = 180
PATIENCE_MILLISECONDS = 300_000


@pytest.fixture(scope="session")
def workplace(tmp_path_factory):
    """A copy of the notebooks and seeds, so that nothing of the project is overwritten, and a folder of mischief."""
    folder = tmp_path_factory.mktemp("work")
    for part in ("seeds", "notebooks", "tests/cases"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("kernel-ipc*", ".ipynb_checkpoints"))
    (folder / "mischief").mkdir()
    shutil.copy(ROOT / "tests/cases/mischief.txt", folder / "mischief")
    settings = folder / "jupyter_config_dir/labconfig/page_config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"disabledExtensions": {NEWS: True}}))
    return folder


@pytest.fixture(scope="session")
def lab(workplace):
    """A running JupyterLab: its address, its token, its folder."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: pip install 'corpus-tools[notebooks]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = ["--no-browser", "--allow-root", "--expose-app-in-browser", "--ip=127.0.0.1", f"--port={port}"]
    options += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={workplace}"]
    places = {
        name: str(workplace / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")
    }
    figures = {"CORPUS_TOOLS_FIGURES": str(workplace / "figures"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    with (workplace / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], cwd=workplace, env=os.environ | places | figures, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api/status?token={token}", server, workplace / "lab.log")
            yield SimpleNamespace(address=address, token=token, folder=workplace)
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address, server, log):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """A Chromium with an empty profile that reaches no other machine."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    if not CHROMIUM:
        pytest.skip("Chromium is not installed, so no notebook was looked at in a browser: apt-get install chromium")
    rules = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    with playwright.sync_playwright() as engine:
        context = engine.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=CHROMIUM,
            args=FLAGS + rules,
            viewport={"width": 1500, "height": 1300},
            timeout=SECONDS_TO_START * 1000,
        )
        yield context
        context.close()


@pytest.fixture(scope="session")
def page(chromium, lab):
    """JupyterLab in a page that remembers its errors and whom it asked."""
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.errors, page.asked = [], set()
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("request", lambda request: page.asked.update({urlsplit(request.url).hostname} - {None}))
    page.goto(f"{lab.address}/lab?token={lab.token}&reset")
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")
    return page
