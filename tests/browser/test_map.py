"""The responsibility map as people use it: look, filter, click, read, step, by mouse and by keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from .conftest import PROFILES, BuildMap, Map, Open

pytestmark = pytest.mark.slow

PARTS = ("responsible", "supporting", "overseen_by", "supervised_by")
FIELDS = {"responsible": "●", "supporting": "○", "overseen_by": "△", "supervised_by": "◇"}
SHARES = {
    "responsible": "responsible",
    "supporting": "supporting",
    "overseeing": "overseen_by",
    "supervising": "supervised_by",
}
Duty = dict[str, Any]
Wanted = Callable[[Duty], bool]


def listed(page: Page) -> list[str]:
    """The ids of the duties that are listed."""
    return page.locator("#duties .duty-id").all_text_contents()


def in_parts(data: dict[str, Any], party: str, ids: list[str]) -> list[str]:
    """Those ids as a party's page lists them: what it bears alone, with others, supports, oversees, supervises."""

    def part(duty: Duty) -> int:
        found = [duty["responsible"] == [party], *(party in duty[field] for field in PARTS)]
        return found.index(True)

    duties = [duty for duty in data["duties"] if duty["id"] in ids]
    return [duty["id"] for duty in sorted(duties, key=part)]


def found(page: Page) -> str:
    return page.locator("#found").inner_text()


def wanted(data: dict[str, Any], want: Wanted) -> list[str]:
    return [duty["id"] for duty in data["duties"] if want(duty)]


def grid(page: Page) -> list[list[str]]:
    """The matrix as it is seen, cell by cell: its own marks and numbers, not what is said beside them."""
    return page.eval_on_selector_all(  # type: ignore[no-any-return]
        "#matrix tr",
        """rows => rows.map(row => [...row.cells].map(cell => {
            const marks = cell.querySelectorAll('[aria-hidden] > span');
            return marks.length ? [...marks].map(mark => mark.textContent).join('\\n') : cell.textContent;
        }))""",
    )


# numbers


def test_it_counts_what_coverage_counts(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank).page
    numbers = dict(
        zip(
            page.eval_on_selector_all("#coverage button", "all => all.map(one => one.dataset.value || 'all')"),
            map(int, page.locator("#coverage b").all_text_contents()),
            strict=True,
        )
    )
    assert numbers == {"all": 177, **city_bank.data["summary"]}
    assert listed(page) == [duty["id"] for duty in city_bank.data["duties"]]
    assert "177" in found(page)


@pytest.mark.parametrize("status", ["assigned", "superior", "not_applicable", "statement", "ground"])
def test_a_number_of_coverage_filters_and_lets_go(open_map: Open, county: Map, status: str) -> None:
    page = open_map(county).page
    number = page.locator(f'#coverage [data-value="{status}"]')
    number.click()
    assert listed(page) == wanted(county.data, lambda duty: duty["status"] == status)
    assert number.get_attribute("aria-pressed") == "true"
    number.click()
    assert len(listed(page)) == 177


def test_the_matrix_is_the_workbooks_cell_by_cell(open_map: Open, city_bank: Map) -> None:
    book = openpyxl.load_workbook(next(city_bank.path.parent.glob("*.xlsx")), data_only=True)
    sheet = [[cell for cell in row if cell is not None] for row in book["责任矩阵"].iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(sheet) if row and row[0] == "条款")
    head, *rows = [list(row) for row in book["责任矩阵"].iter_rows(min_row=start + 1, values_only=True)]
    columns = [number for number, title in enumerate(head) if title and title not in ("条款", "标题")]
    page = open_map(city_bank).page
    ours_head, *ours = grid(page)
    names = page.locator("#matrix thead button").all_text_contents()
    assert names == [head[number] for number in columns[: len(names)]]
    assert len(ours_head) == 1 + len(columns)
    bodies = [row for row in rows if row[0]]
    assert len(bodies) + 4 == len(ours)
    for our, their in zip(ours, bodies, strict=False):
        assert our[1:] == [str(their[number] if their[number] is not None else "") for number in columns]
    totals = [row for row in rows if "合计" in str(row[1])]
    for our, their in zip(ours[-4:], totals, strict=True):
        assert our[1 : 1 + len(names)] == [str(their[number]) for number in columns[: len(names)]]


