"""Many profiles in one command: folders and tables, several processes, what is unchanged is left alone."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from command import Cplist
from openpyxl import Workbook, load_workbook

from cplist.core.messages import catalogue

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
OUTLET = ROOT / "profiles" / "outlet.yaml"
ONLY = ("--only", "system")
NAMES = ("城南支行", "城北支行", "城东支行")


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """Three outlets over one base, and a profile that is broken."""
    folder = tmp_path / "clients"
    folder.mkdir()
    shutil.copy(OUTLET, folder / "base.yaml")
    for number, name in enumerate(NAMES):
        text = f"schema: 1\nextends: base.yaml\ninstitution: {{name: 某某银行{name}, short_name: {name}}}\n"
        (folder / f"{number}.yaml").write_text(text, "utf-8")
    (folder / "9.yaml").write_text("schema: 1\ninstitution: {type: nothing}\n", "utf-8")
    return tmp_path


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_folder_is_built_and_only_what_changed_is_made_again(clients: Path, cplist: Cplist) -> None:
    def build(*more: str) -> dict[str, int]:
        said = cplist("build", "clients", "-o", "out", *ONLY, *more, "--json", cwd=clients)
        assert said.status == 1, said.err
        return dict(said.data["counts"])

    nobody = {"built": 0, "unchanged": 0, "failed": 1, "passed_over": 1}
    assert build() == {**nobody, "built": 3}
    first = hashes(clients / "out")
    assert build("--summary", "result.csv") == {**nobody, "unchanged": 3}
    assert hashes(clients / "out") == first
    rows = list(csv.DictReader((clients / "result.csv").read_text("utf-8-sig").splitlines()))
    assert [row["结果"] for row in rows] == ["未变化", "未变化", "未变化", "未生成"]
    assert "9.yaml" in rows[3]["第一个错误"] and rows[0]["文件夹"] == str(Path("out/城南支行"))

    with (clients / "clients" / "1.yaml").open("a", encoding="utf-8") as file:
        file.write("document: {number: 城北〔2027〕1号}\n")
    assert build() == {**nobody, "built": 1, "unchanged": 2}
    (document,) = (clients / "out" / "城东支行").glob("*.docx")
    written = document.read_bytes()
    document.write_bytes(b"")
    said = cplist("build", "clients", "-o", "out", *ONLY, "--json", cwd=clients)
    assert said.data["counts"] == {**nobody, "built": 1, "unchanged": 2}
    assert document.read_bytes() == b"" and written in [p.read_bytes() for p in document.parent.glob("*.新.docx")]
    assert build("--force") == {**nobody, "built": 3}


def test_what_another_pack_or_request_gives_is_made(clients: Path, cplist: Cplist) -> None:
    (clients / "clients" / "9.yaml").unlink()

    def counts(*words: str) -> tuple[int, int]:
        said = cplist("build", "clients", "-o", "out", *words, "--json", cwd=clients)
        return said.data["counts"]["built"], said.data["counts"]["unchanged"]

    assert counts(*ONLY) == (3, 0)
    assert counts(*ONLY, "--annotate") == (3, 0)
    assert counts(*ONLY) == (3, 0)  # the comments are gone again
    assert counts("--only", "memo") == (3, 0)
    assert counts("--only", "memo") == counts(*ONLY) == (0, 3)


def test_a_map_shows_a_workbook_that_changed(clients: Path, cplist: Cplist) -> None:
    for number in (1, 2, 9):
        (clients / "clients" / f"{number}.yaml").unlink()

    def map_() -> str:
        said = cplist("build", "clients", "-o", "out", "--only", "map", "--json", cwd=clients)
        return next(outcome for outcome, count in said.data["counts"].items() if count)

    assert [map_(), map_()] == ["built", "unchanged"]
    cplist("build", "clients", "-o", "out", "--only", "checklist", cwd=clients)
    assert [map_(), map_()] == ["built", "unchanged"]
    (book,) = (clients / "out" / "城南支行").glob("*.xlsx")
    filled = load_workbook(book)
    filled["从这里开始"]["A60"] = "看过"
    filled.save(book)
    assert map_() == "built"


def test_one_job_and_several_give_the_same_bytes(clients: Path, cplist: Cplist) -> None:
    for jobs in ("1", "3"):
        said = cplist("build", "clients", "-o", f"out{jobs}", *ONLY, "--jobs", jobs, cwd=clients)
        assert said.status == 1
        assert "生成3份，未生成1份，不是单独档案的文件1个未计入" in said.out
        (failure,) = [line for line in said.out.splitlines() if line.startswith("  clients/9.yaml：")]
        assert "第一个是：" in failure
    one = hashes(clients / "out1")
    assert one == hashes(clients / "out3")
    assert len(one) == 6


def test_a_table_over_a_base(clients: Path, cplist: Cplist) -> None:
    table = Workbook()
    sheet = table.worksheets[0]
    for row in (
        ["institution.name", "institution.short_name", "document.date"],
        *([f"某某银行{name}", name, "2027-01-01"] for name in NAMES),
        ["某某银行城西支行", "城西支行", "昨天"],
    ):
        sheet.append(row)
    table.save(clients / "机构.xlsx")
    words = ("--table", "机构.xlsx", "--base", "clients/base.yaml", "-o", "out", "--summary", "r/结果.xlsx")
    said = cplist("build", *words, *ONLY, "--jobs", "2", "--json", cwd=clients)
    assert said.status == 1
    assert (said.data["counts"]["built"], said.data["counts"]["failed"]) == (3, 1)
    wrong = [found for found in said.data["builds"][3]["findings"] if found["severity"] == "error"]
    assert [(found["file"], found["cell"]) for found in wrong] == [("机构.xlsx", "C5")]
    assert [one["institution"] for one in said.data["builds"][:3]] == [f"某某银行{name}" for name in NAMES]
    result = load_workbook(clients / "r" / "结果.xlsx").worksheets[0]
    assert [cell.value for cell in result["C"]] == ["结果", "已生成", "已生成", "已生成", "未生成"]
    assert cplist("check", *words[:4], "--json", cwd=clients).data["findings"]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--table", "x.xlsx"), "table-without-base"),
        (("--base", "clients/base.yaml"), "table-without-base"),
        (("--table", "x.xlsx", "--base", "clients/base.yaml"), "file-unreadable"),
        (("--table", "clients/base.yaml", "--base", "none.yaml"), "file-unreadable"),
        (("clients/*.toml",), "portfolio-empty"),
        (("clients", "--summary", "r.docx"), "summary-format"),
        (("clients", "--carry", "x.xlsx"), "carry-several"),
        ((), "usage-missing"),
    ],
)
def test_what_can_not_be_done_is_said(words: tuple[str, ...], rule: str, clients: Path, cplist: Cplist) -> None:
    said = cplist("build", *words, "-o", "out", *ONLY, cwd=clients)
    assert said.status == 2
    assert not (clients / "out").exists()
    assert re.search(re.sub(r"\{\w+\}", ".*", catalogue()[rule]["zh"]), said.err), said.err


def test_a_list_on_standard_input_is_checked(clients: Path, cplist: Cplist) -> None:
    said = cplist("check", "-", "--jobs", "2", stdin=b"clients/0.yaml\nclients/9.yaml\n", cwd=clients)
    assert said.status == 1
    assert "合计：检查2份" in said.out and "clients/9.yaml：" in said.out
    assert not (clients / "out").exists()


def test_build_json_says_what_the_files_were_made_from(clients: Path, cplist: Cplist) -> None:
    (clients / "clients" / "9.yaml").unlink()
    cplist("build", "clients", "-o", "out", *ONLY, cwd=clients)
    shutil.copytree(clients / "clients", clients / "elsewhere")
    cplist("build", "elsewhere", "-o", "other", *ONLY, cwd=clients)
    assert hashes(clients / "out") == hashes(clients / "other")
    made = json.loads((clients / "out" / "城南支行" / "build.json").read_text("utf-8"))["made"]["system"]
    assert made["files"] == {name: hashes(clients / "out" / "城南支行")[name] for name in made["files"]}
    assert made["called"] == "某某银行城南支行（城市商业银行·支行）"
