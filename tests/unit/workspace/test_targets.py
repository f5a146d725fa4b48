"""The disk around a build: what a person changed is kept, build.json comes last, nothing is half written."""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cplist.carryover.plan import CarryOverPlan, Cell, Placement, UserCell
from cplist.carryover.previous import CarryOver
from cplist.carryover.reasons import Reason
from cplist.core.findings import InputError, Severity
from cplist.core.journal import JOURNAL
from cplist.core.messages import message
from cplist.documents.job import Inputs
from cplist.pipeline import Built, build
from cplist.workspace import targets
from cplist.workspace.batch import Builder
from cplist.workspace.manifest import MANIFEST
from cplist.workspace.targets import Output, look, other_institution, previous_workbook, store

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
ANSWER = UserCell(Cell("履职情况", 3, 2), "已完成", "履职情况")
CARRIED = CarryOver(plan=CarryOverPlan(placed=(Placement(ANSWER, Reason.SAME_KEY),)))
LISTED = CarryOver(plan=CarryOverPlan(placed=(Placement(ANSWER, Reason.GONE),)))


@pytest.fixture(scope="module")
def built() -> Built:
    """A small institution's files, from the tests' own pack."""
    builder = Builder([PACKS])
    return build(Inputs(builder.profile(str(PACKS / "tiny-profile.yaml")), builder.pack("tiny")))


def changed(built: Built, **files: bytes) -> Built:
    outputs = [replace(file, content=files.get(file.kind, file.content)) for file in built.outputs]
    return replace(built, outputs=tuple(outputs))


def stored(built: Built, folder: Path) -> tuple[list[Output], list[str]]:
    found, findings = store(built, look(folder))
    return found, [finding.rule for finding in findings]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def docx(built: Built) -> str:
    return built.file("system").name


@pytest.fixture
def xlsx(built: Built) -> str:
    return built.file("checklist").name


@pytest.fixture
def html(built: Built) -> str:
    return built.file("map").name


