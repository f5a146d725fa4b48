"""Cases at the edges, each of which was once a mistake."""

import datetime
import io
import itertools
import re

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from cplist.carryover.carry_over import carry_over
from cplist.compose import sandbox
from cplist.compose.sandbox import environment, render
from cplist.core.document import ComposedText
from cplist.core.findings import FindingsError, Severity
from cplist.core.messages import LANGUAGES, catalogue
from cplist.core.workbook import Formula
from cplist.domain.institution import (
    Decision,
)
from cplist.domain.structure import Body
from cplist.pipeline import check
from cplist.profile.profile import read_profile
from cplist.writers.excel.workbook import write_xlsx
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.document import Properties, write_docx
from cplist.yamldoc.document import read

from .carryover import test_carry_over as tc
from .compose.test_sandbox import composed, mistakes, values_of
from .compose.text.test_composer import article, found, texts
from .core.test_messages import placeholders
from .profile.test_profile import DESIGN, no_base
from .writers.excel import test_workbook as tx


def base(b, f):
    return "base.yaml", DESIGN.encode()


# --- test_yamldoc.py
@pytest.mark.parametrize("escape", ["\\x07", "\\0", "\\e", "\\uFFFF", "\\U0010FF28", "\\U0010FDD0"])
def test_forbidden_characters_are_found_behind_an_escape_too(problems, escape):
    result = problems(read, f'institution:\n  name: "甲{escape}"\n'.encode(), "p.yaml")
    assert [(f.rule, str(f.location)) for f in result] == [("yaml-character", "p.yaml:2:9")]


@pytest.mark.parametrize(("end", "place"), [("\r", (2, 4)), ("\r\n", (2, 4)), ("\u2028", (1, 9)), ("\x85", (1, 9))])
def test_forbidden_characters_stand_on_the_line_that_an_editor_counts(problems, end, place):
    """YAML ends a line at U+2028 and U+0085 too; an editor doesn't."""
    result = problems(read, f"a: 1{end}b: \x07{end}".encode(), "p.yaml")
    assert [(f.location.line, f.location.column) for f in result] == [place]


# --- test_inherit.py / test_profile.py
def test_an_id_of_another_shape_is_a_finding_and_no_crash():
    text = "extends: base.yaml\nleaders:\n  - {id: [x], post: 甲, roles: [other]}\n"
    assert [f.rule for f in read_profile(text.encode(), "p.yaml", base).findings] == ["profile-wrong-text"]


@pytest.mark.parametrize(
    ("entries", "rules"),
    [
        (
            "leaders:\n  - {id: nw, post: 甲, roles: [other]}\n  - {id: nw, post: 乙, roles: [other]}\n",
            ["profile-id-twice"],
        ),
        ("leaders:\n  - {post: 甲, roles: [other]}\n  - {post: 乙, roles: [other]}\n", ["profile-missing-key"] * 2),
        ("assignments:\n  - {duty: 4.2-11, lead: cp}\n  - {duty: 4.2-11, lead: risk}\n", ["two-leads"]),
        ("assignments:\n  - {duty: 4.2-11, lead: cp}\n  - {duty: 4.2-11, frequency: 按件}\n", ["profile-twice"]),
    ],
)
def test_repeats_over_a_base_are_found_as_without_one(entries, rules):
    result = read_profile(("extends: base.yaml\n" + entries).encode(), "p.yaml", base).findings
    assert [f.rule for f in result] == rules


def examined(text, pack):
    """Everything that is found in a profile, whether or not it stops at that."""
    try:
        return check(read_profile(text.encode(), "p.yaml", no_base), pack)
    except FindingsError as error:
        return error.findings


@pytest.mark.parametrize(
    ("key", "rule"),
    [("levels", "own-level-missing"), ("leaders", "no-chief"), ("departments", "no-departments")],
)
def test_a_required_list_may_not_be_empty(pack, key, rule):
    text = re.sub(rf"^{key}:\n(?:  -.*\n)+", f"{key}: []\n", DESIGN, flags=re.M)
    for reference in ("chair: chair, ", "office: cp", ", interpreter: cp", "lead: cp, support: [risk], "):
        text = text.replace(reference, "")
    text = re.sub(r"oversees: \[.*\]", "oversees: []", text)
    assert (rule, key) in [(f.rule, f.path) for f in examined(text, pack)]


def test_the_first_level_is_the_institution_itself(pack):
    own = "  - {tier: legal_entity, name: 总行}\n"
    assert "own-level-missing" in [f.rule for f in examined(DESIGN.replace(own, ""), pack)]
    later = DESIGN.replace(own, "").replace("bodies:\n", f"{own}bodies:\n")
    assert "levels-out-of-order" in [f.rule for f in examined(later, pack)]


