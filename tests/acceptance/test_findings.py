"""Mistakes in a profile: each comes back once, at its line and column, with what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from counting import calls
from extremes import GOOD, TOO_MUCH, TooMuch, with_mistakes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from soak import times

from cplist.cli.main import main
from cplist.core.findings import Finding, FindingsError
from cplist.core.messages import LANGUAGES, catalogue, hint, message
from cplist.profile.profile import read_profile

from .conftest import Cplist

Check = Callable[..., list[dict[str, object]]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Check]:
    """`cplist check p.yaml --json` in this process: the findings without the note that rules were not run."""
    monkeypatch.chdir(tmp_path)

    def run(content: str | bytes, name: str = "p.yaml", **others: str) -> list[dict[str, object]]:
        for other, text in others.items():
            (tmp_path / f"{other}.yaml").write_text(text, "utf-8")
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.setattr(sys, "argv", ["cplist", "check", name, "--json"])
        with pytest.raises(SystemExit):
            main()
        out, err = capsys.readouterr()
        assert err == ""
        findings: list[dict[str, object]] = json.loads(out)["findings"]
        assert all(found["message"] for found in findings)
        return [found for found in findings if found["rule"] != "rules-not-run"]

    yield run


def spot(text: str, marked: str) -> tuple[str, int, int]:
    """The text without the ⌖ before `marked`'s place, and that place."""
    before = text.split(marked)[0]
    return marked, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