class TestAFirstBuild:
    def test_writes_its_files_and_build_json(self, built: Built, tmp_path: Path, docx: str) -> None:
        found, findings = stored(built, tmp_path / "甲")
        assert names(tmp_path / "甲") == sorted([*built.files, MANIFEST])
        assert [output.kind for output in found] == ["system", "checklist", "map", "manifest"]
        assert findings == []
        assert (tmp_path / "甲" / docx).read_bytes() == built.file("system").content

    def test_says_the_digest_of_each(self, built: Built, tmp_path: Path) -> None:
        for output in stored(built, tmp_path)[0]:
            assert hashlib.sha256(output.path.read_bytes()).hexdigest() == output.sha256

    def test_writes_build_json_last(self, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        order: list[str] = []
        write = targets.write_whole
        monkeypatch.setattr(targets, "write_whole", lambda path, data: (order.append(path.name), write(path, data)))
        stored(built, tmp_path)
        assert order[-1] == MANIFEST
        assert len(order) == 4

    def test_leaves_in_build_json_what_the_next_one_needs(self, built: Built, tmp_path: Path, docx: str) -> None:
        stored(built, tmp_path)
        manifest = json.loads((tmp_path / MANIFEST).read_bytes())
        assert manifest["institution"] == built.draft.institution.name
        assert manifest["outputs"][docx] == hashlib.sha256(built.file("system").content).hexdigest()
        assert [article["key"] for article in manifest["articles"]] == [a.key for a in built.draft.text.articles]
        assert all(article["paragraphs"] for article in manifest["articles"])
        assert {"id", "profile", "pack", "program"} <= manifest["build"].keys()

    def test_names_its_files_after_the_institution(self, docx: str, xlsx: str, html: str, built: Built) -> None:
        assert docx == f"{built.draft.institution.short_name}网点接待制度（虚构）.docx"
        assert xlsx == f"{built.draft.institution.short_name}网点接待清单（虚构）.xlsx"
        assert html == f"{built.draft.institution.short_name}责任地图.html"


class TestTheSameBuildAgain:
    def test_writes_nothing(self, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stored(built, tmp_path)
        before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
        monkeypatch.setattr(targets, "write_whole", lambda path, _: pytest.fail(f"wrote {path}"))
        assert stored(built, tmp_path)[1] == []
        assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before

    def test_gives_the_same_build_json(self, built: Built, tmp_path: Path) -> None:
        stored(built, tmp_path / "a")
        stored(built, tmp_path / "b")
        stored(built, tmp_path / "b")
        assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()


class TestANewBuild:
    def test_replaces_what_nobody_changed(self, built: Built, tmp_path: Path, docx: str, xlsx: str) -> None:
        stored(built, tmp_path)
        assert stored(changed(built, system=b"new", checklist=b"new"), tmp_path)[1] == []
        assert names(tmp_path) == sorted([*built.files, MANIFEST])
        assert (tmp_path / docx).read_bytes() == (tmp_path / xlsx).read_bytes() == b"new"

    def test_keeps_a_document_that_a_person_changed(self, built: Built, tmp_path: Path, docx: str) -> None:
        stored(built, tmp_path)
        (tmp_path / docx).write_bytes(b"edited")
        found, findings = store(changed(built, system=b"new"), look(tmp_path))
        beside = docx.replace(".docx", ".新.docx")
        assert (tmp_path / docx).read_bytes() == b"edited"
        assert (tmp_path / beside).read_bytes() == b"new"
        assert [(f.rule, f.severity, f.arguments["file"], f.arguments["new"]) for f in findings] == [
            ("file-kept", Severity.WARNING, docx, beside)
        ]
        assert found[0].path.name == beside

    def test_keeps_it_even_where_the_new_one_is_as_before(self, built: Built, tmp_path: Path, docx: str) -> None:
        stored(built, tmp_path)
        (tmp_path / docx).write_bytes(b"edited")
        assert stored(built, tmp_path)[1] == ["file-kept"]
        assert (tmp_path / docx).read_bytes() == b"edited"

    def test_takes_the_place_of_the_one_beside(self, built: Built, tmp_path: Path, docx: str) -> None:
        stored(built, tmp_path)
        (tmp_path / docx).write_bytes(b"edited")
        stored(changed(built, system=b"second"), tmp_path)
        stored(changed(built, system=b"third"), tmp_path)
        assert (tmp_path / docx.replace(".docx", ".新.docx")).read_bytes() == b"third"
        assert len(names(tmp_path)) == 5

    def test_keeps_the_one_beside_where_a_person_changed_that_too(
        self, built: Built, tmp_path: Path, docx: str
    ) -> None:
        stored(built, tmp_path)
        for number, name in enumerate((docx, docx.replace(".docx", ".新.docx"))):
            (tmp_path / name).write_bytes(f"edited {number}".encode())
        stored(changed(built, system=b"new"), tmp_path)
        assert (tmp_path / docx.replace(".docx", ".新.docx")).read_bytes() == b"edited 1"
        assert (tmp_path / docx.replace(".docx", ".新2.docx")).read_bytes() == b"new"

    def test_takes_the_document_back_once_the_person_took_ours(
        self, built: Built, tmp_path: Path, docx: str
    ) -> None:
        stored(built, tmp_path)
        (tmp_path / docx).write_bytes(b"edited")
        stored(changed(built, system=b"second"), tmp_path)
        (tmp_path / docx.replace(".docx", ".新.docx")).replace(tmp_path / docx)
        assert stored(changed(built, system=b"third"), tmp_path)[1] == []
        assert (tmp_path / docx).read_bytes() == b"third"

    def test_takes_the_document_back_once_the_person_undid_the_change(
        self, built: Built, tmp_path: Path, docx: str
    ) -> None:
        stored(built, tmp_path)
        (tmp_path / docx).write_bytes(b"edited")
        stored(changed(built, system=b"second"), tmp_path)
        (tmp_path / docx).write_bytes(built.file("system").content)
        assert stored(changed(built, system=b"third"), tmp_path)[1] == []
        assert (tmp_path / docx).read_bytes() == b"third"

    def test_keeps_a_document_where_build_json_was_lost(self, built: Built, tmp_path: Path, docx: str) -> None:
        stored(built, tmp_path)
        (tmp_path / MANIFEST).unlink()
        assert "file-kept" in stored(changed(built, system=b"new"), tmp_path)[1]
        assert (tmp_path / docx).read_bytes() == built.file("system").content

    def test_keeps_a_stranger_of_the_same_name(self, built: Built, tmp_path: Path, docx: str) -> None:
        (tmp_path / docx).write_bytes(b"a person's")
        assert stored(built, tmp_path)[1] == ["file-kept"]
        assert (tmp_path / docx).read_bytes() == b"a person's"


class TestAWorkbook:
    def test_that_held_answers_is_kept_under_a_number(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        stored(built, tmp_path)
        (tmp_path / xlsx).write_bytes(b"filled in")
        answered = replace(changed(built, checklist=b"new"), carry_over=CARRIED)
        assert stored(answered, tmp_path)[1] == ["workbook-kept"]
        assert (tmp_path / xlsx.replace(".xlsx", ".旧1.xlsx")).read_bytes() == b"filled in"
        assert (tmp_path / xlsx).read_bytes() == b"new"

    def test_that_held_answers_of_ours_is_kept_too(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        stored(built, tmp_path)
        answered = replace(changed(built, checklist=b"new"), carry_over=LISTED)
        assert stored(answered, tmp_path)[1] == ["workbook-kept"]
        assert (tmp_path / xlsx.replace(".xlsx", ".旧1.xlsx")).read_bytes() == built.file("checklist").content

    def test_is_kept_once(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        for number in range(3):
            stored(built, tmp_path)
            (tmp_path / xlsx).write_bytes(b"filled in")
            stored(replace(changed(built, checklist=b"new %d" % number), carry_over=LISTED), tmp_path)
        assert [name for name in names(tmp_path) if "旧" in name] == [xlsx.replace(".xlsx", ".旧1.xlsx")]

    def test_is_kept_beside_earlier_ones(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        for number in (1, 2, 3):
            (tmp_path / xlsx).write_bytes(b"filled in %d" % number)
            stored(replace(changed(built, checklist=b"new"), carry_over=LISTED), tmp_path)
        kept = [(tmp_path / xlsx.replace(".xlsx", f".旧{n}.xlsx")).read_bytes() for n in (1, 2, 3)]
        assert kept == [b"filled in 1", b"filled in 2", b"filled in 3"]

    def test_is_read_for_the_next(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        assert previous_workbook(look(tmp_path), xlsx) is None
        (tmp_path / xlsx).write_bytes(b"filled in")
        previous = previous_workbook(look(tmp_path), xlsx)
        assert previous is not None
        assert (previous.content, previous.name) == (b"filled in", xlsx)
        assert previous.kept_as == xlsx.replace(".xlsx", ".旧1.xlsx")

    def test_as_we_wrote_it_without_an_answer_is_read_too(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        """It tells the next build what has moved since."""
        stored(built, tmp_path)
        assert previous_workbook(look(tmp_path), xlsx) is not None

    def test_as_we_wrote_it_with_answers_has(self, built: Built, tmp_path: Path, xlsx: str) -> None:
        stored(replace(built, manifest={**built.manifest, "answers": 2}), tmp_path)
        assert previous_workbook(look(tmp_path), xlsx) is not None

    def test_goes_the_whole_way_round(self, tmp_path: Path) -> None:
        """Build, fill in, build again: the answer stands in the new one, the old one is kept."""
        builder = Builder([PACKS])
        profile = str(PACKS / "tiny-profile.yaml")
        first = next(builder.build([profile], tmp_path))
        path = next(output.path for output in first.outputs if output.kind == "checklist")
        book = load_workbook(path)
        row = next(row for row in book["履职情况"].iter_rows() if row[0].value == "1-02|governor")
        row[7].value = "已听取"
        book.save(path)
        filled = path.read_bytes()
        second = next(builder.build([profile], tmp_path))
        again = load_workbook(io.BytesIO(path.read_bytes()))["履职情况"]
        assert [r[7].value for r in again.iter_rows() if r[0].value == "1-02|governor"] == ["已听取"]
        assert path.with_name(f"{path.stem}.旧1.xlsx").read_bytes() == filled
        assert {"carry-over", "workbook-kept"} <= {finding.rule for finding in second.findings}
        third = next(builder.build([profile], tmp_path))
        assert [o.sha256 for o in third.outputs if o.kind == "checklist"] == [
            o.sha256 for o in second.outputs if o.kind == "checklist"
        ]


class TestAFolder:
    def test_of_another_institution_is_an_error(self, built: Built, tmp_path: Path) -> None:
        stored(built, tmp_path)
        found = other_institution(look(tmp_path), "别的银行")
        assert [(f.rule, f.severity, f.arguments["institution"]) for f in found] == [
            ("folder-other", Severity.ERROR, built.draft.institution.name)
        ]
        assert other_institution(look(tmp_path), built.draft.institution.name) == []

    def test_without_build_json_is_nobodys(self, tmp_path: Path) -> None:
        assert other_institution(look(tmp_path / "none"), "甲银行") == []

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'"x"', b'{"outputs": []}', b"null"])
    def test_with_a_build_json_that_cant_be_read_has_none(
        self, built: Built, tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / MANIFEST).write_bytes(content)
        target = look(tmp_path)
        assert target.written == {}
        assert stored(built, tmp_path)[1] == (["manifest-kept"] if content else [])
        assert [path.read_bytes() for path in tmp_path.glob("build.旧*")] == ([content] if content else [])

    def test_is_cleaned_of_what_a_killed_build_left(self, built: Built, tmp_path: Path) -> None:
        (tmp_path / ".cplist-x.tmp").write_bytes(b"half")
        os.utime(tmp_path / ".cplist-x.tmp", (0, 0))
        stored(built, tmp_path)
        assert ".cplist-x.tmp" not in names(tmp_path)


class TestWhatCantBeWritten:
    @pytest.mark.parametrize("which", ["system", "checklist", "manifest"])
    def test_is_an_error_of_input_and_leaves_the_old_files_whole(
        self, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
    ) -> None:
        stored(built, tmp_path)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        name = {**{file.kind: file.name for file in built.outputs}, "manifest": MANIFEST}[which]
        write = targets.write_whole

        def fail(path: Path, content: bytes) -> None:
            if path.name == name:
                raise PermissionError(13, "Permission denied", str(path))
            write(path, content)

        monkeypatch.setattr(targets, "write_whole", fail)
        with pytest.raises(InputError) as caught:
            stored(changed(built, system=b"new", checklist=b"new"), tmp_path)
        assert caught.value.rule == "file-unwritable"
        assert caught.value.arguments["file"].endswith(name)
        after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != JOURNAL}
        assert set(after.values()) <= {*before.values(), b"new"}
        assert after[MANIFEST] == before[MANIFEST]

    def test_the_next_build_mends(
        self, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, docx: str
    ) -> None:
        stored(built, tmp_path)
        write = targets.write_whole

        def fail(path: Path, content: bytes) -> None:
            if path.suffix == ".xlsx":
                raise OSError(28, "No space left on device", str(path))
            write(path, content)

        monkeypatch.setattr(targets, "write_whole", fail)
        with pytest.raises(InputError):
            stored(changed(built, system=b"new", checklist=b"new"), tmp_path)
        monkeypatch.undo()
        stored(changed(built, system=b"new", checklist=b"new"), tmp_path)
        assert (tmp_path / docx).read_bytes() == b"new"

    def test_because_a_file_stands_where_the_folder_should(self, built: Built, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes(b"")
        with pytest.raises(InputError):
            stored(built, tmp_path / "x")


def test_what_is_kept_is_said_in_words(built: Built, tmp_path: Path, docx: str) -> None:
    stored(built, tmp_path)
    (tmp_path / docx).write_bytes(b"edited")
    findings = store(changed(built, system=b"new"), look(tmp_path))[1]
    assert all(docx in message(findings[0], language) for language in ("zh", "en"))


@pytest.mark.parametrize("content", [b'{"institution": "x", "outputs": {}}', b"[1]", "构建".encode("gbk")])
def test_a_persons_own_build_json_is_kept(built: Built, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "build.json").write_bytes(content)
    findings = store(built, look(tmp_path))[1]
    assert (tmp_path / "build.旧1.json").read_bytes() == content
    assert [found.rule for found in findings] == ["manifest-kept"]
    assert "build.旧1.json" in message(findings[0], "zh")
    assert [found.rule for found in store(built, look(tmp_path))[1]] == []