def test_a_pack_of_another_version_is_found(pack):
    text = DESIGN.replace("pack: shandong-2022-1", "pack: {name: shandong-2022-1, version: '>=9'}")
    found = [f for f in examined(text, pack) if f.rule == "pack-version"]
    assert [(f.path, f.location.line) for f in found] == [("pack.version", 2)]


# --- test_assign.py
def test_the_committee_is_overseen_by_its_chair(assigned):
    outcome = assigned(bodies={"committee": Body("committee", "消保委员会", "deputy", "consumer")})
    assert outcome.ids("1.0-05", "overseen_by") == ["deputy"]


@pytest.mark.parametrize(("one", "duty", "left"), [("product", "4.3-02", "ops"), ("legal", "4.3-03", "law")])
def test_centralising_one_function_leaves_the_others_of_a_list(assigned, one, duty, left):
    departments = {
        "retail": "个人金融部: front",
        "ops": "运营部: middle operations",
        "consumer": "消保部: back cp_lead complaints",
        "law": "法规部: back compliance",
    }
    assert left in assigned(tiers="city_branch", departments=departments, centralised=(one,)).ids(duty)


def test_a_department_whose_function_is_centralised_supports(assigned):
    outcome = assigned(tiers="city_branch", superior="总行", centralised=("audit",))
    assert (outcome.ids("2.3-11"), outcome.ids("2.3-11", "supporting")[0]) == (["superior"], "audit")


def test_a_decided_overseer_doesnt_oversee_himself(assigned):
    outcome = assigned(decisions=[Decision("4.2-11", lead="vice", overseen_by=("vice",))])
    assert outcome.ids("4.2-11", "overseen_by") == []


@pytest.mark.parametrize(("lead", "part"), [("chair", "approved_by"), ("committee", "deliberated_by")])
def test_who_leads_by_decision_doesnt_approve_himself(assigned, lead, part):
    assert lead not in assigned(decisions=[Decision("1.0-03", lead=lead)]).ids("1.0-03", part)


def test_a_superior_that_performs_doesnt_supervise_itself(assigned):
    decisions = [Decision("1.0-03", performed_by="superior")]
    outcome = assigned(superior="集团", centralised=("audit",), decisions=decisions)
    assert "superior" not in outcome.ids("1.0-03", "supervised_by")


# --- test_sandbox.py
@pytest.mark.parametrize("value", ["1、会议纪要；2、台账", "10、", "：：：", "　甲", "甲\u00a0"])
def test_a_value_with_chinese_punctuation_or_blanks_is_no_slip_and_verbatim(value):
    from cplist.writers.word.document import block_texts

    text, findings = composed(value)
    assert findings == []
    assert value in list(block_texts(text.blocks))


def test_a_macro_without_end_is_a_finding():
    source = "甲\n{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}"
    assert [f.rule for f in mistakes(source, {})] == ["template-circle"]


def test_a_loop_without_end_that_says_nothing_ends_in_time(monkeypatch):
    looks = itertools.count()
    monkeypatch.setattr(sandbox, "_spent", looks.__next__)  # each look at the clock takes a second
    loops = "{% for x in range(1000) %}" * 2 + "{% set s.n = s.n + 1 %}" + "{% endfor %}" * 2
    assert [f.rule for f in mistakes("{% set s = namespace(n=0) %}" + loops, {})] == ["template-endless"]
    assert next(looks) <= sandbox.LONGEST_SECONDS + 3


def test_chance_is_not_among_the_filters():
    assert mistakes("{{ several | random }}", values_of("甲"))


@pytest.mark.parametrize(("included", "line"), [("乙\n\n\n{{ missing }}", 4), ("乙\n{% if %}", 2)])
def test_a_mistake_in_an_included_template_names_that_template(included, line):
    made = environment({"t.j2": "甲\n{% include 'b.j2' %}", "b.j2": included}.get)
    with pytest.raises(FindingsError) as caught:
        render(lambda: made.get_template("t.j2"), {}, "t.j2")
    assert str(caught.value.findings[0].location) == f"b.j2:{line}:1"


def test_a_misspelt_block_is_a_finding():
    files = {
        "t.j2": "{% extends 'b.j2' %}{% block purpos %}乙{% endblock %}",
        "b.j2": "{% block purpose %}甲{% endblock %}",
    }
    made = environment(files.get)
    with pytest.raises(FindingsError):
        render(lambda: made.get_template("t.j2"), {}, "t.j2")


