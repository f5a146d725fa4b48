"""How the map looks and prints, and what an accessibility checker makes of it."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tools import program

from .conftest import PROFILES, BuildMap, Map, Open

pytestmark = pytest.mark.slow

SMALLEST_TARGET = 24
"""Pixels that a finger needs (WCAG 2.2, 2.5.8)."""
WIDTHS = [320, 375, 768, 1440]


@pytest.fixture(scope="session")
def thirty(build_map: BuildMap, tmp_path_factory: pytest.TempPathFactory) -> Map:
    """The map of a bank with thirty departments, some with long names."""
    more = "".join(
        f"  - {{id: d{number}, name: 第{number}直属业务管理和客户服务中心, lines: [middle]}}\n"
        for number in range(10)
    )
    text = (PROFILES / "city-bank.yaml").read_text("utf-8").replace("\ndepartments:\n", f"\ndepartments:\n{more}")
    profile = tmp_path_factory.mktemp("thirty") / "profile.yaml"
    profile.write_text(text, "utf-8")
    return build_map(profile)


def sideways(page: Page) -> int:
    """By how many pixels the page itself could be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(open_map: Open, thirty: Map, width: int, language: str) -> None:
    page = open_map(thirty, width=width, lang=language).page
    assert sideways(page) == 0
    page.locator("#filter-clause").select_option("2.3")
    page.locator("#duties .duty-id").first.click()
    assert sideways(page) == 0
    detail = page.locator("#detail")
    assert detail.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_on_a_phone_the_matrix_scrolls_in_its_own_box(open_map: Open, thirty: Map) -> None:
    page = open_map(thirty, width=375).page
    box = page.locator("#matrix")
    assert box.evaluate("one => one.scrollWidth") > 1000
    assert box.evaluate("one => one.clientWidth") < 375
    box.evaluate("one => one.scrollBy(600, 300)")
    corner, first = (page.locator(f"#matrix {part} th").first.bounding_box() for part in ("thead", "tbody"))
    outer = box.bounding_box()
    assert corner and first and outer
    assert corner["x"] == first["x"] == pytest.approx(outer["x"], abs=2)
    assert corner["y"] == pytest.approx(outer["y"], abs=2)


def test_on_a_phone_a_duty_is_a_card_with_its_labels(open_map: Open, thirty: Map) -> None:
    page = open_map(thirty, width=375).page
    row = page.locator('tr[data-duty="1.0-03"]')
    box = row.bounding_box()
    assert box and box["width"] < 375 and box["height"] > 100
    label = "one => getComputedStyle(one, '::before').content"
    assert row.locator("td.overseen_by").evaluate(label) == '"责任领导"'
    assert row.get_by_role("cell").count() == 10 - row.locator("td[data-empty]").count()


@pytest.mark.parametrize("width", [375, 1440])
def test_what_is_pressed_is_large_enough(open_map: Open, thirty: Map, width: int) -> None:
    page = open_map(thirty, width=width).page
    small = page.locator("button:visible, select, input").evaluate_all(
        """(all, least) => all.filter(one => {
            const box = one.getBoundingClientRect();
            return box.width < least || box.height < least;
        }).map(one => one.outerHTML)""",
        SMALLEST_TARGET,
    )
    assert small == []


@pytest.mark.parametrize(
    ("width", "scheme", "state"),
    [
        (1440, "light", {}),
        (1440, "light", {"lang": "en", "party": "consumer", "clause": "3.1"}),
        (1440, "dark", {"party": "consumer", "clause": "3.1"}),
        (375, "light", {"q": "没有这几个字"}),
        (375, "light", {"lang": "en", "kind": "prohibition"}),
        (1440, "dark", {"duty": "2.2-09", "clause": "2.2"}),
        (375, "light", {"duty": "4.2-11", "clause": "4.2", "lang": "en"}),
    ],
    ids=["whole", "party-en", "party-dark", "nothing-phone", "kind-phone-en", "duty-dark", "duty-phone-en"],
)
def test_an_accessibility_checker_finds_nothing(
    open_map: Open, city_bank: Map, width: int, scheme: str, state: dict[str, str]
) -> None:
    page = open_map(city_bank, width=width, options={"color_scheme": scheme}, **state).page
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in violations] == []


