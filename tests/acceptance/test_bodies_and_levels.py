"""Bodies, kinds of units, the superior's kind, subsidiaries: what a profile says of them stands in every document,
and in no other words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from .conftest import CITY_BANK, ROOT, Build, Builds, Cplist
from .test_map import Page

pytestmark = pytest.mark.slow

PROFILES = ROOT / "tests" / "examples" / "profiles"
PROVINCE, COUNTY = PROFILES / "state-bank-province.yaml", PROFILES / "county-rural-bank.yaml"


def cells(path: Path) -> list[list[str]]:
    """The rows of all tables of a document, merged cells once."""
    rows = [row for table in docx.Document(str(path)).tables for row in table.rows]
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in rows]


def paragraphs(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def letter(build: Build, party: str) -> Path:
    (path,) = [path for path in build.folder.iterdir() if path.stem.endswith(f"－{party}")]
    return path


@pytest.fixture(scope="module")
def province(build: Builds) -> Build:
    return build.once(PROVINCE)


@pytest.fixture(scope="module")
def county(build: Builds) -> Build:
    return build.once(COUNTY)


@pytest.fixture(scope="module")
def letters(build: Builds) -> Build:
    return build.once(PROVINCE, "--only", "letters")


class TestKindsOfUnits:
    def test_are_placed_in_the_notices_levels_with_their_names_and_numbers(self, province: Build) -> None:
        text = province.document.text
        assert (
            "二级分行（15家）、省分行直属支行（以下简称直属支行，4家）、专业化经营机构（以下简称专营机构，2家）属于地市级分支机构"
            in text
        )
        assert "营业网点包括营业部（15家）、支行（130家）、分理处（44家）" in text

    def test_stand_on_the_structure_page_and_in_the_list_of_levels(self, province: Build) -> None:
        rows = cells(province.path("system"))
        levels = next(row for row in rows if row[0] == "纵向责任")
        assert "二级分行（15家）、直属支行（4家）、专营机构（2家）" in levels[1]
        assert "专业化经营机构：信用卡分中心、私人银行中心。" in province.document.text
        oversees = next(row for row in rows if row[1:2] == ["副行长（王某）"])
        assert "下辖：专营机构" in oversees[2]

    def test_stand_in_the_workbook_and_on_the_map(self, province: Build) -> None:
        said = {row["项目"]: row["内容"] for row in province.book.rows("说明", "项目")}
        assert "直属支行，4家" in said["下辖机构的种类"]
        data = Page(province.path("map")).data
        level = next(party for party in data["parties"] if party["id"] == "city_branch")
        assert [(kind["name"], kind["count"]) for kind in level["kinds"]] == [
            ("二级分行", "15"),
            ("省分行直属支行", "4"),
            ("专业化经营机构", "2"),
        ]
        assert "下辖机构的种类" in [line["title"] for line in data["particulars"]]

    def test_have_a_letter_each(self, letters: Build) -> None:
        text = paragraphs(letter(letters, "专营机构"))
        assert "责任单位（专营机构）：" in text
        assert "专营机构包括：信用卡分中心、私人银行中心" in text
        assert not [path for path in letters.folder.iterdir() if path.stem.endswith("－营业网点")]

    def test_can_be_asked_for_by_their_level(self, build: Builds, tmp_path: Path) -> None:
        made = build(PROVINCE, tmp_path, "--only", "letters", "--for", "outlet")
        names = sorted(path.stem.rpartition("－")[2] for path in made.folder.iterdir())
        assert names == ["分理处", "支行", "营业部"]


class TestBodies:
    def test_a_committee_has_deputies_members_meetings_and_whom_it_reports_to(self, province: Build) -> None:
        text = province.document.text
        assert "消费者权益保护工作委员会（以下简称消保委员会）" in text
        assert (
            "消保委员会的主任是行长，副主任是分管消保工作的副行长，成员是个人金融部负责人、金融科技部负责人和工会代表一名。"
            "消保委员会办公室设在消费者权益保护部，办公室主任是消费者权益保护部负责人。" in text
        )
        assert "消保委员会向党委会和华实银行股份有限公司报告工作" in text
        assert "消保委员会每季度至少召开一次，遇重大事项随时召开。" in text

    def test_those_above_and_below_a_committee_bear_nothing_by_themselves(self, province: Build) -> None:
        text = province.document.text
        assert "党委会依照其议事规则审议应当由其决定的消保工作事项。" in text
        assert "本行设立消保工作联席会议，作为工作层的协调机制。" in text
        shares = {party["id"]: party for party in Page(province.path("map")).data["parties"]}
        borne = {id_ for duty in Page(province.path("map")).data["duties"] for id_ in duty["responsible"]}
        assert {"deliberation", "working_committee"} <= set(shares)
        assert not {"deliberation", "working_committee"} & borne

    def test_a_department_answers_to_the_board(self, county: Build) -> None:
        assert "审计部对董事会负责" in county.document.text
        rows = cells(county.path("system"))
        assert ["公司治理", "董事会", "后台：审计部"] in rows
        assert not [row for row in rows if "没有写明分管负责人的部门" in row]
        audit = next(row for row in county.book.rows("责任清单") if row["编号"] == "2.3-11")
        assert audit["责任领导"] == "董事会"

    def test_the_board_heads_the_governing_bodies_without_details_of_its_own(self, build: Builds) -> None:
        rows = cells(build.once(ROOT / "profiles" / "rural-commercial-bank.yaml").path("system"))
        governing = [row[1] for row in rows if row[0] == "公司治理"]
        assert governing == ["董事会", "董事会风险与消费者权益保护委员会", "监事会"]

    def test_its_letter_is_signed_by_the_boards_chair(self, build: Builds) -> None:
        path = letter(build.once(COUNTY, "--only", "letters", "--for", "audit"), "审计部")
        assert "对董事会负责" in paragraphs(path)
        (signs,) = [row for row in cells(path) if row[:2] == ["职务", "审计部负责人"]]
        assert signs[2].split("\u3000")[0] == "党委书记、董事长"

    def test_who_supervises_has_a_name_and_the_law_and_its_basis_is_no_article(self, county: Build) -> None:
        text = county.document.text
        assert (
            "董事会审计委员会依照《中华人民共和国公司法》和章程行使监事会的职权，"
            "应当监督董事会、高管层的消保工作履职情况。" in text
        )
        assert "的依据：2025年第二次临时股东大会决议" not in text
        assert "章程规定的监督机构" not in text

    def test_that_the_profile_doesnt_name_is_whoever_the_articles_of_association_name(
        self, build: Builds, profile: Callable[..., Path], tmp_path: Path
    ) -> None:
        silent = profile(ROOT / "profiles" / "village-bank.yaml", ("  supervision: {name: 监事会}\n", ""))
        text = build(silent, tmp_path, "--only", "system").document.text
        assert "章程规定的监督机构应当依法监督董事会、高管层的消保工作履职情况。" in text


class TestASuperior:
    def test_that_the_profile_doesnt_count_as_one_is_called_what_it_is(self, county: Build) -> None:
        text = county.document.text
        assert "山东省农村信用社联合社是本行的行业管理机构，本行不将其视同上级机构。" in text
        assert "行业管理机构（山东省农村信用社联合社）集中承担信息科技职能。" in text
        assert "4.3-06" not in county.document.bookmarks

    def test_of_that_kind_counts_as_one_where_the_profile_says_so(
        self, cplist: Cplist, profile: Callable[..., Path]
    ) -> None:
        path = profile(COUNTY, ("counts_as_superior: false", "counts_as_superior: true"))
        duties = {duty["id"]: duty for duty in cplist("coverage", path, "--json").data["duties"]}
        assert duties["4.3-06"]["status"] == "assigned"

    def test_of_an_old_profile_is_read_as_before_and_that_is_said(
        self, cplist: Cplist, profile: Callable[..., Path]
    ) -> None:
        old = profile(COUNTY, (", counts_as_superior: false", ""))
        said = cplist("check", old, "--json")
        assert "superior-open" in said.rules
        duties = {duty["id"]: duty for duty in cplist("coverage", old, "--json").data["duties"]}
        assert duties["4.3-06"]["status"] == "assigned"

    @pytest.mark.parametrize("name", ["village-bank", "life-insurer-listed"])
    def test_is_no_shareholder_in_silence(self, cplist: Cplist, profile: Callable[..., Path], name: str) -> None:
        """Whether the bank that founded it, or its group, counts as its superior is asked until it is written."""
        path = ROOT / "profiles" / f"{name}.yaml"
        kind = next(kind for kind in ("主发起行", "集团") if f"kind: {kind}}}" in path.read_text("utf-8"))
        assert "superior-open" in cplist("check", path, "--json").rules
        decided = profile(path, (f"kind: {kind}}}", f"kind: {kind}, counts_as_superior: true}}"))
        assert "superior-open" not in cplist("check", decided, "--json").rules

    def test_has_a_part_of_a_function_in_words(self, province: Build, letters: Build) -> None:
        said = "理财、基金、保险等代理产品的准入和定价由上级机构集中承担"
        assert (
            "集中承担产品研发职能中的理财、基金、保险等代理产品的准入和定价，"
            "个人金融部承担本地特色产品的设计和全部产品的宣传资料审核。" in province.document.text
        )
        assert said in paragraphs(letter(letters, "个人金融部"))


def test_subsidiaries_are_named_and_no_duty_is_put_on_them(county: Build) -> None:
    text = county.document.text
    assert "附属机构包括岱麓村镇银行股份有限公司、岱麓理财有限责任公司（理财子公司）。" in text
    assert "每半年报送消保工作情况" in text
    parties = {row["责任主体"] for row in county.book.rows("履职情况")}
    assert not [name for name in parties if "岱麓" in str(name)]


class TestAnIdThatIsReservedNow:
    def test_keeps_its_meaning_with_a_note(self, cplist: Cplist, tmp_path: Path) -> None:
        path = tmp_path / "old.yaml"
        path.write_text(_with_board_id(), "utf-8")
        said = cplist("check", path, "--json")
        found = said.data["findings"]
        assert [one["rule"] for one in found if one["rule"].startswith("profile-")] == ["profile-id-reserved-since"]
        duties = {duty["id"]: duty for duty in cplist("coverage", path, "--json").data["duties"]}
        assert any("board" in duty["responsible"] for duty in duties.values())

    def test_is_refused_where_the_body_is_written_down(self, cplist: Cplist, tmp_path: Path) -> None:
        path = tmp_path / "both.yaml"
        path.write_text(_with_board_id() + "  board: {meetings: 每年一次}\n", "utf-8")
        assert "profile-reserved-id" in cplist("check", path, "--json").rules


def _with_board_id() -> str:
    """A profile in which a department is called board, as one could before; its bodies stand last."""
    whole = COUNTY.read_text("utf-8")
    bodies = re.search(r"^bodies:\n(?:  .*\n)+", whole, re.MULTILINE)
    assert bodies
    rest = whole.replace(bodies[0], "").replace("id: office,", "id: board,").replace("[office]", "[board]")
    return rest + "bodies:\n  committee: {name: 消费者权益保护委员会, chair: chief, office: cp}\n"


@pytest.mark.parametrize("key", ["deputy_chairs: [nobody]", "members: [nobody]", "office_head: nobody"])
def test_who_belongs_to_a_body_is_somebody(key: str, cplist: Cplist, profile: Callable[..., Path]) -> None:
    path = profile(CITY_BANK, ("chair: chairman, office: consumer}", f"chair: chairman, {key}}}"))
    (rule,) = set(cplist("check", path, "--json").rules) - {"rules-not-run"}
    assert rule in ("profile-unknown-leader", "profile-unknown-id")