def test_cards_columns_and_cells_tell_the_same_numbers(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    duties = county.data["duties"]
    for party in county.data["parties"]:
        counts = {mark: sum(party["id"] in duty[field] for duty in duties) for field, mark in FIELDS.items()}
        said = "".join(f"{mark}{count}" for mark, count in counts.items() if count)
        cards = page.locator(f'#structure [data-value="{party["id"]}"] [aria-hidden]').all_text_contents()
        assert set(cards) <= {said}, party["id"]


# filters


def choices() -> list[tuple[str, Callable[[Duty], list[str]], Callable[[Duty, str, Duty], bool]]]:
    """Each filter, the values that the data have for it, and which duties a value leaves."""

    def people(duty: Duty) -> set[str]:
        return {id_ for field in FIELDS for id_ in duty[field]}

    def of_level(duty: Duty, level: str, data: Duty) -> bool:
        levels = {party["id"]: party["level"] for party in data["parties"]}
        return level in {levels[id_] for id_ in people(duty)}

    return [
        ("clause", lambda d: [c["id"] for c in d["clauses"]], lambda duty, value, _: duty["clause"] == value),
        ("party", lambda d: [p["id"] for p in d["parties"]], lambda duty, value, _: value in people(duty)),
        ("level", lambda d: [level["id"] for level in d["levels"]], of_level),
        ("share", lambda _: list(SHARES), lambda duty, value, _: bool(duty[SHARES[value]])),
        ("kind", lambda d: [duty["kind"] for duty in d["duties"]], lambda duty, value, _: duty["kind"] == value),
        ("status", lambda d: list(d["summary"]), lambda duty, value, _: duty["status"] == value),
    ]


@pytest.mark.parametrize(("name", "values", "holds"), choices(), ids=[choice[0] for choice in choices()])
def test_each_filter_leaves_what_it_says(open_map: Open, county: Map, name: str, values: Any, holds: Any) -> None:
    page = open_map(county).page
    select = page.locator(f"#filter-{name}")
    offered = select.locator("option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    assert set(offered) <= set(values(county.data))
    for value in set(values(county.data)):
        expected = wanted(county.data, lambda duty, value=value: holds(duty, value, county.data))  # type: ignore[misc]
        assert (value in offered) == bool(expected), value
        if expected:
            select.select_option(value)
            ordered = in_parts(county.data, value, expected) if name == "party" else expected
            assert listed(page) == ordered
            assert f"{len(expected)}" in found(page)


@pytest.mark.parametrize("text", ["12378", "投诉", "第九条", "费雪琴", "３.２-２７", "运营合规部 不得"])
def test_text_is_looked_for_in_words_articles_and_names(open_map: Open, county: Map, text: str) -> None:
    page = open_map(county).page
    page.locator("#filter-q").fill(text)
    ids = listed(page)
    assert (0 < len(ids) < 177) == (text != "12378")
    for id_ in ids:
        row = page.locator(f'tr[data-duty="{id_}"]').inner_text()
        places = next(duty["places"] for duty in county.data["duties"] if duty["id"] == id_)
        titles = "".join(county.data["articles"][place["key"]]["title"] for place in places)
        for term in text.replace("３.２-２７", "3.2-27").split():
            assert term in row.replace("\n", "") + titles


def test_filters_work_together_and_the_matrix_follows(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank).page
    page.locator("#filter-party").select_option("consumer")
    page.locator("#filter-kind").select_option("prohibition")
    page.locator("#filter-share").select_option("responsible")
    expected = wanted(city_bank.data, lambda d: d["kind"] == "prohibition" and "consumer" in d["responsible"])
    assert listed(page) == expected and expected
    assert page.locator("#matrix thead button").all_text_contents() == ["消费者权益保护部"]
    by_clause = Counter(duty["clause"] for duty in city_bank.data["duties"] if duty["id"] in expected)
    cells = [row[1] for row in grid(page)[1:]]
    assert cells == [*(f"●{count}" for count in by_clause.values()), str(len(expected)), "0", "0", "0"]


def test_nothing_found_says_so_and_lets_go(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, q="没有这几个字").page
    expect(page.locator("#duties .empty")).to_contain_text("没有符合条件的事项")
    assert found(page).startswith("符合条件的0项")
    page.locator("#duties .empty button").click()
    assert len(listed(page)) == 177
    assert page.locator("#filter-q").input_value() == ""


def test_a_party_of_the_structure_filters(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank).page
    button = page.locator('#structure [data-value="technology"]')
    button.click()
    mine = wanted(city_bank.data, lambda d: any("technology" in d[field] for field in FIELDS))
    assert listed(page) == in_parts(city_bank.data, "technology", mine)
    assert page.locator("#filter-party").input_value() == "technology"
    expect(button).to_be_focused()
    for duty in city_bank.data["duties"]:
        marks = "".join(mark for field, mark in FIELDS.items() if "technology" in duty[field])
        if marks:
            own = page.locator(f'tr[data-duty="{duty["id"]}"] .id .marks [aria-hidden]')
            assert own.text_content() == marks


def test_a_party_without_duties_has_nothing_to_filter_by(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, party="board_committee").page
    card = page.locator("#structure .below .card", has_text="董事会风险管理与消费者权益保护委员会")
    assert card.locator("button").count() == 0
    assert len(listed(page)) == 177


def test_a_cell_of_the_matrix_leads_to_its_duties(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank).page
    page.locator('#matrix [data-value="2.1|retail"]').click()
    duties = city_bank.data["duties"]
    expected = [d["id"] for d in duties if d["clause"] == "2.1" and any("retail" in d[field] for field in FIELDS)]
    assert listed(page) == in_parts(city_bank.data, "retail", expected)
    expect(page.locator("#duties-heading")).to_be_focused()


def test_a_clause_without_anybody_is_red(open_map: Open, build_map: BuildMap, tmp_path: Path) -> None:
    profile = tmp_path / "gaps.yaml"
    text = (PROFILES / "city-bank.yaml").read_text("utf-8")
    for words in (", functions: [cp_lead, complaints]", ", office: consumer", "  interpreter: consumer\n"):
        text = text.replace(words, "")
    profile.write_text(text, "utf-8")
    shown = build_map(profile)
    gaps = {duty["clause"] for duty in shown.data["duties"] if duty["status"] == "gap"}
    assert gaps
    page = open_map(shown).page
    red = page.locator("#matrix tr.nobody th button").evaluate_all("all => all.map(one => one.dataset.value)")
    assert set(red) == gaps
    colours = page.locator("#matrix tbody th").evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    assert colours.count("rgb(166, 27, 27)") == len(gaps)
    page.locator('#coverage [data-value="gap"]').click()
    assert len(listed(page)) == shown.data["summary"]["gap"]
    page.locator("#duties .duty-id").first.click()
    expect(page.locator("#detail .responsible")).to_contain_text("责任主体待定")


# one duty


@pytest.mark.parametrize("id_", ["1.1-04", "2.2-09", "4.2-11", "4.4-05", "0.0-01"])
def test_a_click_shows_clause_article_party_and_why(open_map: Open, city_bank: Map, id_: str) -> None:
    duty = next(duty for duty in city_bank.data["duties"] if duty["id"] == id_)
    clause = next(clause for clause in city_bank.data["clauses"] if clause["id"] == duty["clause"])
    names = {party["id"]: party["name"] for party in city_bank.data["parties"]}
    page = open_map(city_bank).page
    page.locator(f'tr[data-duty="{id_}"] .duty-id').click()
    detail = page.locator("#detail")
    expect(detail).to_be_visible()
    assert "".join(detail.locator("mark").all_text_contents()) == duty["text"]
    assert detail.locator(".clause p").all_text_contents() == clause["paragraphs"]
    assert detail.locator(".clause h3").inner_text().startswith(clause["label"])
    for field in (*FIELDS, "deliberated_by", "approved_by", "borne_by"):
        shown = detail.locator(f".{field} dd li > :not(.about)").all_text_contents()
        assert sorted(shown) == sorted(names[party] for party in duty[field])
        assert shown[:1] == [names[party] for party in duty[field][:1]]
    for place in duty["places"]:
        title = city_bank.data["articles"][place["key"]]["title"]
        expect(detail.locator(".articles")).to_contain_text(f"{place['text']}（{title}）")
    expect(detail.locator(".reason dd p").first).to_have_text(duty["reason"])
    expect(detail.locator(".reason dd p").last).to_have_text(f"依据：{duty['basis']}")


def test_every_duty_has_its_words_marked(open_map: Open, county: Map) -> None:
    page = open_map(county, duty="0.0-01").page
    marked = page.evaluate(
        """count => Array.from({ length: count }, () => {
            const marks = [...document.querySelectorAll('#detail mark')].map(mark => mark.textContent).join('');
            document.querySelector('#detail [data-do="step"][data-value="1"]').click();
            return marks;
        })""",
        len(county.data["duties"]),
    )
    assert marked == [duty["text"] for duty in county.data["duties"]]


def test_suggestions_and_own_choices_are_labelled(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, duty="1.1-08").page
    assert page.locator("#detail .measure .tag").inner_text() == "建议"
    assert page.locator("#detail .frequency dd").inner_text() == "本机构自定 每季度一次"


def test_steps_go_through_what_is_listed(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, clause="2.1").page
    ids = listed(page)
    page.locator("#duties .duty-id").first.click()
    title = page.locator("#detail-title")
    for id_ in ids[1:]:
        page.get_by_role("button", name="下一项").click()
        expect(title).to_contain_text(id_)
    last = page.get_by_role("button", name="下一项")
    assert last.get_attribute("aria-disabled") == "true"
    last.click(force=True)
    expect(title).to_contain_text(ids[-1])
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text(ids[-2])


def test_a_party_in_the_detail_leads_to_its_duties(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, duty="2.2-09").page
    page.locator("#detail .responsible button").click()
    expect(page.locator("#detail")).not_to_be_visible()
    assert page.locator("#filter-party").input_value() == "consumer"
    expect(page.locator("#duties-heading")).to_be_focused()


def test_it_leads_to_the_documents_beside_it(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, duty="2.2-09").page
    links = page.locator("a[href$='.docx'], a[href$='.xlsx']").evaluate_all("all => all.map(one => one.href)")
    paths = {Path(unquote(urlparse(link).path)) for link in links}
    assert len(links) == 3
    assert paths == {path for path in city_bank.path.parent.iterdir() if path.suffix in (".docx", ".xlsx")}


# the address


def test_a_view_can_be_linked(open_map: Open, city_bank: Map) -> None:
    first = open_map(city_bank).page
    first.locator("#filter-clause").select_option("4.2")
    first.locator("#filter-q").fill("不得")
    first.get_by_role("button", name="English").click()
    first.locator("#duties .duty-id").nth(1).click()
    second = open_map(city_bank).page
    second.goto(first.url)
    second.reload()
    assert listed(second) == listed(first)
    assert second.locator("#detail-title").inner_text() == first.locator("#detail-title").inner_text()
    assert second.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    "address", ["party=nobody&clause=9.9", "duty=0.0-99", "kind=</script>", "lang=xx", "%", "q=%E4"]
)
def test_an_address_that_names_nothing_changes_nothing(open_map: Open, city_bank: Map, address: str) -> None:
    page = open_map(city_bank).page
    page.goto(f"{city_bank.path.as_uri()}#{address}")
    page.reload()
    assert len(listed(page)) in (177, 0)
    expect(page.locator("#detail")).not_to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


# keyboard


def test_the_matrix_has_one_tab_stop_and_arrow_keys(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    stops = page.locator("#matrix [tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    where = "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td, th').cellIndex]"
    width = len(grid(page)[0])
    for key, place in [
        ("ArrowDown", [1, 0]),
        ("ArrowRight", [1, 1]),
        ("End", [1, width - 1]),
        ("ArrowRight", [1, width - 1]),
        ("ArrowDown", [2, width - 1]),
        ("Home", [2, 0]),
        ("ArrowUp", [1, 0]),
        ("Control+Home", [0, 0]),
        ("ArrowUp", [0, 0]),
    ]:
        page.keyboard.press(key)
        assert page.evaluate(where) == place, key
        expect(stops).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    first = page.locator("#matrix thead button").first.get_attribute("data-value")
    assert page.locator("#filter-party").input_value() == first
    assert page.evaluate(where)[0] == 0


def test_everything_can_be_done_without_a_mouse(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#duties-heading")).to_be_focused()
    page.keyboard.press("Tab")
    opener = page.locator("#duties .duty-id").first
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail-title")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#detail-title")).to_contain_text(listed(page)[1])
    page.keyboard.press("Escape")
    expect(page.locator("#detail")).not_to_be_visible()
    expect(opener).to_be_focused()
    assert "duty=" not in page.url


def test_the_focus_is_always_seen(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


# languages


def test_the_interface_speaks_english_and_the_duties_stay_chinese(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    before = page.locator("#duties td.text").all_text_contents()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=2).first).to_have_text("Coverage")
    assert found(page) == "177 duties"
    assert page.locator("#duties td.text").all_text_contents() == before
    assert page.url.endswith("#lang=en")
    page.locator("#duties .duty-id").nth(50).click()
    assert unmarked_chinese(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("覆盖情况")


def unmarked_chinese(page: Page) -> list[str]:
    """Chinese words that are seen or said where English is announced, beyond names within an English finding."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                const chinese = /[\\u4e00-\\u9fff]/.test(walker.currentNode.data);
                const own = element.closest('[lang]').lang;
                if (chinese && own === 'en' && !element.closest('script, #findings, noscript, option, #coverage')) {
                    found.push(walker.currentNode.data);
                }
            }
            return found;
        }"""
    )


def test_findings_are_told_in_both_languages(open_map: Open, county: Map) -> None:
    page = open_map(county).page
    told = {language: [one["message"][language] for one in county.data["findings"]] for language in ("zh", "en")}
    for language, words in (("zh", "未设消保委员会"), ("en", "no committee")):
        assert any(words in text for text in told[language])
    expect(page.locator("#findings li")).to_contain_text(told["zh"])
    page.get_by_role("button", name="English").click()
    expect(page.locator("#findings li")).to_contain_text(told["en"])


# structure, the matrix at a glance, a party's page


def test_the_structure_is_a_tree(open_map: Open, city_bank: Map) -> None:
    """Bodies, leaders and levels hang below the institution, departments below who oversees them."""
    page = open_map(city_bank).page
    root = page.locator("#structure > .tree > li")
    expect(root).to_have_count(1)
    expect(root.locator(":scope > .party")).to_contain_text(city_bank.data["institution"]["name"])
    branches = root.locator(":scope > .branches > .branch > h3").all_text_contents()
    assert branches == ["议事机构", "领导及其分管部门", "下辖层级"]
    board = page.locator(".branch.bodies > .cards > .card").first
    expect(board).to_contain_text("董事会")
    expect(board.locator(".below .card")).to_contain_text("董事会风险管理与消费者权益保护委员会")
    for leader in (party for party in city_bank.data["parties"] if party["kind"] == "leader"):
        card = page.locator(f'.branch.leaders > .cards > .card:has(> [data-value="{leader["id"]}"])')
        below = card.locator(".overseen .party").evaluate_all("all => all.map(one => one.dataset.value)")
        assert below == list(leader["oversees"])


def test_a_branch_hangs_below_its_superior(open_map: Open, county: Map) -> None:
    root = open_map(county).page.locator("#structure > .tree > li")
    expect(root.locator(":scope > .party")).to_contain_text(superior_of(county))
    expect(root.locator(":scope > .below > .root")).to_have_count(1)


def superior_of(shown: Map) -> str:
    return next(str(party["name"]) for party in shown.data["parties"] if party["kind"] == "superior")


@pytest.mark.parametrize("pressed", ['#structure [data-value="retail"]', '#matrix th [data-value="retail"]'])
def test_a_click_on_a_party_brings_its_list_into_view(open_map: Open, city_bank: Map, pressed: str) -> None:
    page = open_map(city_bank).page
    expect(page.locator("#duties")).not_to_be_in_viewport()
    page.locator(pressed).click()
    expect(page.locator("#duties-heading")).to_be_in_viewport()
    expect(page.locator(pressed)).to_be_focused()


def test_a_partys_own_shared_and_supporting_duties_stand_apart(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, party="consumer").page
    duties = {duty["id"]: duty for duty in city_bank.data["duties"]}
    seen: list[str] = []
    for part in page.locator("#duties .part").all():
        title, ids = part.locator("h3").inner_text(), part.locator(".duty-id").all_text_contents()
        assert f"（{len(ids)}项）" in title
        for one in (duties[id_] for id_ in ids):
            alone, bears = one["responsible"] == ["consumer"], "consumer" in one["responsible"]
            holds = {
                "独自": alone,
                "与其": bears and not alone,
                "配合": not bears and "consumer" in one["supporting"],
            }
            assert holds.get(title[:2], not bears), (title, one["id"])
        seen += ids
    mine = [d["id"] for d in duties.values() if any("consumer" in d[field] for field in FIELDS)]
    assert sorted(seen) == sorted(mine)
    assert page.locator("#duties .part").count() >= 3


def test_the_more_a_party_bears_the_darker_is_its_cell(open_map: Open, city_bank: Map) -> None:
    cells = (
        open_map(city_bank)
        .page.locator("#matrix tbody td")
        .evaluate_all(
            """all => all.map(one => [Number(/●(\\d+)/.exec(one.textContent)?.[1] ?? 0),
                                 Number(/shade-(\\d)/.exec(one.className)?.[1] ?? 0)])"""
        )
    )
    assert {shade for _, shade in cells} >= {0, 1, 2, 4}
    assert all((count > 0) == (shade > 0) for count, shade in cells)
    ordered = [shade for _, shade in sorted(cells)]
    assert ordered == sorted(ordered)


def test_a_switch_leaves_the_responsible_parties_alone(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank).page
    switch = page.locator('[data-do="bearing"]')
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    marks = "".join(page.locator("#matrix tbody td .marks [aria-hidden]").all_text_contents())
    assert set(marks) & set("●○△◇") == {"●"}
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert "△" in "".join(page.locator("#matrix tbody td .marks [aria-hidden]").all_text_contents())


def test_every_column_of_the_matrix_is_reached_and_said(open_map: Open, city_bank: Map) -> None:
    page = open_map(city_bank, width=1366).page
    tools, heads = page.locator("#matrix-tools"), page.locator("#matrix thead th.turned:not(.sum)")
    count = heads.count()
    expect(tools).to_contain_text("第1至")
    expect(tools).to_contain_text(f"共{count}列")
    right = page.locator('[data-do="scroll"][data-value="1"]')
    while right.get_attribute("aria-disabled") == "false":
        before = page.locator("#matrix").evaluate("one => one.scrollLeft")
        right.click()
        page.wait_for_function("before => document.querySelector('#matrix').scrollLeft > before", arg=before)
        page.wait_for_timeout(50)
    expect(tools).to_contain_text(f"至{count}列")
    expect(page.locator("#matrix thead th.sum").last).to_be_in_viewport()


def test_parties_that_are_the_same_in_a_duty_stand_in_one_line(open_map: Open, city_bank: Map) -> None:
    many = max(city_bank.data["duties"], key=lambda duty: len(duty["responsible"]))
    page = open_map(city_bank, duty=many["id"]).page
    lines = page.locator("#detail .responsible li")
    said = lines.locator(".about").all_text_contents()
    assert len(said) == len(set(said)) < len(many["responsible"])
    names = page.locator("#detail .responsible li button").evaluate_all("all => all.map(one => one.dataset.value)")
    assert sorted(names) == sorted(many["responsible"])


# hostile values, no scripts


def test_hostile_names_stay_text(open_map: Open, build_map: BuildMap, tmp_path: Path) -> None:
    name = "</script><img src=x onerror=alert(1)><b>甲"
    profile = tmp_path / "hostile.yaml"
    text = (PROFILES / "city-bank.yaml").read_text("utf-8")
    profile.write_text(text.replace("name: 消费者权益保护部", f"name: '{name}'"), "utf-8")
    page = open_map(build_map(profile), party="consumer", duty="2.2-09").page
    assert page.locator("#detail .responsible button").inner_text() == name
    assert page.locator("img, b b").count() == 0
    assert name in page.locator("#chosen").inner_text()


def test_without_scripts_it_says_what_is_needed(open_map: Open, county: Map) -> None:
    page = open_map(county, options={"java_script_enabled": False}).page
    expect(page.locator("noscript p").first).to_be_visible()
