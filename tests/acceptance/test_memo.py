"""The papers for the meeting: what the memo says, and what the comparison lists, with reasons that are true."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from cplist.domain.numerals import chinese

from .conftest import CITY_BANK, ROOT, Build, Builds, Cplist

pytestmark = pytest.mark.slow

CHANGES = (
    ("name: 信用卡中心", "name: 银行卡部"),
    ("effective: 2027-01-01", "effective: 2027-02-01"),
    ("{duty: 4.4-01, lead: law, support: [discipline, personnel, consumer]",
     "{duty: 2.1-07, not_applicable: 本行不向第三方支付佣金}\n  - {duty: 4.4-01, lead: personnel, support: [law]"),
    ("reason: 本行责任追究制度归口法律合规部", "reason: 本行责任追究制度归口人力资源部"),
)  # fmt: skip
Rows = list[list[str]]


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def tables_of(path: Path) -> list[Rows]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def spelled_out(text: str) -> list[str]:
    """The ids that a cell names, 3.2-01至3.2-08 in full."""
    found = []
    for first, last in re.findall(r"(\d\.\d-\d\d)(?:至(\d\.\d-\d\d))?", text):
        clause, _, number = first.partition("-")
        found += [f"{clause}-{one:02}" for one in range(int(number), int((last or first)[-2:]) + 1)]
    return found


def rows_of(build: Build) -> dict[str, list[str]]:
    """The comparison's rows, by what stands in the column 修订后 (of a deleted article: 原条款)."""
    (table,) = tables_of(build.path("comparison"))
    assert table[0] == ["原条款", "修订后", "理由", "依据"]
    return {row[1] if row[1] != "（删除）" else row[0]: row for row in table[1:]}


def row_with(rows: dict[str, list[str]], words: str) -> list[str]:
    return next(row for shown, row in rows.items() if words in shown)


@pytest.fixture
def changed(profile: Callable[..., Path]) -> Path:
    return profile(CITY_BANK, *CHANGES)


@pytest.fixture(scope="module")
def memo(build: Builds) -> Build:
    return build.once(CITY_BANK, "--only", "memo")


def test_a_first_memo_stands_alone_and_says_so(memo: Build) -> None:
    kinds = [output["kind"] for output in memo.said.data["builds"][0]["outputs"]]
    assert kinds == ["memo", "manifest"]
    assert "comparison-without" in memo.said.rules


def test_it_says_on_what_it_stands_and_what_was_decided(memo: Build) -> None:
    text = text_of(memo.path("memo"))
    for words in (
        "起草背景和依据",
        "原制度和主要变化",
        "征求意见和法律合规审查",
        "主要内容",
        "提请会议决定的事项",
        "鲁银保监规〔2022〕1号",
        "山东银保监局今为国家金融监督管理总局山东监管局",
        "自行确定的内容",
        "尚待确定的事项",
        "是否保留的内容",
    ):
        assert words in text
    tables = tables_of(memo.path("memo"))
    (basis,) = [table for table in tables if table[0][-1] == "核实情况"]
    assert [row[0] for row in basis[1:]] == [
        "《山东银保监局关于进一步明确辖内银行保险机构消费者权益保护工作主体责任的通知》",
        "《银行保险机构消费者权益保护管理办法》",
        "《银行业保险业消费投诉处理管理办法》",
        "《中国银保监会关于银行保险机构加强消费者权益保护工作体制机制建设的指导意见》",
    ]
    assert {row[-1] for row in basis[1:]} == {"待核"}
    decided = next(table for table in tables if "依据" in table[0] and table[0][0] == "编号")
    assert [row[0] for row in decided[1:]] == ["1.1-08", "2.2-09", "2.3-03", "4.2-11", "4.4-01"]
    assert "本行重大事项应急机制归口办公室" in str(decided)


PROGRAM = ("机构档案", "模板包", "指纹", "检查规则", "other", "档案", "程序")
"""What a committee has no word for."""


@pytest.mark.parametrize("name", ["city-bank", "insurance-broker", "village-bank", "outlet"])
def test_nothing_is_said_of_the_program_and_validity_is_told_once(build: Builds, name: str) -> None:
    path = build.once(ROOT / "profiles" / f"{name}.yaml", "--only", "memo").path("memo")
    everything = text_of(path) + str(tables_of(path))
    assert not [word for word in PROGRAM if word in everything]
    assert everything.count("今为国家金融监督管理总局山东监管局") == 1
    assert "没有发现" not in everything
    assert "第一部分注明“待核”的依据" in everything