def test_the_checker_would_see_a_fault(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, clause="1.4").page
    page.evaluate("document.querySelector('#title').style.color = '#fefefe'")
    page.evaluate("document.querySelector('.field.kind label').remove()")
    found = {one["id"] for one in Axe().run(page).response["violations"]}
    assert found == {"color-contrast", "select-name"}


def test_headings_and_landmarks_are_in_order(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank).page
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for role in ("banner", "main", "contentinfo", "search"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]


# on paper


def printed(page: Page, path: Path) -> list[str]:
    """The text of each page of the PDF that the browser prints."""
    pdftotext = program("pdftotext")
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    said = subprocess.run([pdftotext, "-layout", path, "-"], capture_output=True, check=True)
    return said.stdout.decode().split("\f")[:-1]


def test_it_prints_every_duty_with_the_head_on_every_page(open_map: Open, thirty: Map, tmp_path: Path) -> None:
    pages = printed(open_map(thirty).page, tmp_path / "map.pdf")
    for duty in thirty.data["duties"]:
        assert any(duty["id"] in text.split() for text in pages), duty["id"]
    first = next(number for number, text in enumerate(pages) if "0.0-01" in text.split())
    assert all("条款原文" in text for text in pages[first:-1])


MOST_PAGES = 6


@pytest.mark.parametrize("profile", ["city-bank", "listed-city-bank", "county-branch"])
def test_it_prints_on_six_pages_with_every_duty(
    open_map: Open, build_map: BuildMap, tmp_path: Path, profile: str
) -> None:
    shown = build_map(PROFILES / f"{profile}.yaml")
    pages = printed(open_map(shown).page, tmp_path / "map.pdf")
    assert len(pages) <= MOST_PAGES
    assert all(any(duty["id"] in text.split() for text in pages) for duty in shown.data["duties"])
    assert all(len(text.split()) > 20 for text in pages)


def test_it_prints_the_matrix_whole(open_map: Open, thirty: Map, tmp_path: Path) -> None:
    pages = printed(open_map(thirty).page, tmp_path / "map.pdf")
    (matrix,) = (text for text in pages if "责任主体数" in text or "合计（●责任主体）" in text)
    assert all(f"合计（{mark}" in matrix for mark in "●○△◇")
    totals = next(line for line in matrix.split("\n") if "合计（●" in line).split()
    duties, fields = thirty.data["duties"], ("responsible", "supporting", "overseen_by", "supervised_by")
    columns = [p["id"] for p in thirty.data["parties"] if any(p["id"] in d[f] for d in duties for f in fields)]
    assert totals[1 : 1 + len(columns)] == [str(sum(id_ in d["responsible"] for d in duties)) for id_ in columns]


def test_it_prints_what_the_filters_leave_and_says_so(open_map: Open, city_bank: Map, tmp_path: Path) -> None:
    page = open_map(city_bank, party="consumer", kind="prohibition").page
    text = "\n".join(printed(page, tmp_path / "map.pdf"))
    shown = [duty["id"] for duty in city_bank.data["duties"] if duty["id"] in text.split()]
    assert shown == sorted(page.locator("#duties .duty-id").all_text_contents())
    assert "当前筛选" in text and "消费者权益保护部" in text


def test_nothing_that_is_printed_lies_outside_the_paper(open_map: Open, thirty: Map) -> None:
    page = open_map(thirty, width=1031).page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1496, "height": 1031})  # A3 across, without its margins
    beyond: Any = page.evaluate(
        """() => [...document.querySelectorAll('#matrix td, #matrix th, #duties td, .card')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML)"""
    )
    assert beyond == []
