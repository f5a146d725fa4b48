"""Letters of responsibility: one for each leader, department and level, with what each bears, and nothing twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table

from .conftest import CITY_BANK, PACKS, ROOT, TINY, Build, Builds, Cplist

pytestmark = pytest.mark.slow

PROFILES = ROOT / "profiles"
IDS = re.compile(r"\d\.\d-\d\d")
BANNED_IN_NAMES = set('<>:"/\\|?*')


class Letter:
    """A letter as a reader sees it: what is signed, and the tables of its annex by the headings above them."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))
        self.text = "\n".join(paragraph.text for paragraph in self.document.paragraphs)
        self.signed, _, self.annex = self.text.partition("\n附件\n")
        self.tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in self.document.tables]
        self.lists: dict[str, list[list[str]]] = {}
        heading = ""
        for part in self.document.iter_inner_content():
            if isinstance(part, Table):
                rows = [[cell.text for cell in row.cells] for row in part.rows]
                if rows[0][0] == "编号":
                    self.lists[heading] = rows[1:]
            elif part.style is not None and part.style.name == "附件小标题":
                heading = part.text

    @property
    def signatures(self) -> list[list[str]]:
        return next(table for table in self.tables if table[0][0] == "签字栏")

    def ids(self, heading: str) -> list[str]:
        """The duties in the lists with that in their heading."""
        rows = [row for called, rows in self.lists.items() if heading in called for row in rows]
        return [id_ for row in rows for id_ in row[0].split("\n")]

    def items(self, heading: str) -> list[str]:
        """What stands below a heading such as 责任内容, item by item."""
        section = re.search(rf"^[一二三四五六]、{heading}\n(.*?)(?=^[一二三四五六]、|\Z)", self.signed, re.M | re.S)
        return re.findall(r"^（[一二三四五六七八九十]+）(.*)", section[1], re.M) if section else []


def letters(build: Build) -> dict[str, Letter]:
    outputs = build.said.data["builds"][0]["outputs"]
    return {
        Path(output["path"]).stem.partition("－")[2]: Letter(Path(output["path"]))
        for output in outputs
        if output["kind"] == "letter"
    }


@pytest.fixture(scope="module")
def bank(build: Builds) -> Build:
    return build.once(CITY_BANK, "--only", "letters")


@pytest.fixture(scope="module")
def written(bank: Build) -> dict[str, Letter]:
    return letters(bank)


@pytest.fixture(scope="module")
def parties(coverage: dict[str, Any]) -> dict[str, set[str]]:
    """Party → the duties that it is responsible for, grounds left out."""
    found: dict[str, set[str]] = {}
    for duty in coverage["duties"]:
        for party in duty["responsible"] if duty["status"] == "assigned" else ():
            found.setdefault(party, set()).add(duty["id"])
    return found


def test_everybody_gets_one_and_nothing_else_is_made(bank: Build, written: dict[str, Letter]) -> None:
    outputs = bank.said.data["builds"][0]["outputs"]
    assert {output["kind"] for output in outputs} == {"letter", "manifest"}
    assert len(written) == 9 + 20 + 2
    assert {"党委书记、董事长", "个人金融部", "分行", "支行"} <= set(written)


def test_names_are_safe_and_differ_without_capitals(bank: Build) -> None:
    outputs = bank.said.data["builds"][0]["outputs"]
    names = [Path(output["path"]).name for output in outputs]
    assert len({name.casefold() for name in names}) == len(names)
    assert not BANNED_IN_NAMES & set("".join(names))
    assert {Path(o["path"]).parent.name for o in outputs if o["kind"] == "letter"} == {"责任书"}


@pytest.mark.parametrize(
    ("name", "id_"), [("个人金融部", "retail"), ("消费者权益保护部", "consumer"), ("分行", "city_branch")]
)
def test_the_duties_are_those_of_the_coverage_each_once(
    written: dict[str, Letter], parties: dict[str, set[str]], name: str, id_: str
) -> None:
    letter = written[name]
    shown = letter.ids("承担的事项") + letter.ids("禁止性要求")
    assert len(shown) == len(set(shown))
    assert parties[id_] <= set(shown)
    assert set(letter.ids("承担的事项")) <= parties[id_]