# One seeded mistake each: what is replaced, by what (⌖ marks where the finding points), the rule, words of the hint
SEEDED = [
    ("short_name: 岱岳银行", "⌖short_nmae: 岱岳银行", "profile-unknown-key", "short_name"),
    ("departments:\n", "⌖deparments:\n", "profile-unknown-key", "departments"),
    ("leaders:\n", "⌖负责人:\n", "profile-unknown-key", "leaders"),
    ("{id: cro,", "{⌖ID: cro,", "profile-unknown-key", "id"),
    ("type: city_bank", "type: ⌖city_bnak", "profile-not-allowed", "city_bank"),
    ("type: city_bank", "type: ⌖城市商业银行", "profile-not-allowed", "city_bank"),
    ("tier: legal_entity\n", "tier: ⌖法人机构\n", "profile-not-allowed", "legal_entity"),
    ("schema: 1\n", "schema: ⌖2\n", "profile-not-allowed", "1"),
    ("roles: [chief]", "roles: [⌖cheif]", "profile-not-allowed", "chief"),
    ("roles: [chief]", "roles: [⌖“chief”]", "profile-not-allowed", "chief"),
    ("roles: [chief]", "roles: ⌖chief", "profile-wrong-list", "[chief]"),
    ("name: 岱岳银行股份有限公司", "name: ⌖[岱岳银行]", "profile-wrong-text", "引号"),
    ("board: 董事会", "board: ⌖{name: 董事会}", "profile-wrong-text", "引号"),
    ("region: 山东省泰安市", "⌖region:", "profile-empty-value", "删去"),
    ("region: 山东省泰安市", "region: ⌖''", "profile-empty-value", "删去"),
    ("region: 山东省泰安市", 'region: ⌖"　"', "profile-empty-value", "删去"),
    ("  name: 岱岳银行股份有限公司\n", "", "profile-missing-key", "补上"),
    ("post: 首席风险官, ", "", "profile-missing-key", "补上"),
    ("office: consumer", "office: ⌖consumers", "profile-unknown-department", "consumer"),
    ("chair: chairman", "chair: ⌖chairmen", "profile-unknown-leader", "chairman"),
    ("oversees: [risk, credit]", "oversees: [risk, ⌖credits]", "profile-unknown-department", "credit"),
    ("lead: office", "lead: ⌖offce", "profile-unknown-id", "office"),
    ("overseen_by: [president]", "overseen_by: [⌖presidents]", "profile-unknown-leader", "president"),
    ("interpreter: consumer", "interpreter: ⌖消费者权益保护部", "profile-wrong-id", "consumer"),
    ("duty: 1.1-08", "duty: ⌖1.1-80", "profile-unknown-duty", "cplist clauses"),
    ("duty: 2.2-09", "duty: ⌖1.1-08", "profile-twice", "合并"),
    ("tier: city_branch", "tier: ⌖legal_entity", "profile-twice", "合并"),
    ("{id: cio,", "{id: ⌖cro,", "profile-id-twice", "换一个"),
    ("{id: treasury,", "{id: ⌖committee,", "profile-reserved-id", "换一个"),
    ("{id: treasury,", "{id: ⌖金融市场,", "profile-wrong-id", "英文字母"),
    ("date: 2026-12-01", "date: ⌖2026-02-30", "profile-impossible-day", "核对"),
    ("date: 2026-12-01", "date: ⌖2026-13-01", "profile-impossible-day", "核对"),
    ("date: 2026-12-01", "date: ⌖2026年12月1日", "profile-wrong-day", "2026-12-01"),
    ("date: 2026-12-01", "date: ⌖2026/12/1", "profile-wrong-day", "即 2026-12-01"),
    ("date: 2026-12-01", "date: ⌖下个月", "profile-wrong-day", "2026-12-01"),
    ("count: 9", "count: ⌖9家", "profile-wrong-count", "整数"),
    ("status: draft", "status: draft\n  names: ⌖NO", "profile-wrong-switch", "false"),
    ("name: 孟庆岩", 'name: ⌖"孟庆岩\\n"', "profile-line-end", "换行"),
    ("name: 孟庆岩", 'name: "孟庆岩", ⌖name: 甲', "yaml-duplicate-key", "删去"),
    ("name: 孟庆岩", "name: 孟⌖\x07庆岩", "yaml-character", "删去"),
    ("name: 孟庆岩", 'name: ⌖"孟\\x07庆岩"', "yaml-character", "删去"),
    ("name: 孟庆岩", "name: ⌖!person 孟庆岩", "yaml-tag", "引号"),
    ("name: 孟庆岩", "name: ⌖&a 孟庆岩", "yaml-alias", "extends"),
    ("name: 孟庆岩", "name: ⌖*注", "yaml-alias", "引号"),
    ("name: 孟庆岩", "name: ⌖@孟庆岩", "yaml-reserved", "引号"),
    ("{id: cro, post", "{id⌖：cro, post", "yaml-full-width-colon", "半角冒号"),
    ("{id: cro, post", "{id⌖:cro, post", "yaml-blank-after-colon", "空格"),
    ("{id: cro, post", "{id: cro⌖，post", "yaml-full-width-comma", "半角逗号"),
    ("{id: cro, post: 首席", "{id: cro, post: 首席,⌖合规官兼首席", "yaml-comma-in-value", "首席，合规官"),
    ("oversees: [risk, credit]", "oversees: [⌖risk，credit]", "yaml-full-width-comma", "半角逗号"),
    ("oversees: [risk, credit]}", "oversees: [risk, credit⌖］}", "yaml-full-width-bracket", "半角"),
    ("oversees: [risk, credit]}", "oversees: [risk, credit⌖】}", "yaml-full-width-bracket", "半角"),
    ("- {id: cro,", "- ⌖｛id: cro,", "yaml-full-width-bracket", "半角"),
    ("- {id: cro, post: 首席风险官", '- {id: cro, post: "首席风险官⌖”', "yaml-full-width-quote", "半角"),
    ("name: 岱岳银行股份有限公司", "name⌖：岱岳银行股份有限公司", "yaml-full-width-colon", "半角冒号"),
    ("name: 岱岳银行股份有限公司", "name⌖:岱岳银行股份有限公司", "yaml-blank-after-colon", "空格"),
    ("name: 岱岳银行股份有限公司", "name: 岱岳银行⌖: 股份有限公司", "yaml-colon-in-value", "引号"),
    ("name: 岱岳银行股份有限公司", "name: ⌖'岱岳银行股份有限公司", "yaml-quote-open", "引号"),
    ("  short_name: 岱岳银行", "⌖\tshort_name: 岱岳银行", "yaml-tab", "空格"),
    ("  short_name: 岱岳银行", "⌖　　short_name: 岱岳银行", "yaml-wide-blank", "半角空格"),
    ("  short_name: 岱岳银行", " ⌖short_name: 岱岳银行", "yaml-indent", "对齐"),
    ("  short_name: 岱岳银行", "    ⌖short_name: 岱岳银行", "yaml-indent", "对齐"),
    ("  short_name: 岱岳银行", "  short_name⌖ 岱岳银行", "yaml-colon-missing", "键: 值"),
    ("roles: [chief]}", "roles: ⌖[chief}", "yaml-bracket", "括号"),
    ("- {id: cro, post: 首席风险官,", "- {id: cro post⌖: 首席风险官,", "yaml-bracket", "逗号"),
    ("name: 岱岳银行股份有限公司", "name: ⌖岱岳银行,股份有限公司", "profile-half-width", "岱岳银行，股份有限公司"),
    (
        "name: 岱岳银行股份有限公司",
        "name: ⌖岱岳银行(股份)有限公司",
        "profile-half-width",
        "岱岳银行（股份）有限公司",
    ),
    (
        "name: 岱岳银行股份有限公司",
        "name: ⌖岱岳银行\u200b股份有限公司",
        "profile-invisible",
        "岱岳银行股份有限公司",
    ),
    ("name: 岱岳银行股份有限公司", "name: ⌖〔请填写：机构全称〕", "profile-to-fill-in", "实际内容"),
    ("pack: shandong-2022-1", "pack: ⌖shandong-2022", "pack-missing", "--packs"),
    ("pack: shandong-2022-1", "pack: ⌖[shandong-2022-1]", "profile-wrong-text", "列表"),
]


