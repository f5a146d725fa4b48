"""Letters of responsibility: one for each leader, department and level, with what each bears, and nothing twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from .conftest import CITY_BANK, PACKS, ROOT, TINY, Build, Builds, Cplist

PROFILES = ROOT / "profiles"
IDS = re.compile(r"\d\.\d-\d\d")
BANNED_IN_NAMES = set('<>:"/\\|?*')


class Letter:
    """A letter as a reader sees it."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))
        self.text = "\n".join(paragraph.text for paragraph in self.document.paragraphs)
        self.tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in self.document.tables]

    def table(self, head: str) -> list[list[str]]:
        """The rows of the table that has such a header."""
        return next((table[1:] for table in self.tables if head in "".join(table[0])), [])

    @property
    def signatures(self) -> list[list[str]]:
        return next(table for table in self.tables if table[0][0] == "签字栏")

    def ids(self, head: str) -> list[str]:
        return [IDS.findall(row[0])[0] for row in self.table(head)]


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
    shown = letter.ids("责任内容") + letter.ids("禁止性要求")
    assert len(shown) == len(set(shown))
    assert parties[id_] <= set(shown)
    assert set(letter.ids("责任内容")) <= parties[id_]


def test_a_leader_with_two_roles_has_the_duties_of_both(written: dict[str, Letter]) -> None:
    letter = next(letter for letter in written.values() if "消保工作分管负责人、其他负责人" in letter.text)
    shown = letter.ids("责任内容")
    assert {"1.2-02", "1.3-02"} <= set(shown)
    assert len(shown) == len(set(shown))
    assert "重要领导责任（整体消保工作）；直接领导责任（限分管领域）（《通知》一（二）、一（三））" in letter.text


def test_the_words_are_the_notices(written: dict[str, Letter], catalogue: dict[str, Any]) -> None:
    texts = {duty["id"]: duty["text"] for clause in catalogue["clauses"] for duty in clause["duties"]}
    for letter in written.values():
        for row in [*letter.table("责任内容"), *letter.table("禁止性要求")]:
            assert row[1] == texts[IDS.findall(row[0])[0]]


def test_measures_are_those_that_the_institution_has_decided_on(written: dict[str, Letter]) -> None:
    """A letter holds the profile's own; of the pack's suggestions, which nobody adopted, it has none."""
    decided = yaml.safe_load(CITY_BANK.read_text("utf-8"))["assignments"]
    own = {entry[key] for entry in decided for key in ("measure", "evidence", "frequency") if key in entry}
    cells = [cell for letter in written.values() for row in letter.table("本机构措施") for cell in row[2:]]
    assert len(own) > 3
    assert set("\n".join(cells).split("\n")) - {"—"} == own


def test_everybody_keeps_every_prohibition(written: dict[str, Letter], catalogue: dict[str, Any]) -> None:
    duties = [duty for clause in catalogue["clauses"] for duty in clause["duties"]]
    prohibitions = [duty["id"] for duty in duties if duty["kind"] == "prohibition"]
    assert len(prohibitions) == 9
    for letter in written.values():
        assert letter.ids("禁止性要求") == prohibitions


def test_no_grade_is_made_up(written: dict[str, Letter]) -> None:
    assert "责任定性" not in written["运营管理部"].text
    grade = "责任定性：直接责任（限落实消保行为规范、识别和响应诉求）（《通知》二（一））。"
    assert grade in written["个人金融部"].text


def test_the_chief_pledges_alone_and_others_sign_with_the_next_one_up(written: dict[str, Letter]) -> None:
    chief = written["党委书记、董事长"]
    assert chief.signatures[0] == ["签字栏", "承诺人"]
    assert "消费者权益保护工作承诺书" in chief.text
    retail = written["个人金融部"]
    assert retail.signatures[0] == ["签字栏", "部门负责人", "上一级责任人"]
    assert retail.signatures[1][1:] == ["个人金融部负责人", "副行长"]
    assert written["党委副书记、行长"].signatures[1][2] == "党委书记、董事长"


def test_year_copies_and_signing_again(written: dict[str, Letter]) -> None:
    for letter in written.values():
        assert "（2027年度）" in letter.text
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
    assert letter.signatures[1][2] == "党委书记、董事长"


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
        assert letter.ids("禁止性要求")
    if name == "insurance-broker":
        assert "监督责任人（代行）" in made["合规负责人"].text
        assert "代行依据：" in made["合规负责人"].text


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
