"""A profile as a form (.xlsx), as a user works with it: written, filled in, checked, built, turned into YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cplist.yamldoc.document import read

from .conftest import ROOT, Cplist
from .test_map import Page

pytestmark = pytest.mark.slow

BROKER = ROOT / "profiles" / "insurance-broker.yaml"


@pytest.fixture(scope="module")
def form(cplist: Cplist, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of the broker among the examples."""
    file = tmp_path_factory.mktemp("form") / "经纪.xlsx"
    said = cplist("convert", BROKER, "-o", file)
    assert said.status == 0, said.err
    return file


def saved(form: Path, file: Path, **cells: object) -> Path:
    """The form with other texts in those cells (sheet_cell), saved under another name."""
    book = load_workbook(form)
    for place, value in cells.items():
        sheet, cell = place.split("_")
        book[sheet][cell] = value
    book.save(file)
    return file


def test_a_form_says_of_each_mistake_in_which_cell_it_is(cplist: Cplist, form: Path, tmp_path: Path) -> None:
    slips = {
        "机构_C7": "保险经纪",
        "负责人_C6": None,
        "负责人_J7": "whoever",
        "部门_C8": None,
        "文件_C5": "2026-13-01",
    }
    said = cplist("check", saved(form, tmp_path / "p.xlsx", **slips))
    assert said.status == 1
    places = [line.split(" ")[0].partition("p.xlsx:")[2] for line in said.err.splitlines() if "[profile-" in line]
    assert set(places) >= {"机构!C7", "负责人!C6", "负责人!J7", "部门!C8", "文件!C5"}


def test_a_form_as_people_fill_it_in_has_each_mistake_at_its_cell(cplist: Cplist, tmp_path: Path) -> None:
    """Lines inserted, a sheet renamed, a column moved away, cells merged, other widths, blanks behind choices."""
    file = tmp_path / "经纪.xlsx"
    cplist("init", "--xlsx", "--yes", "--type", "insurance_intermediary", "--tier", "legal_entity", "-o", file)
    book = load_workbook(file)
    own, papers, leaders, levels, departments = (book[name] for name in ("机构", "文件", "负责人", "层级", "部门"))
    own["C4"], own["C5"], own["C7"] = "鲁海保险经纪股份有限公司（虚构）", "鲁海经纪", "保险专业中介机构 "
    papers["C5"], papers["C6"] = "2026年12月1日", "２０２７－０１－０１"
    leaders["B8"], leaders["E9"], leaders["G10"] = "ｃｏｎ ｄｅｐ", "x", "√ "
    leaders["J9"], leaders["J10"] = "业务发展部，product", "risk compliance;technologyx"
    leaders.insert_rows(8)
    leaders["B8"], leaders["C8"], leaders["G8"] = "assistant", "总经理助理", "√"
    leaders.merge_cells("D9:D10")
    departments.title = "内设部门"
    departments["C9"] = "运营管理部"
    departments.move_range("H1:H25", cols=60)
    levels["D7"], levels["B8"], levels["B9"], levels["C9"] = "３家", "营业网点 ", "支公司", "支公司"
    book.create_sheet("备忘")["A1"] = "法务的备忘"
    book.save(file)
    seen = {}
    for language in ("zh", "en"):
        said = cplist("check", file, "--json", env={"CPLIST_LANG": language})
        found = [one for one in said.data["findings"] if one["severity"] != "note"]
        assert all(one["message"] for one in found)
        seen[language] = {(f"{one['sheet']}!{one['cell']}", one["rule"]) for one in found}
    assert (
        seen["zh"]
        == seen["en"]
        == {
            ("层级!D7", "profile-wrong-count"),
            ("层级!B9", "profile-not-allowed"),
            ("负责人!B9", "profile-wrong-id"),
            ("负责人!E10", "form-unclear-tick"),
            ("负责人!J11", "profile-unknown-department"),
            ("备忘!A1", "form-sheet-unread"),
        }
    )
    levels["D7"], levels["B9"], levels["C9"] = 3, None, None
    leaders["B9"], leaders["E10"], leaders["J11"] = "consumer_deputy", None, "risk、compliance、technology"
    book.save(file)
    said = cplist("check", file, "--json", env={"CPLIST_LANG": "zh"})
    found = {f"{one['sheet']}!{one['cell']}": one for one in said.data["findings"] if one["severity"] == "warning"}
    assert found["内设部门!C9"]["rule"] == "parties-alike"
    assert "“分管部门”" in found["负责人!B8"]["hint"] and "oversees" not in found["负责人!B8"]["hint"]
    resolved = cplist("check", file, "--resolved", "--json").data["resolved"]
    assert (resolved["document"]["date"], resolved["document"]["effective"]) == ("2026-12-01", "2027-01-01")
    assert resolved["leaders"][4]["oversees"] == ["business", "product"]