@pytest.mark.parametrize(
    ("old", "new", "rule", "advice"), SEEDED, ids=[f"{s[2]}-{n}" for n, s in enumerate(SEEDED)]
)
def test_a_mistake_comes_back_once_at_its_place(check: Check, old: str, new: str, rule: str, advice: str) -> None:
    assert old in GOOD
    marked = GOOD.replace(old, new, 1)
    findings = check(marked.replace("⌖", ""))
    assert [found["rule"] for found in findings] == [rule]
    assert advice in str(findings[0]["hint"])
    assert findings[0]["file"] == "p.yaml"
    if "⌖" in new:
        _, line, column = spot(marked, "⌖")
        assert (findings[0]["line"], findings[0]["column"]) == (line, column)


def test_a_missing_key_is_reported_at_its_parent(check: Check) -> None:
    (found,) = check(GOOD.replace("  name: 岱岳银行股份有限公司\n", ""))
    assert (found["line"], found["column"], found["path"]) == (5, 1, "institution.name")
    (found,) = check(GOOD.replace("post: 首席风险官, ", ""))
    line = GOOD[: GOOD.index("{id: cro")].count("\n") + 1
    assert (found["line"], found["column"], found["path"]) == (line, 5, "leaders[5].post")
    (found,) = check(GOOD.split("departments:")[0])
    assert (found["line"], found["column"], found["path"]) == (2, 1, "departments")


def test_both_places_of_a_duplicate_key_are_named(check: Check) -> None:
    (found,) = check(GOOD.replace("  region:", "  tier: outlet\n  region:"))
    line = GOOD[: GOOD.index("  tier: legal")].count("\n") + 1
    assert f"第{line}行第3列" in str(found["message"])
    assert (found["line"], found["column"]) == (line + 1, 3)