def test_verified_sources_leave_nothing_open_of_them(
    build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    verified = (
        "\nsources: {notice: verified, protection: verified, complaints: verified, guidance: 2026年11月核实}\n"
    )
    changed = profile(CITY_BANK, ("\ndocument:", f"{verified}document:"))
    made = build(changed, tmp_path, "--only", "memo").path("memo")
    (basis,) = [table for table in tables_of(made) if table[0][-1] == "核实情况"]
    assert [row[-1] for row in basis[1:]] == ["已核实", "已核实", "已核实", "已核实（2026年11月核实）"]
    assert "依据的核实" not in text_of(made)
    assert "注明“待核”" not in text_of(made)


def test_every_optional_sentence_is_listed(memo: Build, city_bank: Build) -> None:
    optional = next(table for table in tables_of(memo.path("memo")) if table[0] == ["条文", "内容"])
    written = "".join("".join(article["paragraphs"]) for article in city_bank.manifest["articles"])
    assert len(optional) - 1 == written.count("（可选：本机构自定）") > 5
    assert all(words.rstrip("。") + "（可选：本机构自定）。" in written for _, words in optional[1:])


def test_every_open_fact_is_listed_with_its_article(memo: Build, city_bank: Build) -> None:
    lists = [table for table in tables_of(memo.path("memo")) if table[0] == ["条文", "内容"]]
    open_ = next(table for table in lists if "责任追究制度的名称和文号" in {row[1] for row in table})
    pending = [article["number"] for article in city_bank.manifest["articles"] if "〔待定〕" in str(article)]
    assert {row[0] for row in open_[1:]} >= {f"第{chinese(number)}条" for number in pending}
    assert len(pending) > 1


@pytest.mark.parametrize("name", ["outlet", "insurance-broker", "county-branch", "life-insurer"])
def test_what_does_not_apply_and_what_lies_above_is_listed_with_its_reason(
    build: Builds, cplist: Cplist, tmp_path: Path, name: str
) -> None:
    path = ROOT / "profiles" / f"{name}.yaml"
    made = build(path, tmp_path, "--only", "memo")
    duties = cplist("coverage", path, "--json").data["duties"]
    tables = {table[0][2]: table for table in tables_of(made.path("memo")) if len(table[0]) > 2}
    for status, head in (("not_applicable", "不适用的理由"), ("superior", "本级的部分")):
        wanted = [duty["id"] for duty in duties if duty["status"] == status]
        assert [id_ for row in tables.get(head, [[]])[1:] for id_ in spelled_out(row[0])] == wanted
    assert all(row[2] for row in tables.get("不适用的理由", [[]])[1:])


def test_the_comparison_lists_what_changed_and_why(build: Builds, changed: Path, tmp_path: Path) -> None:
    build.start(CITY_BANK, tmp_path)
    rows = rows_of(build(changed, tmp_path, "--only", "memo"))
    assert len(rows) == 5
    assert row_with(rows, "银行卡部")[2] == "“信用卡中心”改为“银行卡部”。"
    accountability = row_with(rows, "责任追究工作机制")
    assert "4.4-01的责任主体由“法律合规部”改为“人力资源部”（本行责任追究制度归口人力资源部）" in accountability[2]
    assert accountability[3] == "《通知》四（四）"
    assert "2.1-07由“本机构主体承担”改为“不适用”（本行不向第三方支付佣金）" in row_with(rows, "销售激励")[2]
    assert row_with(rows, "2027年2月1日")[2] == "施行日期由“2027年1月1日”改为“2027年2月1日”。"


def test_who_oversees_another_department_is_a_change_with_its_reason(
    build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    build.start(CITY_BANK, tmp_path)
    moves = ("[retail, card, digital]", "[retail, card]"), ("inclusive, treasury]", "inclusive, treasury, digital]")
    moved = profile(CITY_BANK, *moves)
    ((_, row),) = rows_of(build(moved, tmp_path, "--only", "memo")).items()
    assert row[2] == "网络金融部由“副行长（陶立群）”分管改为“副行长（薛明远）”分管。"
    assert "网络金融部" in row[0] and "网络金融部" in row[1]


def test_the_comparison_marks_the_changed_words(build: Builds, changed: Path, tmp_path: Path) -> None:
    build.start(CITY_BANK, tmp_path)
    table = docx.Document(str(build(changed, tmp_path, "--only", "memo").path("comparison"))).tables[0]
    row = next(row for row in table.rows if "2027年2月1日" in row.cells[1].text)
    for cell, style, words in zip(row.cells, ("修订删", "修订增"), ("1", "2"), strict=False):
        runs = [run for paragraph in cell.paragraphs for run in paragraph.runs]
        assert [run.text for run in runs if run.style.name == style] == [words]
        assert {run.style.name for run in runs} == {style, "Default Paragraph Font"}


def test_a_new_name_is_said_once_and_not_of_each_duty(build: Builds, tmp_path: Path) -> None:
    renamed = tmp_path / "renamed.yaml"
    renamed.write_text(CITY_BANK.read_text("utf-8").replace("消费者权益保护部", "消保工作部"), "utf-8")
    build.start(CITY_BANK, tmp_path)
    reasons = {row[2] for row in rows_of(build(renamed, tmp_path, "--only", "memo")).values()}
    assert reasons == {"“消费者权益保护部”改为“消保工作部”。"}


def test_the_same_change_of_several_duties_is_said_once(build: Builds, tmp_path: Path) -> None:
    moved = tmp_path / "moved.yaml"
    lines = "".join(f"  - {{duty: {duty}, lead: law}}\n" for duty in ("2.3-03", "2.3-04"))
    moved.write_text(f"extends: {CITY_BANK}\nassignments:\n{lines}", "utf-8")
    build.start(CITY_BANK, tmp_path)
    reasons = [row[2] for row in rows_of(build(moved, tmp_path, "--only", "memo")).values()]
    assert "2.3-03、2.3-04的责任主体由“消费者权益保护部”改为“法律合规部”（本机构自行确定）。" in reasons


def test_it_is_the_same_after_the_new_version_was_built(build: Builds, changed: Path, tmp_path: Path) -> None:
    build.start(CITY_BANK, tmp_path)
    before = build(changed, tmp_path, "--only", "memo").path("comparison").read_bytes()
    build(changed, tmp_path)
    after = build(changed, tmp_path, "--only", "memo").path("comparison")
    assert after.read_bytes() == before


def test_an_earlier_docx_is_enough_and_what_nobody_knows_stays_empty(
    build: Builds, changed: Path, city_bank: Build, tmp_path: Path
) -> None:
    old = shutil.copy(city_bank.path("system"), tmp_path / "原制度.docx")
    made = build(changed, tmp_path / "out", "--only", "memo", "--against", old)
    rows = rows_of(made)
    assert len(rows) == 5
    assert row_with(rows, "银行卡部")[2] == ""
    assert "本行责任追究制度归口人力资源部" in row_with(rows, "责任追究工作机制")[2]
    assert "原责任制（原制度.docx）" in text_of(made.path("comparison"))


def test_an_edited_docx_is_compared_as_it_was_edited(build: Builds, city_bank: Build, tmp_path: Path) -> None:
    document = docx.Document(str(city_bank.path("system")))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("第十条"))
    paragraph.runs[-1].text += "（经讨论增加的话）"
    document.save(str(tmp_path / "edited.docx"))
    made = build(CITY_BANK, tmp_path / "out", "--only", "memo", "--against", tmp_path / "edited.docx")
    (row,) = rows_of(made).values()
    assert "（经讨论增加的话）" in row[0]
    assert "（经讨论增加的话）" not in row[1]
    assert row[2] == ""


def test_nothing_changed_is_said(build: Builds, tmp_path: Path) -> None:
    build.start(CITY_BANK, tmp_path)
    original = next(tmp_path.rglob("*责任制.docx"))
    again = build(CITY_BANK, tmp_path / "out", "--only", "memo", "--against", original)
    assert "comparison-same" in again.said.rules
    assert "条文没有变动" in text_of(again.path("memo"))


def test_an_edited_system_is_pointed_at(build: Builds, changed: Path, tmp_path: Path) -> None:
    build.start(CITY_BANK, tmp_path)
    path = next(tmp_path.rglob("*责任制.docx"))
    path.write_bytes(path.read_bytes() + b" ")
    assert "comparison-edited" in build(changed, tmp_path, "--only", "memo").said.rules


def test_an_earlier_docx_that_is_none_stops_the_memo(cplist: Cplist, tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0")
    arguments = ("-o", tmp_path / "out", "--only", "memo", "--json", "--against")
    said = cplist("build", CITY_BANK, *arguments, tmp_path / "old.docx")
    assert (said.status, said.rules) == (1, ["against-doc"])
    assert cplist("build", CITY_BANK, *arguments, tmp_path / "nowhere.docx").status == 2
    assert not (tmp_path / "out").exists()


def test_no_title_breaks_inside_the_institutions_name_or_a_word(
    build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    """The name of a branch of an insurer is two parts, each whole, on the titles of all papers."""
    source = ROOT / "profiles" / "property-insurer-province.yaml"
    build(profile(source, ("effective: 2027-01-01", "effective: 2027-03-01")), tmp_path)
    build(source, tmp_path, "--only", "letters", "--only", "memo")
    titles = [
        paragraph.text
        for path in tmp_path.rglob("*.docx")
        for paragraph in docx.Document(str(path)).paragraphs
        if paragraph.style.name == "责任制标题"
    ]
    broken = {title for title in titles if "\n" in title}
    assert len(broken) >= 3, titles
    ends = {line[-4:] for title in broken for line in title.split("\n")[:-1]}
    assert ends <= {"有限公司", "东分公司"}, broken