# --- test_compose.py
def test_an_article_that_isnt_closed_is_a_finding_and_no_crash():
    assert found("::: article a\n甲\n" + article("b", "乙"))


def test_a_bullet_is_a_finding_and_no_crash():
    assert {rule for rule, _ in found(article("a", "应当：", "- 甲", "- 乙"))} == {"left-over"}


def test_an_item_that_ends_in_a_reference_ends_as_others_do():
    source = article("a", "应当：", "1. 按照[](b)", "1. 依照[](b)") + article("b", "乙")
    assert texts(source)[1:3] == ["（一）按照第二条；", "（二）依照第二条。"]


def test_a_list_that_lost_all_its_items_is_found_in_mid_article():
    assert [rule for rule, _ in found(article("a", "应当：", "", "另款。"))] == ["lead-in-empty"]


def test_an_item_that_leads_in_nothing_is_found_in_mid_list():
    assert [rule for rule, _ in found(article("a", "应当：", "1. 下列：", "1. 乙"))] == ["lead-in-empty"]


def test_an_empty_item_is_found():
    assert found(article("a", "应当：", "1. ", "1. 乙"))


@pytest.mark.parametrize("lines", [("1. 甲", "1. 乙"), ("| 甲 |", "|--|", "| 乙 |", "文")])
def test_an_article_begins_with_a_paragraph(lines):
    assert [rule for rule, _ in found(article("a", *lines))] == ["article-start"]


@pytest.mark.parametrize("other", ["::: annex x 表\n乙\n:::\n", article("x", "乙")])
def test_a_key_of_an_annex_twice_is_found(other):
    assert found(other + "::: annex x 表\n甲\n:::\n")


def test_a_heading_of_a_fourth_kind_is_found():
    assert found("#### 甲\n" + article("a", "甲"))


# --- test_word.py
@pytest.mark.parametrize("style", [b"", b"not a zip", default_style()[:-300]])
def test_a_style_that_is_no_zip_is_a_finding(problems, style):
    result = problems(write_docx, ComposedText("", (), (), {}), style, Properties("", "", "", "", {}), "style.docx")
    assert [f.rule for f in result] == ["style-not-word"]


# --- test_excel.py
@pytest.mark.parametrize("value", [777000, 1777000.5, 7770009, Formula("=777000*2")])
def test_a_number_like_the_sentinel_stays(value):
    assert tx.of_values(value)[0].value == getattr(value, "text", value)


def test_only_texts_like_formulas_are_quoted():
    assert [bool(cell.quotePrefix) for cell in tx.of_values("甲", 1, "", Formula("=1+1"), "=1")] == [False] * 4 + [
        True
    ]


def test_a_moment_keeps_its_seconds():
    moment = datetime.datetime(2026, 12, 1, 18, 30)
    assert tx.of_values(moment, format_="filled_date")[0].value == moment


# --- test_carryover.py
def rename_column(sheet):
    sheet["C4"], sheet["C3"] = "甲", "我行措施"


def delete_keys(sheet):
    sheet["C4"] = "甲"
    sheet.delete_cols(1)


@pytest.mark.parametrize("edit", [rename_column, delete_keys])
def test_answers_that_cant_be_found_are_named(edit):
    carried = carry_over(tc.edited(edit, "1|a"), tc.workbook("1|a"))
    assert any(f.severity is Severity.WARNING for f in carried.findings)


def test_an_array_formula_stays_a_formula():
    def edit(sheet):
        sheet["C4"] = ArrayFormula("C4", "=SUM(D4:D5)")

    carried = carry_over(tc.edited(edit, "1|a"), tc.workbook("1|a"))
    assert tc.rows(carried)[0][2] == Formula("=SUM(D4:D5)", array=True)


def test_a_day_in_a_column_of_texts_stays_readable():
    carried = carry_over(tc.edited(tc.filling(C4=datetime.date(2026, 12, 1)), "1|a"), tc.workbook("1|a"), "甲银行")
    cell = load_workbook(io.BytesIO(write_xlsx(carried.workbook, "", "", "")))["履职情况"]["C4"]
    assert cell.value in (datetime.datetime(2026, 12, 1), "2026-12-01")


# --- test_messages.py
@pytest.mark.parametrize("rule", sorted(catalogue()))
def test_a_rule_has_a_hint_in_both_languages_or_in_none(rule):
    hints = [catalogue()[rule].get(f"hint_{language}", "") for language in LANGUAGES]
    assert bool(hints[0]) == bool(hints[1])
    assert placeholders(hints[0]) == placeholders(hints[1])