def test_a_final_document_has_nothing_left_to_fill_in(check: Check) -> None:
    text = GOOD.replace("status: draft", "status: final")
    text = GOOD.replace("status: draft", "status: final")
    text += "sources: {notice: verified, protection: verified, complaints: verified, guidance: verified}\n"
    assert check(text) == []
    rules = [found["rule"] for found in check(text.replace("孟庆岩", "〔请填写：姓名〕"))]
    assert rules == ["profile-final-with-blanks", "profile-to-fill-in"]


def test_an_entry_without_an_id_is_not_an_unknown_id_elsewhere(check: Check) -> None:
    findings = check(GOOD.replace("{id: risk, name: 风险管理部", "{name: 风险管理部"))
    assert [found["rule"] for found in findings] == ["profile-missing-key"]


def test_text_that_looks_like_something_else_survives(check: Check) -> None:
    odd = ["NO", "1.10", "12:30", "91370000E100", "0x1F", "on", "1_000", "2026-01-01"]
    for word in odd:
        assert check(GOOD.replace("name: 孟庆岩", f"name: {word}")) == []
        document = read_profile(GOOD.replace("name: 孟庆岩", f"name: {word}").encode(), "p.yaml", no_base).document
        assert document.data["leaders"][0]["name"] == word


def no_base(base: str, file: str) -> tuple[str, bytes]:
    raise OSError(base)


@pytest.mark.parametrize(
    "text",
    [
        *("资本充足率12.5%", "每日12:30前", "泰银发(2026)15号", "银保监办发[2019]38号", "每年1,000万元以上"),
        *(
            "Co., Ltd.济南分行",
            "版本V1.0.2",
            "见https://example.com/a,b",
            "比例为1:2",
            "No.1号楼",
            "（一）甲，乙；丙：丁。",
        ),
    ],
)
def test_numbers_times_document_numbers_and_latin_words_are_no_half_width_chinese(check: Check, text: str) -> None:
    assert check(GOOD.replace("name: 孟庆岩", f'name: "{text}"')) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("按月监测,按季通报;年末考核", "按月监测，按季通报；年末考核"),
        ("说明: 见附件", "说明：见附件"),
        ("消保部(筹)", "消保部（筹）"),
        ("（试行)", "（试行）"),
        ("APP,微信", "APP，微信"),
        ("是吗?好!", "是吗？好！"),
        ("有限公司.", "有限公司。"),
        ("等...", "等……"),
        ('本行"十四五"规划', "本行“十四五”规划"),
    ],
)
def test_half_width_punctuation_in_chinese_is_mended_in_the_hint(check: Check, text: str, mended: str) -> None:
    (found,) = check(GOOD.replace("name: 孟庆岩", f"name: '{text}'"))
    assert (found["rule"], found["severity"]) == ("profile-half-width", "warning")
    assert str(found["hint"]).endswith(mended)


def test_what_the_program_reads_needs_no_full_width_punctuation(check: Check, tmp_path: Path) -> None:
    (tmp_path / "基础(总行),甲.yaml").write_text(GOOD, "utf-8")
    assert check("extends: 基础(总行),甲.yaml\n") == []


