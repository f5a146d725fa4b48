"""One mistake, one finding: in a profile written line by line, of a type that the examples lack.

Where a mistake has a consequence elsewhere (an id that others refer to, a section under another name), that is
no second finding. ⌖ marks where the finding points.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from decided import DECISIONS
from soak import times

from cplist.core.findings import Finding, FindingsError
from cplist.core.messages import LANGUAGES, hint, message
from cplist.workspace.batch import Builder

from .conftest import ROOT

GOOD = (ROOT / "tests" / "examples" / "profiles" / "health-insurer-province.yaml").read_text(
    "utf-8"
) + DECISIONS.replace(
    "own_rules:\n", "own_rules:\n  - {id: superior-system, name: 《责任制》, number: 海岱健发〔2026〕1号}\n"
)
MARK = "⌖"
ROLES = "    roles: [cp_deputy, other]\n"
NAME = "    name: '段晓岚'\n"
OVERSEES = "      - office\n      - hr\n"


Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Give a function: a profile's text, and its bases' by name → what is found, as `cplist check p.yaml` does."""
    monkeypatch.chdir(tmp_path)
    builder = Builder()

    def run(text: str, **bases: str) -> list[Finding]:
        for name, content in {"p": text, **bases}.items():
            (tmp_path / f"{name}.yaml").write_text(content, "utf-8")
        try:
            findings = builder.draft(builder.profile("p.yaml")).findings
        except FindingsError as error:
            findings = error.findings
        return [found for found in findings if found.rule != "rules-not-run"]

    return run


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the places of these."""
    places = []
    while MARK in text:
        before, text = text.split(MARK, 1)
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        text = before + text
    return text, places


def changed(old: str, new: str) -> str:
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


# what is replaced, by what, the rule, words of the hint
KEYS = [
    ("  type: health", "  ⌖类型: health", "profile-unknown-key", "type"),
    ("    count: 9", "    ⌖数量: 9", "profile-unknown-key", "count"),
    ("    post: 副总经理\n    name", "    ⌖职位: 副总经理\n    name", "profile-unknown-key", "post"),
    ("    post: 副总经理\n    name", "    ⌖title: 副总经理\n    name", "profile-unknown-key", "post"),
    ("departments:\n", "⌖depts:\n", "profile-unknown-key", "departments"),
    ("departments:\n", "⌖我们的部门:\n", "profile-unknown-key", "departments"),
    ("  - duty: 2.3-11", "  - ⌖duties: 2.3-11", "profile-unknown-key", "duty"),
    ("\ndocument:", "\n⌖party: 党委\n\ndocument:", "profile-unknown-key", "institution"),
    ("document:\n", "document:\n  ⌖centralised: [it]\n", "profile-unknown-key", "number"),
    (NAME, "    ⌖<<: {name: 段晓岚}\n", "yaml-merge-key", "extends"),
]
VALUES = [
    (ROLES, "    roles: ⌖cp_deputy、other\n", "profile-wrong-list", "[cp_deputy, other]"),
    (ROLES, "    roles: ⌖［cp_deputy，other］\n", "profile-wrong-list", "[cp_deputy, other]"),
    (ROLES, "    roles: [⌖cp_deputy other]\n", "yaml-comma-missing", "[cp_deputy, other]"),
    (ROLES, "    roles: [cp_deputy, ⌖~]\n", "profile-empty-value", "roles"),
    (ROLES, "    roles: [cp_deputy, other, ⌖other]\n", "profile-twice", "合并"),
    (ROLES, "    ⌖roles:\n", "profile-empty-value", "请填写"),
    (OVERSEES, "      ⌖-office\n      - hr\n", "profile-wrong-list", "[office, hr]"),
    (OVERSEES, "      - ⌖office\n       - hr\n", "yaml-dash", "对齐"),
    (OVERSEES, "      - office\n      - ⌖gm\n", "profile-unknown-department", "“gm”是负责人"),
    ("    chair: gm", "    chair: ⌖cp", "profile-unknown-leader", "“cp”是部门"),
    ("    chair: gm", "    chair: ⌖总经理", "profile-wrong-id", "“gm”"),
    ("    office: cp", "    office: ⌖消保部", "profile-wrong-id", "“cp”"),
    ("    lead: cp\n", "    lead: ⌖cp、ops\n", "profile-several-ids", "只留一个"),
    ("  - duty: 2.3-11", "  - duty: ⌖2.3-1", "profile-unknown-duty", "2.3-01"),
    ("  date: 2026-11-20", "  date: ⌖20261120", "profile-wrong-day", "即 2026-11-20"),
    ("  date: 2026-11-20", "  date: ⌖2026-11-31 08:00", "profile-impossible-day", "核对"),
    ("    performed_by: superior", "    performed_by: ⌖总公司", "profile-not-allowed", "可用的有：superior"),
    (NAME, "    name: ⌖|-\n      段晓岚\n      女\n", "profile-line-end", "换行"),
    (NAME, "    name: ⌖>-\n      段晓岚\n      女\n", "yaml-folded", "段晓岚女"),
    (NAME, "    name: ⌖段晓岚\n      女\n", "yaml-folded", "段晓岚女"),
    (NAME, "    name: ⌖“段晓岚”\n", "profile-wide-quotes", "改为：段晓岚"),
    (NAME, "    name: ⌖!!str 段晓岚\n", "yaml-tag", "引号"),
]
IDS = [
    ("  - id: sales\n", "  - id: ⌖sales-dept\n", "profile-wrong-id", "字母"),
    ("  - id: sales\n", "  - id: ⌖outlet\n", "profile-reserved-id", "换一个"),
    ("  - id: sales\n    name", "  - ⌖name", "profile-missing-key", "补上"),
    ("  - id: deputy_cp\n", "  - id: ⌖gm\n", "profile-id-twice", "换一个"),
    ("  - id: ops\n    name", "  - ⌖name", "profile-missing-key", "补上"),
]
SYNTAX = [
    (ROLES, "    roles: [cp_deputy, ⌖, other]\n", "yaml-comma-extra", "删去"),
    (ROLES, "    roles⌖:　[cp_deputy, other]\n", "yaml-blank-after-colon", "半角空格"),
    (OVERSEES, "      - office\n      ⌖-hr\n", "yaml-dash", "- "),
    (OVERSEES, "      - office\n      ⌖— hr\n", "yaml-dash", "- "),
    (OVERSEES, "      ⌖* office\n      * hr\n", "yaml-dash", "- "),
    ("  - id: gm\n    post", "  ⌖-id: gm\n    post", "yaml-dash", "- "),
    (NAME, "    name⌖；段晓岚\n", "yaml-colon-missing", "键: 值"),
    (NAME, "    name⌖=段晓岚\n", "yaml-colon-missing", "键: 值"),
    (NAME, "    ⌖段晓岚\n", "yaml-colon-missing", "键: 值"),
    (NAME, "    name: '段晓岚' ⌖（女）\n", "yaml-after-quote", "引号"),
    (NAME, "    name: ⌖'段晓岚\n    remark: '女'\n", "yaml-quote-open", "半角引号"),
    (NAME, "    name: ⌖- 段晓岚\n", "yaml-reserved", "引号"),
    (NAME, "    ⌖: 段晓岚\n", "yaml-key", "冒号"),
    (NAME, "    name: 段⌖\u2028晓岚\n", "yaml-character", "删去"),
    (NAME, "⌖\ufeff    name: 段晓岚\n", "yaml-wide-blank", "半角空格"),
    ("centralised: [it, audit]\n", "centralised⌖ [it, audit]\n", "yaml-colon-missing", "键: 值"),
]


def places_of(findings: list[Finding]) -> list[tuple[int, int]]:
    return [(found.location.line, found.location.column) for found in findings if found.location]


def test_the_profile_itself_is_good(check: Check) -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "advice"),
    [*KEYS, *VALUES, *IDS, *SYNTAX],
    ids=lambda value: re.sub(r"\W+", "-", value)[:40] if isinstance(value, str) else None,
)
def test_a_mistake_is_one_finding(check: Check, old: str, new: str, rule: str, advice: str) -> None:
    text, places = marked(changed(old, new))
    findings = check(text)
    assert [found.rule for found in findings] == [rule]
    assert places_of(findings) == places
    assert advice in hint(findings[0], "zh")
    assert all(message(findings[0], language) and hint(findings[0], language) for language in LANGUAGES)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(times(25, 2_000)))
def test_a_dozen_mistakes_are_a_dozen_findings(check: Check, number: int) -> None:
    """None hides another, and none has an echo, whichever come together."""
    text, rules = GOOD, 0
    together = [seed for seed in (*KEYS, *VALUES, *IDS) if seed[2] != "profile-unknown-duty"]  # duties come later
    for old, new, *_ in random.Random(number).sample(together, 12):
        rules += old in text
        text = text.replace(old, new, 1)
    text, places = marked(text)
    assert len(places) == rules
    assert places_of(check(text)) == places


def test_a_key_in_the_wrong_place_is_not_missing_in_the_right_one(check: Check) -> None:
    text, places = marked(GOOD.replace("  type: health_insurer\n", "") + "⌖type: health_insurer\n")
    findings = check(text)
    assert [found.rule for found in findings] == ["profile-unknown-key"]
    assert places_of(findings) == places
    assert "它应当写在 institution 下面" in hint(findings[0], "zh")
    inside = re.sub(r"(?ms)^levels:.*?(?=^bodies)", "", GOOD)
    text, places = marked(
        inside.replace("  party: 党委\n", "  party: 党委\n  ⌖levels: [{tier: tier1_branch, name: 省级分公司}]\n")
    )
    findings = check(text)
    assert [(found.rule, place) for found, place in zip(findings, places_of(findings), strict=True)] == [
        ("profile-unknown-key", places[0])
    ]


def test_an_id_that_stands_twice_leaves_nobody_unknown(check: Check) -> None:
    text, places = marked(
        changed("  - id: sales\n", "  - id: group\n").replace(
            "  - id: group\n    name: 团", "  - id: ⌖group\n    name: 团"
        )
    )
    findings = check(text)
    assert [found.rule for found in findings] == ["profile-id-twice"]
    assert places_of(findings) == places


def test_an_unknown_id_is_not_hidden_by_an_entry_without_one(check: Check) -> None:
    text = changed("      - product\n  - id: secretary", "      - nobody\n  - id: secretary")
    text = text.replace("  - id: hr\n    name: 人力资源部", "  - name: 人力资源部")
    assert [found.rule for found in check(text)] == [
        "profile-unknown-department",
        "profile-unknown-department",
        "profile-missing-key",
    ]


def test_anchors_are_found_beside_other_mistakes_and_once_with_their_aliases(check: Check) -> None:
    text = changed("  party: 党委", "  party: ⌖党组").replace(ROLES, "    roles: ⌖&both [cp_deputy, other]\n")
    text, places = marked(text.replace("    roles:\n      - other\n", "    roles: *both\n"))
    findings = check(text)
    assert [found.rule for found in findings] == ["profile-not-allowed", "yaml-alias"]
    assert places_of(findings) == places


def test_what_a_merged_alias_would_give_is_not_missing(check: Check) -> None:
    text = changed("  - id: sales\n", "  - &dept\n    id: sales\n")
    text = text.replace(
        "  - id: group\n    name: 团体业务部\n    lines:\n      - front\n", "  - id: group\n    <<: *dept\n"
    )
    assert [found.rule for found in check(text)] == ["yaml-alias"]


def test_a_second_document_hides_nothing_of_the_first(check: Check) -> None:
    findings = check(changed("  party: 党委", "  party: 党组") + "---\nschema: 1\n")
    assert [found.rule for found in findings] == ["profile-not-allowed", "yaml-documents"]


def test_a_second_byte_order_mark_moves_no_column(check: Check) -> None:
    text, places = marked(changed("  party: 党委", "  party: ⌖党组"))
    assert places_of(check(f"\ufeff\ufeff{text}")) == places


@pytest.mark.parametrize("base", ["- a\n", "文字\n"])
def test_a_base_that_is_no_profile_is_one_finding_there(check: Check, base: str) -> None:
    (found,) = check("extends: base.yaml\n", base=base)
    assert (found.rule, str(found.location)) == ("profile-not-a-mapping", "base.yaml:1:1")


@pytest.mark.parametrize(
    ("extends", "rule"),
    [("[base.yaml]", "profile-wrong-text"), ("", "profile-empty-value"), ("''", "profile-empty-value")],
)
def test_an_extends_that_names_no_file_is_one_finding(check: Check, extends: str, rule: str) -> None:
    assert [found.rule for found in check(f"extends: {extends}\ninstitution: {{name: 甲}}\n")] == [rule]


@pytest.mark.parametrize("value", ["yes", "false", "是"])
def test_remove_is_true_or_not_there(check: Check, value: str) -> None:
    (found,) = check(f"extends: base.yaml\nleaders: [{{id: gm, remove: {value}}}]\n", base=GOOD)
    assert (found.rule, str(found.location)) == ("profile-wrong-remove", "p.yaml:2:28")
    assert "remove: true" in hint(found, "zh")


@pytest.mark.parametrize(
    "text", ["见95588.com", "微信公众号bank.cn", "甲银行（试行）", "O'Neill先生", "A股、B股", "3.15活动"]
)
def test_what_is_right_is_no_half_width_chinese(check: Check, text: str) -> None:
    assert check(changed(NAME, f'    name: "{text}"\n')) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [("甲 (乙) 丙", "甲（乙）丙"), ("（甲),乙", "（甲），乙"), ("好!!?", "好！！？"), ("'甲'级", "‘甲’级")],
)
def test_half_width_marks_beside_each_other_are_mended_at_once(check: Check, text: str, mended: str) -> None:
    (found,) = check(changed(NAME, f'    name: "{text}"\n'))
    assert (found.rule, found.arguments["mended"]) == ("profile-half-width", mended)


def test_a_long_run_of_marks_ends(check: Check) -> None:
    (found,) = check(changed(NAME, f"    name: 甲{'!?' * 3000}\n"))
    assert found.rule == "profile-half-width"
