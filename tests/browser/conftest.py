"""What the browser tests stand on: a real headless Chromium without a network, and maps built for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from command import ROOT
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tools import program

from cplist.documents.request import Request
from cplist.workspace.batch import Builder

PROFILES = ROOT / "profiles"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 600_000
"""Milliseconds after which a page that doesn't do what it should is given up: more than any busy machine takes."""
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True)
class Map:
    """A built map, with the folder in which the documents stand that it leads to."""

    path: Path
    data: dict[str, Any]


@dataclass(frozen=True)
class Window:
    """An open page, and what went wrong in it: messages of the console, errors, requests to anywhere."""

    page: Page
    problems: list[str]


Open = Callable[..., Window]
BuildMap = Callable[..., Map]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        chromium = program(*NAMES, named_by="CPLIST_CHROMIUM")
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET), timeout=PATIENCE)
        yield started
        started.close()


@pytest.fixture
def open_map(browser: Browser) -> Iterator[Open]:
    """Give a function: map, state of the address → the page, opened from its file with the network cut."""
    opened: list[Window] = []

    def run(shown: Map, *, width: int = 1440, options: Any = None, **state: str) -> Window:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **(options or {}))
        window = Window(context.new_page(), [])
        window.page.set_default_timeout(PATIENCE)
        window.page.on("console", lambda message: window.problems.append(message.text))
        window.page.on("pageerror", lambda error: window.problems.append(str(error)))
        window.page.on("dialog", lambda dialog: window.problems.append(dialog.message))
        window.page.on("request", lambda request: _note(window, request.url, shown))
        window.page.goto(shown.path.as_uri() + (f"#{urlencode(state)}" if state else ""))
        opened.append(window)
        return window

    yield run
    for window in opened:
        window.page.context.close()
    assert [problem for window in opened for problem in window.problems] == []


def _note(window: Window, url: str, shown: Map) -> None:
    if not url.startswith(shown.path.as_uri()):
        window.problems.append(f"request to {url}")


@pytest.fixture(scope="session")
def build_map(tmp_path_factory: pytest.TempPathFactory) -> BuildMap:
    """Give a function: profile → its map; `all_parts` builds system and checklist beside it."""

    def run(profile: Path, *, all_parts: bool = False) -> Map:
        order = Request() if all_parts else Request(("map",))
        (result,) = Builder().build([str(profile)], tmp_path_factory.mktemp("map"), order)
        assert result.built is not None, result.findings
        (path,) = (output.path for output in result.outputs if output.kind == "map")
        return Map(path, data_of(path))

    return run


def data_of(path: Path) -> dict[str, Any]:
    """The data that stand in a page."""
    text = path.read_text("utf-8").split('<script type="application/json" id="data">')[1]
    return dict(json.loads(text.split("</script>")[0]))


@pytest.fixture(scope="session")
def city_bank(build_map: BuildMap) -> Map:
    return build_map(PROFILES / "city-bank.yaml", all_parts=True)


@pytest.fixture(scope="session")
def county(build_map: BuildMap) -> Map:
    return build_map(PROFILES / "county-branch.yaml")
