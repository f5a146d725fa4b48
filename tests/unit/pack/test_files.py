"""What is wrong with a pack's YAML is found where it stands, all at once, in all of its files."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cplist.core.findings import Finding
from cplist.core.messages import hint, message

ROOT = Path(__file__).resolve().parents[3]
SHANDONG, TINY = ROOT / "templates" / "shandong-2022-1", ROOT / "tests" / "examples" / "packs" / "tiny"
PACK, RULES, NOTICE = "pack.yaml", "rules.yaml", "notice.yaml"


def place(name: str, old: str, new: str, mark: str) -> tuple[int, int]:
    """Line and column of the first mark at or behind the change, or else of the last before it."""
    before = (SHANDONG / name).read_text("utf-8")
    start, text = before.index(old), before.replace(old, new, 1)
    at = text.find(mark, start, start + len(new) + 60)
    at = text.rindex(mark, 0, start + 1) if at < 0 else at
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


SLIPS = [
    # keys
    (NOTICE, "        kind: statement\n", "", "id: 0.0-01", "pack-missing-key", "kind", ""),
    (NOTICE, "modal: 是", "moddal: 是", "moddal", "pack-unknown-key", "moddal", "modal"),
    (NOTICE, "addressee: 发文目的", "随便: 发文目的", "随便", "pack-unknown-key", "随便", ""),
    (NOTICE, "addressee: 发文目的", "主语: 发文目的", "主语", "pack-unknown-key", "主语", "addressee"),
    (NOTICE, "clauses:", "clauzes:", "clauzes", "pack-unknown-key", "clauzes", "clauses"),
    (NOTICE, "  signature: 山东银保监局\n", "", "printed", "pack-missing-key", "signature", ""),
    (PACK, "publisher: cplist", "publsher: cplist", "publsher", "pack-unknown-key", "publsher", "publisher"),
    (PACK, "  system: 消费者权益保护工作责任制\n", "", "files:", "pack-missing-key", "system", ""),
    (PACK, "missing: no-chief", "mising: no-chief", "mising", "pack-unknown-key", "mising", "missing"),
    (PACK, "folder: 责任书", "map: 责任书", "map:", "pack-unknown-key", "map", ""),
    (RULES, "middle:\n    find: {line", "middle:\n    find: {lin", "lin:", "pack-unknown-key", "lin", "line"),
    (RULES, "why: 前台职责", "whyy: 前台职责", "whyy", "pack-unknown-key", "whyy", "why"),
    (RULES, "reason: 本机构没有", "raison: 本机构没有", "raison", "pack-unknown-key", "raison", "reason"),
    (RULES, "none_says: 消保", "nobody_says: 消保", "nobody_says", "pack-unknown-key", "nobody_says", ""),
    # values
    (NOTICE, "kind: statement", "kind: statment", "statment", "pack-not-allowed", "statment", "statement"),
    (NOTICE, "kind: statement", "kind: 陈述", "陈述", "pack-not-allowed", "陈述", "statement"),
    (NOTICE, "trigger: one_time", "trigger: once", "once", "pack-not-allowed", "once", "one_time"),
    (NOTICE, "        rule: S0\n", "        rule:\n", "rule:", "pack-empty", "rule", ""),
    (NOTICE, "effective: 2022-06-01", "effective: 2023年3月1日", "2023", "pack-not-day", "3月1日", "2023-03-01"),
    (NOTICE, "date: 2022-05-30", "date: 2022-02-30", "2022-02-30", "pack-not-day", "2022-02-30", ""),
    (NOTICE, "[institution]", "institution", "institution", "pack-not-a-list", "responsible", ""),
    (
        NOTICE,
        "tiers: [legal_entity",
        "tiers: [legal_entty",
        "legal_entty",
        "pack-not-allowed",
        "legal_entty",
        "legal_entity",
    ),
    (NOTICE, "note: 系发文", "note: [系发文]\n#", "[系", "pack-not-text", "note", ""),
    (PACK, "system: 消费者权益保护工作责任制\n", "system: {a: b}\n", "{a", "pack-not-text", "system", ""),
    (PACK, "version: 1.0.0", f"version: {'9' * 5000}", "999", "pack-not-version", "999", ""),
    (PACK, "version: 1.0.0", "version: ²", "²", "pack-not-version", "²", ""),
    (PACK, "version: 1.0.0", "version: 最新", "最新", "pack-not-version", "最新", ""),
    (PACK, "at_most: 1", "at_most: 一", "一", "pack-not-count", "at_most", ""),
    (PACK, "oversight: 'true'", "oversight: 是", "是", "pack-not-switch", "oversight", ""),
    (
        PACK,
        "functions: [product,",
        "functions: [produkt,",
        "produkt",
        "pack-unknown-function",
        "produkt",
        "product",
    ),
    (PACK, "answers_for: [front,", "answers_for: [frnt,", "frnt", "pack-not-allowed", "frnt", "front"),
    (PACK, "posts: [纪委, 纪检]", "posts: 纪委", "纪委", "pack-not-a-list", "posts", ""),
    (
        PACK,
        "- development_bank",
        "- developement_bank",
        "developement",
        "pack-not-allowed",
        "developement",
        "development_bank",
    ),
    (
        PACK,
        "orientation: landscape",
        "orientation: lanscape",
        "lanscape",
        "pack-not-allowed",
        "lanscape",
        "landscape",
    ),
    (PACK, "[[无, 没有, 未, 不, 非], [上级]]", "[无, [上级]]", "无, [上级", "pack-not-a-list", "says", ""),
    (RULES, "limit: 1", "limit: x", "x}", "pack-not-count", "limit", ""),
    (RULES, "limit: 1", "limit: 0", "0}", "pack-not-count", "limit", ""),
    (RULES, "at_least: 2", "at_least: two", "two", "pack-not-count", "at_least", ""),
    (RULES, "{line: middle}", "{line: midle}", "midle", "pack-not-allowed", "midle", "middle"),
    (RULES, "{function: audit}", "{function: auditing}", "auditing", "pack-unknown-function", "auditing", "audit"),
    (
        RULES,
        "{function: [compliance, legal]}",
        "{function: [legal, complianse]}",
        "complianse",
        "pack-unknown-function",
        "complianse",
        "compliance",
    ),
    (RULES, "{leader: chief}", "{leader: boss}", "boss", "pack-not-allowed", "boss", ""),
    (RULES, "{leader: any}", "{leader: anyone}", "anyone", "pack-not-allowed", "anyone", "any"),
    (
        RULES,
        "{first: [{function: pricing},",
        "{first: [{function: price},",
        "price}",
        "pack-unknown-function",
        "price",
        "pricing",
    ),
    (RULES, "{first: [{function: pricing}, {line: middle}]}", "{first: []}", "[]", "pack-empty", "first", ""),
    (RULES, "{line: middle}", "{}", "{}", "pack-not-one", "find", ""),
    (RULES, "{line: middle}", "{except: [hr]}", "{except", "pack-not-one", "find", ""),
    (RULES, "{line: middle}", "{line: middle, role: hr}", "{line", "pack-not-one", "find", ""),
    (
        RULES,
        "{absent: {dep",
        "{exists: {unit: superior}, absent: {dep",
        "{exists: {unit: superior}, absent",
        "pack-not-one",
        "no_departments",
        "",
    ),
    (RULES, ", otherwise: levels}", ", otherwise: level}", "level}", "pack-not-allowed", "level", "levels"),
    (RULES, "  S3: {why: 确定直接适用还是参照执行，不落责任}", "  S3:", "S3:", "pack-empty", "S3", ""),
    # names
    (NOTICE, "rule: S1", "rule: S9", "S9", "pack-unknown-rule", "S9", ""),
    (NOTICE, "rule: S1", "rule: default", "default", "pack-unknown-rule", "default", ""),
    (NOTICE, "[institution]", "[instution]", "instution", "pack-unknown-role", "instution", "institution"),
    (
        NOTICE,
        "condition: superior",
        "condition: superor",
        "superor",
        "pack-unknown-condition",
        "superor",
        "superior",
    ),
    (NOTICE, "parts: [1.1-04", "parts: [1.1-4", "1.1-4", "pack-unknown-duty", "1.1-4", "1.1-04"),
    (NOTICE, "failing: [", "failing: [9.9-99, ", "9.9-99", "pack-unknown-duty", "9.9-99", ""),
    (NOTICE, "overseen_by: [", "overseen_by: [nobody, ", "nobody", "pack-unknown-role", "nobody", ""),
    (PACK, "missing: no-chief,", "missing: no-cheif,", "no-cheif", "pack-unknown-finding", "no-cheif", "no-chief"),
    (
        PACK,
        "joint: {chief: chief-is-cp",
        "joint: {chef: chief-is-cp",
        "chief-is",
        "pack-unknown-role",
        "chef",
        "chief",
    ),
    (
        PACK,
        "unless: units_below",
        "unless: units_blow",
        "units_blow",
        "pack-unknown-condition",
        "units_blow",
        "units_below",
    ),
    (PACK, "pledged_by: [chief]", "pledged_by: [chef]", "chef", "pack-unknown-role", "chef", "chief"),
    (
        PACK,
        "may_oversee_nothing: discipline",
        "may_oversee_nothing: disciplin",
        "disciplin",
        "pack-unknown-role",
        "disciplin",
        "discipline",
    ),
    (
        PACK,
        "overseen_by: cp_deputy",
        "overseen_by: cp_depty",
        "cp_depty",
        "pack-unknown-role",
        "cp_depty",
        "cp_deputy",
    ),
    (PACK, "- {id: overseer,", "- {id: chief, name: 甲}\n  - {id: overseer,", "chief", "pack-twice", "chief", ""),
    (
        RULES,
        "finding: no-committee",
        "finding: no-comittee",
        "no-comittee",
        "pack-unknown-finding",
        "no-comittee",
        "no-committee",
    ),
    (RULES, "when: no_departments", "when: never", "never", "pack-unknown-condition", "never", ""),
    (RULES, "when: lead_is_business", "when: sometimes", "sometimes", "pack-unknown-condition", "sometimes", ""),
    (RULES, "{role: hr}", "{role: hrr}", "hrr", "pack-unknown-role", "hrr", "hr"),
    (
        RULES,
        "except: [cp_lead, discipline]",
        "except: [cp_laed, discipline]",
        "cp_laed",
        "pack-unknown-role",
        "cp_laed",
        "cp_lead",
    ),
    (RULES, "not_by: [cp_lead", "not_by: [cp_laed", "cp_laed", "pack-unknown-role", "cp_laed", "cp_lead"),
    (
        RULES,
        "deliberated_by: [meeting]",
        "deliberated_by: [meting]",
        "meting",
        "pack-unknown-role",
        "meting",
        "meeting",
    ),
    # circles
    (
        RULES,
        "  hr:\n    find: {function: hr}",
        "  hr:\n    find: {role: training}",
        "hr:",
        "pack-circular",
        "hr → training → hr",
        "",
    ),
    (
        RULES,
        "no_departments: {absent: {departments: all}",
        "no_departments: {absent: {role: business}",
        "business:\n    find",
        "pack-circular",
        "business → no_departments",
        "",
    ),
    # the catalogue
    (NOTICE, "text: 现将各级", "text: 现把各级", "id: '0.0'", "catalogue-tiling", "0.0", ""),
    (NOTICE, "id: 0.0-03", "id: 0.0-02", "0.0-02", "catalogue-id", "0.0-02", ""),
]


@pytest.mark.parametrize(("file", "old", "new", "mark", "rule", "named", "near"), SLIPS)
def test_a_slip_is_one_finding_at_its_place(
    slips: Callable[..., list[Finding]], file: str, old: str, new: str, mark: str, rule: str, named: str, near: str
) -> None:
    (found,) = slips((file, old, new))
    at = found.location
    assert at is not None and Path(at.file).name == file
    assert (found.rule, (at.line, at.column)) == (rule, place(file, old, new, mark))
    assert any(named in value for value in found.arguments.values())
    assert near in {found.arguments.get("near", ""), found.arguments.get("mended", "")}
    for language in ("zh", "en"):
        assert message(found, language)
        assert near in hint(found, language)
        assert hint(found, language) or rule.startswith("catalogue-")


def test_slips_in_all_files_come_at_once_in_their_order(slips: Callable[..., list[Finding]]) -> None:
    found = slips(
        (NOTICE, "rule: S1", "rule: S9"),
        (NOTICE, "        kind: statement\n", ""),
        (RULES, "{line: middle}", "{lin: middle}"),
        (RULES, "limit: 1", "limit: x"),
        (PACK, "missing: no-chief", "missing: no-cheif"),
        (PACK, "publisher: cplist", "publsher: cplist"),
        (NOTICE, "modal: 是", "moddal: 是"),
    )
    assert [(Path(f.location.file).name if f.location else "", f.rule) for f in found] == [
        (PACK, "pack-unknown-key"),
        (PACK, "pack-unknown-finding"),
        (RULES, "pack-unknown-key"),
        (RULES, "pack-not-count"),
        (NOTICE, "pack-missing-key"),
        (NOTICE, "pack-unknown-key"),
        (NOTICE, "pack-unknown-rule"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (PACK, "name: shandong-2022-1", "name: [", "yaml-bracket"),
        (PACK, "roles:\n", "roles: 甲\nxs:\n", "pack-not-a-list"),
        (RULES, "roles:\n", "roles: [\n", "yaml-bracket"),
        (NOTICE, "clauses:\n", "clauses: [\n", "yaml-bracket"),
    ],
)
def test_a_file_that_is_broken_hides_nothing_of_the_others_and_makes_no_slips_of_theirs(
    slips: Callable[..., list[Finding]], file: str, old: str, new: str, rule: str
) -> None:
    others = [
        (PACK, "publisher: cplist", "publsher: cplist"),
        (RULES, "why: 前台职责", "whyy: 前台职责"),
        (NOTICE, "modal: 是", "moddal: 是"),
    ]
    found = slips((file, old, new), *(change for change in others if change[0] != file))
    assert [f.rule for f in found if f.location and Path(f.location.file).name != file] == ["pack-unknown-key"] * 2
    assert rule in {f.rule for f in found if f.location and Path(f.location.file).name == file}


def test_a_role_that_the_rules_call_otherwise_is_told_once(slips: Callable[..., list[Finding]]) -> None:
    (found,) = slips((RULES, "  cp_lead:\n", "  cp_laed:\n"))
    assert (found.rule, found.arguments["name"], found.arguments["near"]) == (
        "pack-role-not-found",
        "cp_lead",
        "cp_laed",
    )


def test_a_role_without_an_id_makes_no_strangers(slips: Callable[..., list[Finding]]) -> None:
    (found,) = slips((PACK, "{id: submitters, name", "{name"))
    assert (found.rule, found.path) == ("pack-missing-key", "roles[13].id")


def test_what_is_broken_is_not_held_to_the_notice(slips: Callable[..., list[Finding]]) -> None:
    (found,) = slips((NOTICE, "    heading: 一、领导责任\n", "    heading: [一、领导责任]\n"))
    assert found.rule == "pack-not-text"
    (found,) = slips((NOTICE, "        text: 现将各级", "        text: \n#"))
    assert found.rule == "pack-empty"


@pytest.mark.parametrize("name", [PACK, RULES, NOTICE])
@pytest.mark.parametrize("text", ["- a\n", "甲\n", "[]\n"])
def test_a_file_that_is_no_mapping_says_so(slips: Callable[..., list[Finding]], name: str, text: str) -> None:
    whole = (SHANDONG / name).read_text("utf-8")
    found = slips((name, whole, text))
    own = [f for f in found if f.location and Path(f.location.file).name == name]
    assert [(f.rule, f.location and f.location.line, f.arguments["key"]) for f in own] == [
        ("pack-not-a-mapping", 1, name)
    ]
    assert found == own


@pytest.mark.parametrize("name", [PACK, RULES, NOTICE])
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_to_a_pack_there_is_no_traceback(
    slips: Callable[..., list[Finding]], name: str, seed: int
) -> None:
    """Lines deleted, doubled, cut and changed: it opens, or there are findings with places."""
    chance = random.Random(f"{name} {seed}")
    whole = (TINY / name).read_text("utf-8")
    lines = whole.split("\n")
    for _ in range(chance.randint(1, 4)):
        spoil(lines, chance)
    found = slips((name, whole, "\n".join(lines)), source=TINY)
    assert all(f.location and message(f, "zh") and message(f, "en") for f in found)


def spoil(lines: list[str], chance: random.Random) -> None:
    """Make one slip in a text."""
    number = chance.randrange(len(lines))
    line = lines[number]
    match chance.randrange(6):
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
        case _:
            key, colon, _ = line.partition(":")
            value = chance.choice(["", "[]", "{}", "[a]", "{a: b}", "²", "9" * 5000, "甲"])
            lines[number] = f"{key}{colon} {value}"
