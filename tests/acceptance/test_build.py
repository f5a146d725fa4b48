"""`cplist build` and its sisters, as a user runs them: what they write, say, and exit with."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from decided import DECISIONS

from .conftest import CITY_BANK, PACKS, TINY, Build, Builds, Cplist
from .reading import Book, Document, article_bookmark, bare

pytestmark = pytest.mark.slow

Profile = Callable[..., Path]
NOBODY_INSPECTS = (", functions: [risk]", "")
ONE_SCREEN = 24


@pytest.fixture
def with_gaps(profile: Profile) -> Path:
    """A bank where nobody can be asked about 第五条, and where 第三条 needs a fallback: two gaps, a warning."""
    return profile(TINY, NOBODY_INSPECTS, name="gaps.yaml")


@pytest.fixture
def decided(profile: Profile) -> Path:
    """The example, with all that it leaves open decided."""
    return profile(CITY_BANK, name="decided.yaml", more=DECISIONS)


@pytest.fixture
def broken(profile: Profile) -> Path:
    return profile(CITY_BANK, ("tier: legal_entity\n", "tier: legal_entitty\n"), name="broken.yaml")


# what is written


def test_the_files_have_their_names(city_bank: Build) -> None:
    assert city_bank.folder.name == "岱岳银行"
    assert {path.name for path in city_bank.folder.iterdir()} >= {
        "岱岳银行消费者权益保护工作责任制.docx",
        "岱岳银行消费者权益保护工作责任清单.xlsx",
        "岱岳银行责任地图.html",
        "build.json",
    }


def test_nothing_else_is_left_in_the_folder(city_bank: Build) -> None:
    outputs = {Path(output["path"]) for output in city_bank.said.data["builds"][0]["outputs"]}
    assert set(city_bank.folder.iterdir()) == outputs


def test_the_word_file_opens_and_begins_with_its_title(city_bank: Build) -> None:
    first = [line for line in city_bank.document.lines if line.style == "责任制标题"]
    assert "".join(line.text for line in first) == "岱岳银行股份有限公司消费者权益保护工作责任制"


def test_the_word_file_has_ten_chapters_and_its_annexes(city_bank: Build) -> None:
    styles = [line.style for line in city_bank.document.lines]
    assert styles.count("章") == 10
    assert styles.count("附件标识") >= 3
    assert len(city_bank.document.articles) >= 70


def test_the_workbook_opens_with_the_sheets_that_people_use(city_bank: Build) -> None:
    names = city_bank.book.xlsx.sheetnames
    assert {"责任清单", "履职情况", "责任定性", "岗位清单", "部门清单", "责任矩阵", "说明"} <= set(names)


def test_without_o_everything_goes_to_output(cplist: Cplist, tmp_path: Path) -> None:
    assert cplist("build", TINY, "--packs", PACKS, cwd=tmp_path).status == 0
    assert (tmp_path / "output" / "清溪村镇银行" / "build.json").is_file()


def test_a_folder_that_is_not_there_is_made(build: Builds, tmp_path: Path) -> None:
    assert build(TINY, tmp_path / "新的" / "文件夹").path("checklist").is_file()


@pytest.mark.parametrize("locale", ["C", "en_US.UTF-8", "zh_CN.GB18030", "tr_TR.UTF-8"])
def test_documents_are_chinese_in_any_locale(build: Builds, tiny: Build, tmp_path: Path, locale: str) -> None:
    ours = build(TINY, tmp_path, env={"LANG": locale, "LC_ALL": locale})
    assert ours.path("system").read_bytes() == tiny.path("system").read_bytes()
    assert ours.path("checklist").read_bytes() == tiny.path("checklist").read_bytes()


# build.json


def test_build_json_names_what_it_was_made_from(city_bank: Build) -> None:
    manifest = city_bank.manifest
    assert manifest["schema"] == "cplist.manifest/1"
    assert manifest["institution"] == "岱岳银行股份有限公司"
    assert manifest["pack"] == {"name": "shandong-2022-1", "version": "1.0.0"}
    assert set(manifest["build"]) >= {"id", "profile", "pack"}
    assert all(re.fullmatch(r"[0-9a-f]{16}", manifest["build"][key]) for key in ("id", "profile", "pack"))


def test_build_json_holds_the_fingerprints_of_the_files(city_bank: Build) -> None:
    for name, digest in city_bank.manifest["outputs"].items():
        assert hashlib.sha256((city_bank.folder / name).read_bytes()).hexdigest() == digest
    assert len(city_bank.manifest["outputs"]) >= 2


def test_build_json_holds_each_article_as_it_is_printed(city_bank: Build) -> None:
    printed = city_bank.document.articles
    kept = city_bank.manifest["articles"]
    assert [article["number"] for article in kept] == list(range(1, len(printed) + 1))
    for article in kept:
        lines = printed[article_bookmark(article["key"])]
        assert len(article["paragraphs"]) == len(lines)
        for kept_text, line in zip(article["paragraphs"], lines, strict=True):
            assert line.anchors or bare(kept_text) == bare(line.text)


def test_the_files_carry_the_id_of_their_build(city_bank: Build) -> None:
    mark = city_bank.manifest["build"]["id"]
    properties = {one.name: one.value for one in city_bank.book.xlsx.custom_doc_props.props}
    assert properties["cplist.build"] == mark
    custom = next(
        part.blob.decode()
        for part in city_bank.document.docx.part.package.iter_parts()
        if part.partname == "/docProps/custom.xml"
    )
    assert mark in custom


# what is said


def test_json_is_the_whole_of_stdout(city_bank: Build) -> None:
    said = city_bank.said.data
    assert said["schema"] == "cplist.build/1"
    (built,) = said["builds"]
    assert set(built) >= {"profile", "institution", "outputs", "summary", "findings"}
    assert built["profile"] == str(CITY_BANK)
    assert built["institution"] == "岱岳银行股份有限公司"


def test_json_gives_each_output_with_its_fingerprint(city_bank: Build) -> None:
    outputs = city_bank.said.data["builds"][0]["outputs"]
    assert [output["kind"] for output in outputs][:2] == ["system", "checklist"]
    assert outputs[-1]["kind"] == "manifest"
    for output in outputs:
        assert set(output) >= {"kind", "path", "sha256"}
        assert hashlib.sha256(Path(output["path"]).read_bytes()).hexdigest() == output["sha256"]


def test_json_counts_every_duty(city_bank: Build, catalogue: dict[str, Any]) -> None:
    summary = city_bank.said.data["builds"][0]["summary"]
    assert set(summary) == {"assigned", "superior", "not_applicable", "statement", "ground", "gap"}
    assert sum(summary.values()) == sum(len(clause["duties"]) for clause in catalogue["clauses"])
    assert summary["gap"] == 0


def test_a_finding_has_its_keys(cplist: Cplist, broken: Path) -> None:
    (found, *_) = cplist("check", broken, "--json").data["findings"]
    assert set(found) >= {"rule", "severity", "file", "line", "column", "path", "message", "hint"}
    line = broken.read_text("utf-8").split("\n")[found["line"] - 1]
    assert line[found["column"] - 1 :].startswith("legal_entitty")
    assert (found["severity"], found["file"], found["path"]) == ("error", str(broken), "institution.tier")


def test_findings_are_printed_with_their_places(cplist: Cplist, broken: Path) -> None:
    said = cplist("check", broken)
    (line, *_) = said.err.split("\n")
    assert re.match(rf"{re.escape(str(broken))}:9:9 institution\.tier .+ \[[a-z-]+\]$", line), line


def test_after_a_build_one_screen_says_what_came_of_it(cplist: Cplist, with_gaps: Path, tmp_path: Path) -> None:
    said = cplist("build", with_gaps, "--packs", PACKS, "-o", tmp_path / "out")
    assert said.status == 0
    assert len(said.out.splitlines()) <= ONE_SCREEN
    for path in (tmp_path / "out" / "清溪村镇银行").iterdir():
        assert str(path) in said.out
    for words in ("清溪村镇银行有限责任公司", "落到主体 7", "上级实施 0", "不适用 1", "缺口 2", "3个警告"):
        assert words in said.out


def test_findings_go_to_stderr_and_results_to_stdout(cplist: Cplist, with_gaps: Path, tmp_path: Path) -> None:
    said = cplist("build", with_gaps, "--packs", PACKS, "-o", tmp_path)
    assert said.err.count("[gap]") == 2
    assert "[gap]" not in said.out


def test_an_english_locale_gets_english_messages(cplist: Cplist, with_gaps: Path) -> None:
    said = cplist("check", with_gaps, "--packs", PACKS, env={"LANG": "en_US.UTF-8"})
    assert "warning nobody is responsible for 5-01" in said.err
    assert "note optional items are not decided yet" in said.err
    assert "note 6 duties have nobody to supervise them" in said.err
    assert "0 errors, 3 warnings, 2 notes" in said.out


def test_chinese_comes_out_of_an_ascii_terminal(cplist: Cplist) -> None:
    said = cplist("clauses", env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert said.status == 0
    assert "五个亲自" in said.out


def test_the_version_is_told(cplist: Cplist) -> None:
    assert re.fullmatch(r"cplist \d+\.\d+\.\d+\n", cplist("--version").out)


# exit statuses


@pytest.mark.parametrize("command", ["build", "check", "coverage"])
def test_a_profile_that_is_not_there_is_status_2(cplist: Cplist, tmp_path: Path, command: str) -> None:
    said = cplist(command, tmp_path / "nowhere.yaml")
    assert said.status == 2
    assert "nowhere.yaml" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["nonsense"],
        ["build", "--nonsense", CITY_BANK],
        ["build", CITY_BANK, "--fail-on", "notes"],
        ["build", "-", "-"],
        ["check"],
        ["clauses", "--pack", "no-such-pack"],
    ],
    ids=lambda arguments: " ".join(str(part) for part in arguments)[:30],
)
def test_bad_usage_is_status_2(cplist: Cplist, tmp_path: Path, arguments: list[str]) -> None:
    said = cplist(*arguments, cwd=tmp_path)
    assert said.status == 2
    assert said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["build", "check", "coverage"])
def test_an_error_in_the_profile_is_status_1(cplist: Cplist, broken: Path, tmp_path: Path, command: str) -> None:
    said = cplist(command, broken, cwd=tmp_path)
    assert said.status == 1
    assert "[profile-not-allowed]" in said.err
    assert not (tmp_path / "output").exists()


def test_a_syntax_error_stands_alone(cplist: Cplist, tmp_path: Path) -> None:
    path = tmp_path / "syntax.yaml"
    path.write_text("schema: 9\ninstitution: {name: 甲银行\nleaders: []\n", "utf-8")
    said = cplist("check", path, "--json")
    assert (said.status, said.rules) == (1, ["yaml-bracket"])


def test_all_errors_come_at_once_and_say_what_did_not_run(cplist: Cplist, profile: Profile) -> None:
    path = profile(
        CITY_BANK,
        ("type: city_bank", "type: city_bnak"),
        ("interpreter: consumer", "interpreter: nobody"),
        ("duty: 1.1-08", "duty: 1.1-88"),
    )
    said = cplist("check", path, "--json")
    assert said.status == 1
    unknown = {"profile-unknown-department", "profile-unknown-duty"}
    assert set(said.rules) == {"profile-not-allowed", *unknown, "rules-not-run"}


@pytest.mark.parametrize("command", ["check", "coverage", "build"])
def test_gaps_and_warnings_alone_are_status_0(
    cplist: Cplist, with_gaps: Path, tmp_path: Path, command: str
) -> None:
    assert cplist(command, with_gaps, "--packs", PACKS, cwd=tmp_path).status == 0


@pytest.mark.parametrize("command", ["check", "coverage", "build"])
@pytest.mark.parametrize("kind", ["gap", "warning"])
def test_fail_on_makes_them_status_1(
    cplist: Cplist, with_gaps: Path, tmp_path: Path, command: str, kind: str
) -> None:
    assert cplist(command, with_gaps, "--packs", PACKS, "--fail-on", kind, cwd=tmp_path).status == 1


@pytest.mark.parametrize("kind", ["gap", "warning"])
def test_fail_on_lets_the_city_bank_pass(cplist: Cplist, kind: str) -> None:
    assert cplist("check", CITY_BANK, "--fail-on", kind).status == 0


def test_a_build_that_fails_on_something_still_writes(cplist: Cplist, with_gaps: Path, tmp_path: Path) -> None:
    assert cplist("build", with_gaps, "--packs", PACKS, "-o", tmp_path, "--fail-on", "gap").status == 1
    assert (tmp_path / "清溪村镇银行" / "build.json").is_file()


def test_a_warning_that_is_no_gap_fails_on_warning_only(cplist: Cplist) -> None:
    assert cplist("check", TINY, "--packs", PACKS, "--fail-on", "gap").status == 0
    assert cplist("check", TINY, "--packs", PACKS, "--fail-on", "warning").status == 1


def test_a_note_never_fails(cplist: Cplist, profile: Profile) -> None:
    path = profile(TINY, (", functions: [office]", ""), ("functions: [risk]", "functions: [audit, operations]"))
    said = cplist("check", path, "--packs", PACKS, "--json", "--fail-on", "warning")
    assert {found["severity"] for found in said.data["findings"]} == {"note"}
    assert said.status == 0


def test_a_bug_of_ours_is_status_101_and_says_so(cplist: Cplist, tmp_path: Path) -> None:
    planted = "import zipfile\ndef broken(*_): raise RuntimeError('planted')\nzipfile.ZipFile.writestr = broken\n"
    (tmp_path / "sitecustomize.py").write_text(planted)
    said = cplist("build", TINY, "--packs", PACKS, "-o", tmp_path / "out", env={"PYTHONPATH": str(tmp_path)})
    assert said.status == 101
    assert "planted" in said.err
    assert not (tmp_path / "out").exists()


# several profiles, standard input, folders


def test_a_dash_is_standard_input(cplist: Cplist, tiny: Build, tmp_path: Path) -> None:
    said = cplist("build", "-", "--packs", PACKS, "-o", tmp_path, "--json", stdin=TINY.read_bytes())
    assert said.status == 0
    assert said.data["builds"][0]["profile"] == "-"
    ours, theirs = tmp_path / "清溪村镇银行", tiny.folder
    assert {path.name: path.read_bytes() for path in ours.iterdir()} == {
        path.name: path.read_bytes() for path in theirs.iterdir()
    }


@pytest.mark.parametrize("command", ["check", "coverage"])
def test_a_dash_is_standard_input_elsewhere_too(cplist: Cplist, command: str) -> None:
    assert cplist(command, "-", "--packs", PACKS, stdin=TINY.read_bytes()).status == 0


@pytest.mark.parametrize("broken_first", [True, False])
def test_a_broken_profile_stops_no_other(cplist: Cplist, broken: Path, tmp_path: Path, broken_first: bool) -> None:
    profiles = [broken, TINY] if broken_first else [TINY, broken]
    said = cplist("build", *profiles, "--packs", PACKS, "-o", tmp_path / "out", "--json")
    assert said.status == 1
    built = {entry["profile"]: entry for entry in said.data["builds"]}
    assert list(built) == [str(path) for path in profiles]
    assert (built[str(broken)]["outputs"], built[str(broken)]["institution"]) == ([], None)
    assert [found["severity"] for found in built[str(broken)]["findings"]].count("error") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["清溪村镇银行"]
    assert len(built[str(TINY)]["outputs"]) == 4


def test_a_missing_profile_stops_no_other(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("build", tmp_path / "nowhere.yaml", TINY, "--packs", PACKS, "-o", tmp_path / "out", "--json")
    assert said.status == 2
    assert [len(entry["outputs"]) for entry in said.data["builds"]] == [0, 4]


def test_two_profiles_for_one_folder_are_an_error(cplist: Cplist, profile: Profile, tmp_path: Path) -> None:
    other = profile(TINY, ("清溪村镇银行有限责任公司（虚构）", "另一家银行（虚构）"))
    said = cplist("build", TINY, other, "--packs", PACKS, "-o", tmp_path / "out", "--json")
    first, second = said.data["builds"]
    assert said.status == 1
    assert len(first["outputs"]) == 4
    assert second["outputs"] == []
    assert "same-folder" in [found["rule"] for found in second["findings"]]
    manifest = json.loads((tmp_path / "out" / "清溪村镇银行" / "build.json").read_bytes())
    assert manifest["institution"] == "清溪村镇银行有限责任公司（虚构）"


def test_the_folder_of_another_institution_is_refused(cplist: Cplist, profile: Profile, tmp_path: Path) -> None:
    assert cplist("build", TINY, "--packs", PACKS, "-o", tmp_path).status == 0
    before = {path: path.read_bytes() for path in (tmp_path / "清溪村镇银行").iterdir()}
    other = profile(TINY, ("清溪村镇银行有限责任公司（虚构）", "另一家银行（虚构）"))
    said = cplist("build", other, "--packs", PACKS, "-o", tmp_path, "--json")
    assert said.status == 1
    assert "folder-other" in said.rules
    assert {path: path.read_bytes() for path in (tmp_path / "清溪村镇银行").iterdir()} == before


@pytest.mark.parametrize(
    "short_name",
    [
        "../../../tmp/evil",
        "/etc/passwd",
        "..",
        ".",
        "C:\\Windows\\system32",
        "CON",
        "nul.txt",
        'a/b\\c:d*e?f"g<h>i|j',
        "  前后有空格  ",
        "结尾有点...",
        "很长" * 150,
        "-o",
        "~$锁",
    ],
    ids=lambda name: name[:12],
)
def test_a_hostile_short_name_stays_in_the_folder(cplist: Cplist, tmp_path: Path, short_name: str) -> None:
    quoted = json.dumps(short_name, ensure_ascii=False)
    text = TINY.read_text("utf-8").replace("short_name: 清溪村镇银行", f"short_name: {quoted}")
    out = tmp_path / "deep" / "down" / "out"
    said = cplist("build", "-", "--packs", PACKS, "-o", out, "--json", stdin=text.encode())
    assert said.status == 0, said.err
    (folder,) = out.iterdir()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(folder.iterdir())
    for path in (folder, *folder.iterdir()):
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name)
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", path.name)
        assert path.name == path.name.strip(" .")
        assert len(path.name.encode()) <= 255
    outputs = {output["kind"]: Path(output["path"]) for output in said.data["builds"][0]["outputs"]}
    assert Document(outputs["system"]).lines
    assert Book(outputs["checklist"]).rows("责任清单")


# clauses, coverage, check


def test_coverage_has_its_keys(coverage: dict[str, Any]) -> None:
    assert coverage["schema"] == "cplist.coverage/1"
    assert coverage["institution"] == "岱岳银行股份有限公司"
    for duty in coverage["duties"]:
        assert set(duty) >= {"id", "status", "reason", "rule", "articles"}
        assert set(duty) >= {"responsible", "supporting", "overseen_by", "supervised_by"}
        assert all(set(article) == {"key", "number"} for article in duty["articles"])


def test_coverage_is_also_shown_to_people(cplist: Cplist, with_gaps: Path) -> None:
    said = cplist("coverage", with_gaps, "--packs", PACKS)
    assert "清溪村镇银行有限责任公司" in said.out
    assert re.search(r"5-01\s+缺口", said.out) and re.search(r"2-01\s+不适用", said.out)


def test_check_writes_nothing(cplist: Cplist, decided: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    said = cplist("check", decided, cwd=tmp_path)
    assert said.status == 0
    assert sorted(tmp_path.iterdir()) == before
    assert said.out.strip() == "没有发现问题" and said.err == ""


def test_check_as_json(cplist: Cplist, decided: Path) -> None:
    assert cplist("check", decided, "--json").data == {"schema": "cplist.findings/1", "findings": []}


def test_check_notes_what_the_profile_leaves_open_and_nothing_else(cplist: Cplist) -> None:
    found = cplist("check", CITY_BANK, "--json").data["findings"]
    assert {one["severity"] for one in found} == {"note"}
    assert Counter(one["rule"] for one in found) == {"options-open": 1, "own-rule-open": 3, "fact-open": 1}