@pytest.mark.parametrize(
    ("content", "rule", "line", "column", "word"),
    [
        (GOOD.encode("gb18030"), "yaml-encoding", 1, 3, "GBK"),
        (("schema: 1\npack: 甲\n").encode("gb18030"), "yaml-encoding", 2, 7, "GBK"),
        (GOOD.encode("utf-16"), "yaml-encoding", 1, 1, "UTF-16"),
        (GOOD.encode("utf-16-le"), "yaml-encoding", 1, 1, "UTF-16"),
        (GOOD.encode().replace("岳".encode(), b"\xff", 1), "yaml-encoding", 6, 10, "UTF-8"),
        (b"", "yaml-empty", 1, 1, "cplist init"),
        ("# 只有注释\n".encode(), "yaml-empty", 1, 1, "cplist init"),
        (b"---\n", "yaml-empty", 1, 1, "cplist init"),
        (b"~\n", "yaml-empty", 1, 1, "cplist init"),
        (b"- schema: 1\n", "profile-not-a-mapping", 1, 1, "cplist init"),
        ("岱岳银行\n".encode(), "profile-not-a-mapping", 1, 1, "cplist init"),
        (GOOD.encode() + b"---\nschema: 1\n", "yaml-documents", GOOD.count("\n") + 2, 1, "---"),
        (b"? [a]\n: b\n", "yaml-key", 1, 3, ""),
        (b"a: [" * 3000, "yaml-depth", 1, 157, "40"),
    ],
)
def test_what_can_not_be_read_at_all_is_one_finding(
    check: Check, content: bytes, rule: str, line: int, column: int, word: str
) -> None:
    (found,) = check(content)
    if rule == "yaml-documents":
        line = GOOD.count("\n") + 1 + (not GOOD.endswith("\n"))
    assert (found["rule"], found["line"]) == (rule, line)
    if rule != "yaml-depth":
        assert found["column"] == column
    assert word in f"{found['message']}{found['hint']}"


def test_every_full_width_colon_and_tab_of_a_file_is_found_at_once(check: Check) -> None:
    findings = check(GOOD.replace("  name: 岱", "  name：岱").replace("  date: ", "  date："))
    assert [found["rule"] for found in findings] == ["yaml-full-width-colon"] * 2
    assert [found["line"] for found in findings] == [6, 16]
    findings = check(GOOD.replace("  tier: legal", "\ttier: legal").replace("  status", "\tstatus"))
    assert [found["rule"] for found in findings] == ["yaml-tab"] * 2


def test_lines_count_as_an_editor_counts_them(check: Check) -> None:
    wrong = GOOD.replace("board: 董事会", "board: 董事").replace("孟庆岩", "孟庆岩𠮷")
    expected = [(found["rule"], found["line"], found["column"]) for found in check(wrong)]
    assert expected == [("profile-not-allowed", 12, 10)]
    for end in ("\r\n", "\r"):
        found = check(wrong.replace("\n", end).encode())
        assert [(f["rule"], f["line"], f["column"]) for f in found] == expected
    assert [(f["line"], f["column"]) for f in check(b"\xef\xbb\xbf" + wrong.encode())] == [(12, 10)]
    after = GOOD.replace("name: 孟庆岩", "name: 𠮷𠮷").replace("roles: [chief]", "roles: [cheif]")
    (found,) = check(after)
    assert found["column"] == after.split("\n")[found["line"] - 1].index("cheif") + 1


MANY = """schema: 1
institution:
  name: 岱岳银行,总行
  shortname: 岱岳
  type: citybank
  tier: legal_entity
  party: 党组
document: {date: 2026-02-30, effective: 明年, names: maybe}
levels:
  - {tier: legal_entity, name: 总行}
  - {tier: outlet, name: 支行, count: 许多}
bodies:
  committee: {name: 委员会, chair: chef, office: cq}
leaders:
  - {id: chief, post: 行长, roles: [chief], oversees: [cpp]}
  - {id: chief, post: 副行长, roles: cp_deputy}
departments:
  - {id: cp, name: 消保部, lines: [bakc]}
  - {id: it, lines: [middle]}
"""


def test_all_mistakes_come_at_once_in_the_order_of_the_file(check: Check) -> None:
    findings = check(MANY)
    assert [found["rule"] for found in findings] == [
        "profile-half-width",
        "profile-unknown-key",
        "profile-not-allowed",
        "profile-not-allowed",
        "profile-impossible-day",
        "profile-wrong-day",
        "profile-wrong-switch",
        "profile-wrong-count",
        "profile-unknown-leader",
        "profile-unknown-department",
        "profile-unknown-department",
        "profile-id-twice",
        "profile-wrong-list",
        "profile-not-allowed",
        "profile-missing-key",
    ]
    places = [(found["line"], found["column"]) for found in findings]
    assert places == sorted(places)