def test_a_form_builds_what_its_yaml_builds(cplist: Cplist, form: Path, tmp_path: Path) -> None:
    built = [
        cplist("build", profile, "-o", tmp_path / name, "--only", "map", "--json")
        for name, profile in (("a", BROKER), ("b", form))
    ]
    assert [said.status for said in built] == [0, 0]
    maps = [dict(Page(next((tmp_path / name).rglob("*.html"))).data) for name in ("a", "b")]
    found = [[one["rule"] for one in data.pop("findings")] for data in maps]  # whose advice names sheets, not keys
    assert maps[0] == maps[1]
    assert sorted(found[0]) == sorted(found[1])
    covered = cplist("coverage", form, "--json")
    assert covered.data["duties"] == cplist("coverage", BROKER, "--json").data["duties"]


def test_a_form_comes_back_as_yaml(cplist: Cplist, form: Path, tmp_path: Path) -> None:
    assert cplist("convert", form, "-o", tmp_path / "p.yaml").status == 0
    text = (tmp_path / "p.yaml").read_bytes()
    assert read(text, "p")[0].data == read(BROKER.read_bytes(), "p")[0].data
    assert (tmp_path / "cplist.schema.json").is_file()
    assert cplist("convert", form, "-o", "-").out == text.decode()
    assert cplist("check", tmp_path / "p.yaml").status == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("convert", "PROFILE", "-o", "there.xlsx"), 2, "there.xlsx exists"),
        (("convert", "PROFILE", "-o", "new.yaml"), 2, "is YAML already"),
        (("convert", "PROFILE", "-o", "new.docx"), 2, "new.docx"),
        (("convert", "there.xlsx", "-o", "new.yaml"), 1, "workbook-unreadable"),
        (("init", "--blank"), 2, "ends in .xlsx"),
        (("init", "--blank", "-o", "there.xlsx"), 2, "there.xlsx exists"),
        (("init", "--xlsx", "-o", "new.yaml"), 2, "ends in .xlsx, not new.yaml"),
        (("init", "--xlsx", "--yes", "--type", "city_bank", "--tier", "outlet"), 2, "ends in .xlsx"),
    ],
)
def test_nothing_is_written_over_or_guessed(
    cplist: Cplist, tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    words = [str(BROKER) if word == "PROFILE" else word for word in arguments]
    answer = cplist(*words, cwd=tmp_path, env={"CPLIST_LANG": "en"})
    assert answer.status == status
    assert said in answer.err
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"there.xlsx": b"mine"}


def test_what_does_not_come_across_is_named(cplist: Cplist, tmp_path: Path) -> None:
    """Comments, a base named from another folder, a key that the format doesn't know."""
    (tmp_path / "p.yaml").write_text("schema: 1\nextends: ../base.yaml  # 基础\nplan: 甲\n", "utf-8")
    (tmp_path / "new").mkdir()
    said = cplist("convert", "p.yaml", "-o", "new/p.xlsx", "--json", cwd=tmp_path)
    assert {found["rule"] for found in said.data["findings"]} == {
        *("convert-comments", "convert-extends", "convert-changed", "convert-written"),
    }
    lost = next(found for found in said.data["findings"] if found["rule"] == "convert-changed")
    assert (lost["path"], lost["line"]) == ("plan", 3)


def test_init_writes_what_it_writes_as_yaml(cplist: Cplist, tmp_path: Path) -> None:
    pair = ("--yes", "--type", "insurance_intermediary", "--tier", "legal_entity")
    assert cplist("init", *pair, "-o", tmp_path / "p.xlsx").status == 0
    assert cplist("init", *pair, "-o", tmp_path / "p.yaml").status == 0
    back = cplist("convert", tmp_path / "p.xlsx", "-o", "-").out
    assert read(back.encode(), "p")[0].data == read((tmp_path / "p.yaml").read_bytes(), "p")[0].data


def test_a_form_may_stand_over_yaml_and_come_from_standard_input(
    cplist: Cplist, form: Path, tmp_path: Path
) -> None:
    (tmp_path / "base.yaml").write_bytes(BROKER.read_bytes())
    (tmp_path / "top.yaml").write_text(
        "schema: 1\nextends: base.yaml\ndocument: {number: 某发〔2026〕1号}\n", "utf-8"
    )
    assert cplist("convert", tmp_path / "top.yaml", "-o", tmp_path / "top.xlsx").status == 0
    said = cplist("check", tmp_path / "top.xlsx", "--resolved", "--json")
    assert said.status == 0
    assert said.data["resolved"]["document"]["number"] == "某发〔2026〕1号"
    assert said.data["places"]["document.number"].endswith("top.xlsx:文件!C4")
    assert said.data["places"]["institution.name"].endswith("base.yaml:6:9")
