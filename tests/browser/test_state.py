"""The map's state in a real browser: counts, tables, calendar, the day that counts; and nothing without answers."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from cplist.documents.request import Request
from cplist.workspace.batch import Builder

from .conftest import PROFILES, Map, Open, data_of
from .test_look import MOST_PAGES, printed, sideways

pytestmark = pytest.mark.slow

DAY = datetime.date(2026, 12, 31)
LATER = "2027-03-01"
ANSWERS = {
    "choice_one_time": ("已建立", "修订中", "未建立"),
    "choice_periodic": ("按期", "逾期", "未到期"),
    "choice_continuous": ("按期", "未到期"),
    "choice_event": ("本期未触发", "办理中"),
    "choice_prohibition": ("未发生",),
    "choice_permission": ("已开展",),
    "choice_ground": ("未发生",),
}
WORDS = {"正常": "done", "在办": "doing", "需关注": "attention", "逾期": "overdue", "未填报": "blank"}


def fill_in(path: Path) -> None:
    """Answers in most rows, due days in every third, the day and the period."""
    book = load_workbook(path)
    sheet = book["履职情况"]
    header = next(row for row in sheet.iter_rows(max_row=12) if "行标识" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header if cell.value}
    for number, row in enumerate(range(header[0].row + 1, sheet.max_row + 1)):
        choices = ANSWERS.get(sheet.cell(row, columns["状态选项"]).value or "")
        if choices and number % 4:
            sheet.cell(row, columns["本期状态"]).value = choices[number % len(choices)]
        if choices and number % 3 == 0:
            due = DAY + datetime.timedelta(days=number % 200 - 60)
            sheet.cell(row, columns["到期日（本机构自定）"]).value = due
    for name, value in (("统计日期", DAY), ("期间", "2026年第四季度")):
        cells = (cell for one in book for row in one.iter_rows(max_row=6, max_col=2) for cell in row)
        label = next(cell for cell in cells if cell.value == name)
        label.offset(column=1).value = value
    book.save(path)


@pytest.fixture(scope="session")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Map:
    """The map of a bank whose workbook was filled in."""
    folder = tmp_path_factory.mktemp("stated")
    for _ in range(2):
        (result,) = Builder().build([str(PROFILES / "city-bank.yaml")], folder, Request(("checklist", "map")))
        paths = {output.kind: output.path for output in result.outputs}
        if "map" in paths and "state" not in data_of(paths["map"]):
            fill_in(paths["checklist"])
    return Map(paths["map"], data_of(paths["map"]))


def in_workbook(stated: Map) -> Counter[str]:
    """The counts that the workbook beside the map shows, as they stand in its cells."""
    (path,) = (path for path in stated.path.parent.glob("*责任清单.xlsx"))
    sheet = load_workbook(path, data_only=True)["履职情况"]
    rows = list(sheet.iter_rows(values_only=True))
    place = next(row.index("状态判断") for row in rows if "状态判断" in row)
    found = Counter(str(row[place]).replace("逾期未填报", "逾期") for row in rows)
    return Counter({WORDS[word]: count for word, count in found.items() if word in WORDS})


def numbers(page: Page) -> dict[str, int]:
    """The numbers at the top of the state."""
    said = page.locator("#state-numbers button").evaluate_all(
        "all => all.map(one => [one.dataset.value, one.querySelector('b').textContent])"
    )
    return {standing: int(count) for standing, count in said}


def column(page: Page, table: str, name: str) -> list[int]:
    return [int(text.split()[-1]) for text in page.locator(f"#{table} tbody td.{name}").all_text_contents()]


def judged(row: dict[str, Any], day: str) -> str:
    late = row.get("open") and row["due"] < day
    return "overdue" if late or row["kind"] == "overdue_blank" else str(row["kind"])


def test_without_answers_nothing_of_it_is_shown(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    expect(page.locator("#state")).to_be_hidden()
    assert page.locator("#filter-standing, th.standing, .month, .bar").count() == 0


def test_it_counts_what_the_workbook_counts(open_map: Open, stated: Map) -> None:
    page = open_map(stated).page
    assert Counter(numbers(page)) == in_workbook(stated)
    for table in ("by-party", "by-clause"):
        assert {name: sum(column(page, table, name)) for name in numbers(page)} == numbers(page), table
    expect(page.locator("#state-day strong")).to_have_text("2026年第四季度")
    assert "统计日期 2026-12-31" in page.locator("#state-day").inner_text()


def test_a_number_leads_to_its_duties(open_map: Open, stated: Map) -> None:
    page = open_map(stated).page
    rows = [row for row in stated.data["state"]["rows"] if judged(row, "") == "overdue"]
    page.locator("#state-numbers .overdue").click()
    assert set(page.locator("#duties .duty-id").all_text_contents()) == {row["duty"] for row in rows}
    party = rows[0]["party"]
    page.locator(f'#by-party button[data-value="party={party}&standing=overdue"]').click()
    own = {row["duty"] for row in rows if row["party"] == party}
    assert set(page.locator("#duties .duty-id").all_text_contents()) == own
    assert set(page.locator("#duties td.standing").all_inner_texts()) == {"逾期"}
    page.locator("#duties .duty-id").first.click()
    assert "逾期" in page.locator("#detail dl .state").first.inner_text()


def test_a_day_of_the_calendar_leads_to_what_is_due(open_map: Open, stated: Map) -> None:
    page = open_map(stated).page
    day = page.locator("#state-calendar td.open button").first
    due = str(day.get_attribute("data-value")).removeprefix("due=")
    rows = [row for row in stated.data["state"]["rows"] if row.get("due") == due]
    assert day.locator("b").inner_text() == str(len(rows))
    day.press("Enter")
    assert set(page.locator("#duties .duty-id").all_text_contents()) == {row["duty"] for row in rows}
    assert due in page.locator("#chosen").inner_text()


def test_the_table_is_sorted_by_what_is_pressed(open_map: Open, stated: Map) -> None:
    page = open_map(stated).page
    page.locator("#by-party th.overdue button").click()
    counts = column(page, "by-party", "overdue")
    assert counts == sorted(counts, reverse=True) and counts[0] > 0
    expect(page.locator("#by-party th.overdue")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#by-party th.overdue button")).to_be_focused()


def test_today_is_the_readers_and_only_if_they_want_it(open_map: Open, stated: Map) -> None:
    window = open_map(stated)
    page, before = window.page, numbers(window.page)
    page.clock.set_fixed_time(f"{LATER}T09:00:00")
    page.get_by_role("button", name="English").click()
    assert numbers(page) == before
    page.get_by_role("button", name=f"today, {LATER}").click()
    kinds = Counter(judged(row, LATER) for row in stated.data["state"]["rows"])
    assert Counter(numbers(page)) == Counter({kind: kinds[kind] for kind in numbers(page)})
    assert numbers(page)["overdue"] > before["overdue"]
    assert f"on={LATER}" in page.url
    page.get_by_role("button", name="as of 2026-12-31").click()
    assert numbers(page) == before


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (1366, "dark"), (390, "light")])
def test_an_accessibility_checker_finds_nothing(open_map: Open, stated: Map, width: int, scheme: str) -> None:
    state = {"party": "consumer", "standing": "overdue", "lang": "en"} if scheme == "dark" else {}
    page = open_map(stated, width=width, options={"color_scheme": scheme}, **state).page
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in violations] == []
    assert sideways(page) == 0


def test_it_prints_on_six_pages_with_every_party(open_map: Open, stated: Map, tmp_path: Path) -> None:
    pages = printed(open_map(stated).page, tmp_path / "map.pdf")
    assert len(pages) <= MOST_PAGES
    assert "2026年第四季度" in pages[0] and "2027年1月" in pages[0]
    assert all(any(duty["id"] in text.split() for text in pages) for duty in stated.data["duties"])