def test_findings_are_lines_on_stderr_in_chinese_or_english_and_the_same_in_json(
    cplist: Cplist, tmp_path: Path
) -> None:
    (tmp_path / "p.yaml").write_text(MANY, "utf-8")
    said = cplist("check", "p.yaml", cwd=tmp_path)
    assert said.status == 1
    assert "个错误" in said.out
    lines = said.err.splitlines()
    assert lines[1].startswith(
        "p.yaml:4:3 institution.shortname 错误 不认识的键“shortname”。最接近的是“short_name”"
    )
    assert lines[1].endswith("[profile-unknown-key]")
    assert "rules-not-run" in lines[-1]
    for environment in ({"CPLIST_LANG": "en"}, {"LANG": "en_US.UTF-8"}, {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN"}):
        said = cplist("check", "p.yaml", cwd=tmp_path, env=environment)
        assert said.err.splitlines()[1].startswith(
            'p.yaml:4:3 institution.shortname error unknown key "shortname". nearest:'
        )
        assert "errors" in said.out
    said = cplist("check", "p.yaml", cwd=tmp_path, env={"CPLIST_LANG": "zh", "LANG": "en_US.UTF-8"})
    assert said.err.splitlines() == lines
    said = cplist("check", "p.yaml", "--json", cwd=tmp_path)
    data = said.data
    assert data["schema"] == "cplist.findings/1"
    assert said.err == ""
    assert [f"{f['file']}:{f['line']}:{f['column']}" for f in data["findings"]] == [ln.split()[0] for ln in lines]


def test_standard_input_is_a_profile_too(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("check", "-", cwd=tmp_path, stdin=MANY.encode())
    assert said.status == 1
    assert said.err.startswith("-:3:9 institution.name 警告")


def test_two_hundred_mistakes_are_two_hundred_findings(cplist: Cplist, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(with_mistakes(50), "utf-8")
    said = cplist("check", "p.yaml", "--json", cwd=tmp_path)
    found = [f for f in said.data["findings"] if f["rule"] != "rules-not-run"]
    assert len(found) == 200
    places = [(f["line"], f["column"]) for f in found]
    assert places == sorted(places)


@pytest.mark.slow
def test_two_hundred_mistakes_are_found_with_less_effort_than_a_good_profile_is_examined(check: Check) -> None:
    """And twice as many with hardly more than twice the effort. What it takes in time, `make bench` says."""
    efforts = {}
    for quarter in (0, 50, 100):
        assert len(check(with_mistakes(quarter))) == 4 * quarter  # what is done once and kept is done now
        efforts[quarter] = calls(lambda quarter=quarter: check(with_mistakes(quarter)))  # type: ignore[misc]
    assert efforts[50] < efforts[0]
    assert efforts[100] < 2.5 * efforts[50]


@pytest.mark.parametrize("too", TOO_MUCH, ids=[too.name for too in TOO_MUCH])
def test_what_is_too_much_is_one_finding(cplist: Cplist, tmp_path: Path, too: TooMuch) -> None:
    (tmp_path / "p.yaml").write_text(too.text, "utf-8")
    said = cplist("check", "p.yaml", cwd=tmp_path)
    assert said.status == 1
    assert [line.split("[")[-1] for line in said.err.splitlines()] == [f"{too.rule}]"]


@pytest.mark.parametrize("too", TOO_MUCH, ids=[too.name for too in TOO_MUCH])
def test_what_is_too_much_is_found_with_little_effort(too: TooMuch) -> None:
    good, effort = (calls(lambda text=text: findings_of(text.encode())) for text in (GOOD, too.text))  # type: ignore[misc]
    assert effort < too.effort * good


def test_a_file_full_of_mistakes_ends_with_a_word_about_the_rest(check: Check) -> None:
    findings = check(GOOD + "".join(f"key{n}: x\n" for n in range(1100)))
    assert len(findings) == 1000 or findings[-1]["rule"] == "profile-too-many"
    assert len(findings) <= 1001


def test_messages_are_one_line_and_show_nothing_invisible(check: Check) -> None:
    (found,) = check(GOOD.replace("type: city_bank", 'type: "a\\e[31m\\nb\\u202e"'))[:1]
    assert found["rule"] in ("yaml-character", "profile-not-allowed")
    findings = check(GOOD.replace("type: city_bank", 'type: "a\\nb\\u202ec"'))
    assert [f["rule"] for f in findings] == ["profile-not-allowed"]
    assert "a<U+000A>b<U+202E>c" in str(findings[0]["message"])


# extends


def test_a_finding_names_the_file_in_which_the_value_stands(check: Check) -> None:
    base = GOOD.replace("board: 董事会", "board: 董事").replace("lead: office", "lead: offce")
    top = "extends: base.yaml\ninstitution: {name: 泰岳银行(甲), tier: legal_entiy}\n"
    findings = check(top, base=base)
    line = GOOD[: GOOD.index("lead: office")].count("\n") + 1
    assert [(f["file"], f["line"], f["rule"]) for f in findings] == [
        ("p.yaml", 2, "profile-half-width"),
        ("p.yaml", 2, "profile-not-allowed"),
        ("base.yaml", 12, "profile-not-allowed"),
        ("base.yaml", line, "profile-unknown-id"),
    ]


def test_a_cycle_is_found_where_it_closes(check: Check) -> None:
    (found,) = check("extends: a.yaml\n", a="schema: 1\nextends: b.yaml\n", b="extends: ./p.yaml\n")
    assert (found["rule"], found["file"], found["line"], found["column"]) == ("extends-cycle", "b.yaml", 1, 10)
    assert "p.yaml → a.yaml → b.yaml → p.yaml" in str(found["message"])
    (found,) = check("extends: p.yaml\n")
    assert (found["rule"], found["file"]) == ("extends-cycle", "p.yaml")


def test_a_missing_base_leaves_the_rest_checked_without_it(check: Check) -> None:
    findings = check("extends: nowhere.yaml\ninstitution: {tier: outlt, remark: 备注说明}\n")
    assert [(f["rule"], f["line"], f["column"]) for f in findings] == [
        ("extends-missing", 1, 10),
        ("profile-not-allowed", 2, 21),
        ("profile-unknown-key", 2, 28),
    ]
    assert check("extends: .\n")[0]["rule"] == "extends-missing"


def test_a_base_that_can_not_be_read_is_named(check: Check) -> None:
    (found,) = check("extends: base.yaml\n", base="a: [\n")
    assert (found["rule"], found["file"]) == ("yaml-bracket", "base.yaml")


def test_a_chain_that_is_too_long_is_found_where_it_goes_on(check: Check) -> None:
    others = {f"b{n}": f"extends: b{n + 1}.yaml\n" for n in range(12)}
    (found,) = check("extends: b0.yaml\n", **others)
    assert (found["rule"], found["file"], found["line"]) == ("extends-too-long", "b6.yaml", 1)


def test_what_no_base_has_can_not_be_removed(check: Check) -> None:
    (found,) = check("extends: base.yaml\nleaders:\n  - {id: nobody, remove: true}\n", base=GOOD)
    assert (found["rule"], found["line"], found["column"]) == ("extends-nothing-to-remove", 3, 18)


def test_an_id_that_stands_twice_over_a_base_is_found(check: Check) -> None:
    top = "extends: base.yaml\nleaders:\n  - {id: cro, post: 甲}\n  - {id: cro, post: 乙, roles: [other]}\n"
    findings = check(top, base=GOOD)
    assert ("profile-id-twice", "p.yaml", 4) in [(f["rule"], f["file"], f["line"]) for f in findings]


def test_the_resolved_profile_says_where_each_value_came_from_and_loads_again(
    cplist: Cplist, tmp_path: Path
) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base/city-bank.yaml").write_text(GOOD, "utf-8")
    top = """extends: base/city-bank.yaml
institution: {name: "泰岳银行: 甲 # 乙", short_name: '1.10'}
leaders:
  - {id: cio, remove: true}
  - {id: cro, oversees: [risk, credit, technology]}
"""
    (tmp_path / "p.yaml").write_text(top, "utf-8")
    said = cplist("check", "p.yaml", "--resolved", cwd=tmp_path)
    out = said.out
    assert (said.status, said.err.count("[")) == (0, said.err.count("\n"))
    assert '  name: "泰岳银行: 甲 # 乙"  # p.yaml:2\n' in out
    assert f"  type: city_bank  # {Path('base/city-bank.yaml')}:8\n" in out
    assert "extends" not in out
    assert "cio" not in out
    (tmp_path / "q.yaml").write_text(out, "utf-8")

    def load(base: str, file: str) -> tuple[str, bytes]:
        return base, (tmp_path / base).read_bytes()

    merged = read_profile(top.encode(), "p.yaml", load).document.data
    again = read_profile((tmp_path / "q.yaml").read_bytes(), "q.yaml", load).document.data
    assert again == {key: value for key, value in merged.items() if key != "extends"}
    assert yaml.safe_load(out)["institution"]["short_name"] in ("1.10", 1.1)
    data = cplist("check", "p.yaml", "--resolved", "--json", cwd=tmp_path).data
    assert data["resolved"] == again
    assert data["places"]["institution.name"] == "p.yaml:2:21"


# no traceback, ever


def findings_of(content: bytes) -> tuple[Finding, ...]:
    try:
        return read_profile(content, "p.yaml", no_base).findings
    except FindingsError as error:
        return error.findings


def tell(content: bytes) -> None:
    for found in findings_of(content):
        assert found.rule in catalogue()
        for language in LANGUAGES:
            assert "\n" not in message(found, language) + hint(found, language)


FUZZ = settings(max_examples=times(80, 20_000), suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        *("\t", "：", "，", "［", "{", "}", "[", "]", "'", '"', "“", ": ", ":", "- ", "\n", "\r", "\x00", "\x85"),
        *("&a ", "*a", "!x ", "? ", "|\n", "\ufeff", "\x1b", "#", "%", "@", "~", "<<: ", "---\n", "...\n", "　"),
        *(
            "id",
            "null",
            "remove: true",
            "extends: p.yaml",
            "\ud7ff",
            "\ufffd",
            "\ufffe",
            "\u2028",
            "\U0001f600",
            "\\",
        ),
    ]
)


@pytest.mark.soak
@FUZZ
@given(st.binary(max_size=300))
def test_random_bytes_give_findings(content: bytes) -> None:
    tell(content)


@pytest.mark.soak
@FUZZ
@given(st.text(max_size=300))
def test_random_text_gives_findings(text: str) -> None:
    tell(text.encode("utf-8", "replace"))


@pytest.mark.soak
@FUZZ
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 30), PIECES), min_size=1, max_size=4))
def test_a_mutilated_profile_gives_findings(changes: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for start, length, piece in changes:
        text = text[:start] + piece + text[start + length :]
    tell(text.encode("utf-8", "replace"))


INNER_KEYS = ["id", "name", "roles", "oversees", "x", "duty", "remove"]
VALUES = st.recursive(
    st.none() | st.text(max_size=5) | st.sampled_from(["chief", "cp", "legal_entity", "1", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER_KEYS), inner, max_size=3),
    max_leaves=10,
)
KEYS = ["schema", "pack", "extends", "institution", "document", "levels", "bodies", "leaders", "departments"]


@pytest.mark.soak
@FUZZ
@given(st.dictionaries(st.sampled_from([*KEYS, "assignments", "accept", "centralised", "x"]), VALUES, max_size=6))
def test_any_shape_gives_findings(data: dict[str, object]) -> None:
    tell(yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "replace"))