def test_a_leader_with_two_roles_has_the_duties_of_both(written: dict[str, Letter]) -> None:
    letter = next(letter for letter in written.values() if "消保工作分管负责人、其他负责人" in letter.text)
    shown = letter.ids("承担的事项")
    assert {"1.2-02", "1.3-02"} <= set(shown)
    assert len(shown) == len(set(shown))
    grade = "（《通知》一（二）、一（三））：重要领导责任（整体消保工作）；直接领导责任（限分管领域）。"
    assert grade in letter.signed


def test_the_words_of_the_annex_are_the_notices(written: dict[str, Letter], catalogue: dict[str, Any]) -> None:
    texts = {duty["id"]: duty["text"] for clause in catalogue["clauses"] for duty in clause["duties"]}
    for letter in written.values():
        assert letter.lists
        for row in [row for rows in letter.lists.values() for row in rows]:
            said = re.split("\n(?:本机构措施|说明)：", row[1])[0].removesuffix("（可为）")
            assert said and said in "".join(texts[id_] for id_ in row[0].split("\n"))


def test_what_is_signed_is_said_in_whole_sentences_and_without_codes(written: dict[str, Letter]) -> None:
    for name, letter in written.items():
        assert not IDS.search(letter.signed), name
        said = letter.items("责任内容") + letter.items("禁止事项")
        assert letter.items("禁止事项") and ("责任内容" in letter.signed), name
        for item in said:
            assert item.endswith(("；", "。")) and not item.startswith(("，", "；", "并", "但", "也", "应当")), item
    retail = written["个人金融部"].items("责任内容")
    assert retail[0].startswith("严格规范营销推介和服务行为，全面履行告知、解释、沟通、宣导义务，")


def test_what_is_signed_advises_nothing(written: dict[str, Letter]) -> None:
    for letter in written.values():
        assert "建议：" not in letter.text + str(letter.tables)
        assert "建议措施" not in letter.text + str(letter.tables)
    said = str(written["消费者权益保护部"].lists["本部门承担的事项"])
    assert "本机构措施：" in said


def test_everybody_keeps_the_prohibitions_that_it_can_breach(written: dict[str, Letter]) -> None:
    everybody = ["4.1-09", "4.2-06", "4.2-07", "4.2-08", "4.2-09", "4.2-10", "4.2-16"]
    for name, letter in written.items():
        kept = {id_ for id_ in letter.ids("") if id_ in everybody or id_ in ("3.1-06", "3.2-30")}
        assert set(everybody) <= kept, name
    assert "3.1-06" in written["消费者权益保护部"].ids("")
    assert "3.1-06" not in written["副行长（陶立群）"].ids("") + written["支行"].ids("")
    assert "3.2-30" in written["支行"].ids("") and "3.2-30" not in written["分行"].ids("")


def test_no_grade_is_made_up_and_none_is_missed(written: dict[str, Letter]) -> None:
    for letter in written.values():
        assert "未定性" not in letter.text + str(letter.tables)
    assert "责任定性" not in written["运营管理部"].text
    grade = "承担下列责任（《通知》二（一））：直接责任（限落实消保行为规范、识别和响应诉求）。"
    assert grade in written["个人金融部"].signed


def test_goals_appraisal_and_accountability_are_there(written: dict[str, Letter]) -> None:
    for letter in written.values():
        assert ["年度目标", "完成标准", "完成时限", "考核权重"] in [table[0] for table in letter.tables]
        assert "按照本行消保考核方案考核，结果纳入本行问责体系和人力资源管理体系。" in letter.signed
        assert re.search(
            r"有《.*责任制》第\w+条(第\w+款)?所列情形之一的，按照第\w+条、第\w+条的规定追究责任。", letter.signed
        )


def test_most_of_what_a_department_does_is_said_in_words_and_what_it_may_do_apart(
    written: dict[str, Letter],
) -> None:
    lead = written["消费者权益保护部"].signed.split("禁止事项")[0]
    assert len(re.findall("^（[一二三四五六七八九十]+）", lead, re.MULTILINE)) >= 8
    assert "附件所列的其他责任。" in lead and "（第" not in lead
    secretary = written["纪委书记"].signed
    assert not re.search("（[一二三四五六七八九十]+）可以", secretary)
    assert "责任人可以通过阅批群众诉求，" in secretary


def test_a_number_is_cited_only_when_it_is_there(
    written: dict[str, Letter], build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    number = re.search("number: (.*)", CITY_BANK.read_text("utf-8"))
    assert number
    assert not any(number[1] in letter.text for letter in written.values())
    path = profile(CITY_BANK, ("status: draft", "status: final"))
    (final,) = letters(build(path, tmp_path / "out", "--only", "letters", "--for", "retail")).values()
    assert f"（{number[1]}）" in final.text


def test_the_chief_pledges_alone_and_others_sign_with_the_next_one_up(written: dict[str, Letter]) -> None:
    chief = written["党委书记、董事长"]
    assert chief.signatures[0] == ["签字栏", "承诺人"]
    assert "消费者权益保护工作承诺书" in chief.text
    retail = written["个人金融部"]
    assert retail.signatures[0] == ["签字栏", "部门负责人", "上一级责任人"]
    assert retail.signatures[1][1:] == ["个人金融部负责人", "副行长　陶立群"]
    assert written["党委副书记、行长"].signatures[1][2] == "党委书记、董事长　孟庆岩"
    assert "上一级责任人：副行长　陶立群" in retail.signed
    assert "上一级责任人：" not in chief.signed


def test_year_copies_and_signing_again(written: dict[str, Letter]) -> None:
    for letter in written.values():
        assert "（　　　　年度）" in letter.text
        assert "一式＿＿＿份" in letter.text
        assert "由接任人重新签订" in letter.text


def test_a_form_has_a_line_for_the_units_name(written: dict[str, Letter]) -> None:
    assert re.search("责任单位（支行）：＿{8,}", written["支行"].text)
    assert "＿＿＿＿＿＿＿＿" not in written["个人金融部"].text


def test_what_the_profile_says_of_letters_is_printed(
    build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    changes = [("names: true", "names: false")] if "names: true" in CITY_BANK.read_text("utf-8") else []
    path = profile(CITY_BANK, *changes, ("id: discipline_head,", "id: discipline_head, signs_with: chairman,"),
                   more="\nletters: {year: 2028, copies: 3}\n")  # fmt: skip
    made = letters(build(path, tmp_path / "out", "--only", "letters", "--for", "discipline_head"))
    (letter,) = made.values()
    assert "（2028年度）" in letter.text
    assert "一式3份" in letter.text
    assert letter.signatures[1][2] == "党委书记、董事长　孟庆岩"


def test_names_may_be_left_out(build: Builds, profile: Callable[..., Path], tmp_path: Path) -> None:
    source = CITY_BANK.read_text("utf-8")
    names = re.findall(r"post: [^,]+, name: (\w+),", source)
    path = profile(CITY_BANK, ("document:\n", "document:\n  names: false\n"))
    made = letters(build(path, tmp_path / "out", "--only", "letters"))
    assert names
    for label, letter in made.items():
        everything = label + letter.text + str(letter.tables)
        assert not [name for name in names if name in everything]


@pytest.mark.parametrize("name", ["outlet", "insurance-broker", "county-branch", "life-insurer"])
def test_others_have_letters_too(build: Builds, tmp_path: Path, name: str) -> None:
    made = letters(build(PROFILES / f"{name}.yaml", tmp_path, "--only", "letters"))
    assert sum("承诺书" in letter.text for letter in made.values()) == 1
    for letter in made.values():
        assert "〔" not in letter.text.replace("〔20", "")
        assert letter.items("禁止事项")
    if name == "insurance-broker":
        assert "监督责任人（代行）" in made["合规负责人"].text
        assert "代行依据：" in made["合规负责人"].text
        assert "责任人发现违法违规问题的，应当核实情况，提出处理建议，移送有权机构决定。" in made["合规负责人"].text


def test_only_some_are_made_under_the_same_names(build: Builds, written: dict[str, Letter], tmp_path: Path) -> None:
    some = letters(build(CITY_BANK, tmp_path, "--only", "letters", "--for", "retail,card", "--for", "chairman"))
    assert list(some) == ["党委书记、董事长", "个人金融部", "信用卡中心"]


def test_an_unknown_id_is_a_finding_with_the_nearest(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("build", CITY_BANK, "-o", tmp_path, "--only", "letters", "--for", "retial", "--for", "committee")
    assert said.status == 1
    assert "retial" in said.err and "retail" in said.err and "committee" in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [["--for", "retail"], ["--only", "letters", "--annotate"], ["--against", "x.docx"], ["--only", "x"]],
)
def test_options_that_do_not_go_together_are_refused(cplist: Cplist, tmp_path: Path, arguments: list[str]) -> None:
    assert cplist("build", CITY_BANK, "-o", tmp_path, *arguments).status == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("part", ["letters", "memo"])
def test_a_pack_without_the_template_says_so(cplist: Cplist, tmp_path: Path, part: str) -> None:
    said = cplist("build", TINY, "--packs", PACKS, "-o", tmp_path, "--only", part, "--json")
    assert said.status == 1
    assert said.rules == ["document-missing"]


def test_a_letter_that_somebody_edited_is_kept(cplist: Cplist, build: Builds, tmp_path: Path) -> None:
    build.start(CITY_BANK, tmp_path, "--only", "letters", "--for", "retail")
    (path,) = tmp_path.rglob("*个人金融部.docx")
    path.write_bytes(path.read_bytes() + b" ")
    edited = path.read_bytes()
    said = cplist("build", CITY_BANK, "-o", tmp_path, "--only", "letters", "--for", "retail", "--json")
    assert (said.status, said.rules[-1]) == (1, "file-kept")
    assert path.read_bytes() == edited
    assert path.with_name(f"{path.stem}.新.docx").exists()


def test_a_letter_of_somebody_who_left_is_named_and_stays(
    build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    build.start(CITY_BANK, tmp_path, "--only", "letters")
    path = profile(CITY_BANK, ("name: 信用卡中心", "name: 银行卡部"))
    again = build(path, tmp_path, "--only", "letters")
    assert "letter-left-over" in again.said.rules
    assert list(tmp_path.rglob("*信用卡中心.docx"))


def test_the_same_inputs_give_the_same_bytes(bank: Build, build: Builds, tmp_path: Path) -> None:
    again = build(CITY_BANK, tmp_path, "--only", "letters")
    assert [output["sha256"] for output in bank.said.data["builds"][0]["outputs"]] == [
        output["sha256"] for output in again.said.data["builds"][0]["outputs"]
    ]


def test_letters_and_the_rest_know_of_each_other(build: Builds, tmp_path: Path) -> None:
    """build.json keeps what the last system and checklist left, and lists the letters."""
    whole = build.start(CITY_BANK, tmp_path).manifest
    build(CITY_BANK, tmp_path, "--only", "letters", "--for", "retail")
    kept = json.loads(next(tmp_path.rglob("build.json")).read_bytes())
    assert kept["articles"] == whole["articles"]
    assert kept["answers"] == whole["answers"]
    assert [name for name, kind in kept["kinds"].items() if kind == "letter"] == [
        "责任书/消费者权益保护工作责任书－个人金融部.docx"
    ]
    assert kept["outputs"].keys() == kept["kinds"].keys()
    build(CITY_BANK, tmp_path)
    assert json.loads(next(tmp_path.rglob("build.json")).read_bytes()) == kept


def test_each_letter_says_in_its_properties_whose_it_is(written: dict[str, Letter]) -> None:
    properties = [letter.document.core_properties for letter in written.values()]
    for core, name in zip(properties, written, strict=True):
        assert core.title.endswith(f"（{name}）") and core.author and core.subject, name
        assert core.language == "zh-CN"
    assert len({core.title for core in properties}) == len(written) > 5
