"""A template in several files: as if it were one, and every mistake in the file that it stands in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cplist.compose.insertion import Whole, whole
from cplist.compose.templates import Templates
from cplist.core.cache import DiskCache
from cplist.core.findings import Finding, FindingsError
from cplist.pack.pack import Pack, open_pack

PACKS = Path(__file__).parents[2] / "examples" / "packs"


def put_together(**files: str) -> Whole:
    made = whole("a", files.get)
    assert made
    return made


def pack(folder: Path, **files: str) -> Pack:
    """A pack whose templates are those: system.md.j2, and others by their names, __ for /."""
    shutil.copytree(PACKS / "tiny", folder / "pack")
    for name, text in files.items():
        path = folder / "pack" / f"{name.replace('__', '/')}.md.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return open_pack(str(folder / "pack"))


def rendered(folder: Path, **files: str) -> str:
    return Templates(pack(folder, **files)).text("system.md.j2", {"v": "值"})


def mistakes(folder: Path, **files: str) -> list[Finding]:
    with pytest.raises(FindingsError) as caught:
        rendered(folder, **files)
    return list(caught.value.findings)


def place(folder: Path, found: Finding) -> str:
    return f"{Path(found.location.file).relative_to(folder / 'pack').as_posix()}:{found.location.line}"


class TestInserting:
    def test_puts_a_files_lines_where_its_name_stands(self) -> None:
        made = put_together(a='甲\n{% insert "b" %}\n丙\n  {%insert "c"%}\n', b="乙\n乙\n", c="丁")
        assert made.text == "甲\n乙\n乙\n丙\n丁\n"

    def test_knows_where_every_line_comes_from(self) -> None:
        made = put_together(a='甲\n{% insert "b" %}\n丙\n{% insert "c" %}\n戊', b="乙\n乙\n", c="丁")
        assert [made.place(line) for line in range(1, 7)] == [
            *(("a", 1), ("b", 1), ("b", 2)),
            *(("a", 3), ("c", 1), ("a", 5)),
        ]

    def test_leaves_everything_else_alone(self) -> None:
        text = '甲{% insert "b" %}\n{% include "b" %}\n{# {% insert "b" %} #}\n{% insert name %}'
        made = put_together(a=text, b="乙")
        assert made.text == text and made.missing == ()

    def test_goes_one_level_deep(self) -> None:
        assert put_together(a='{% insert "b" %}', b='{% insert "b" %}').text == '{% insert "b" %}'

    def test_names_what_is_not_there(self) -> None:
        assert put_together(a='甲\n{% insert "b" %}').missing == ((2, "b"),)
        assert whole("a", {}.get) is None

    def test_of_an_empty_file_is_an_empty_line(self) -> None:
        made = put_together(a='甲\n{% insert "b" %}\n乙', b="")
        assert made.text == "甲\n\n乙" and made.place(3) == ("a", 3)


class TestAPackOfSeveralFiles:
    def test_is_one_template(self, tmp_path: Path) -> None:
        text = rendered(
            tmp_path,
            system='{% insert "words.md.j2" %}\n{% insert "chapters/1.md.j2" %}\n{{ tail }}',
            words="{% set head = v ~ 1 %}\n{% macro m(a) %}<{{ a }}>{% endmacro %}",
            chapters__1="{{ m(head) }}\n{% set tail = v ~ 2 %}\n",
        )
        assert text.split() == ["<值1>", "值2"]

    def test_has_blocks_that_another_template_changes(self, tmp_path: Path) -> None:
        text = rendered(
            tmp_path,
            system='{% extends "base.md.j2" %}\n{% block two %}乙{{ known }}{% endblock %}',
            base='{% insert "chapters/1.md.j2" %}\n',
            chapters__1="{% set known = v %}{% block one %}一{% endblock %}{% block two %}二{% endblock %}",
        )
        assert text.split() == ["一乙值"]

    def test_knows_a_block_that_is_misspelt(self, tmp_path: Path) -> None:
        (found,) = mistakes(
            tmp_path,
            system='{% extends "base.md.j2" %}\n{% block twoo %}乙{% endblock %}',
            base='{% insert "chapters/1.md.j2" %}\n',
            chapters__1="{% block two %}二{% endblock %}",
        )
        assert (found.rule, found.arguments["block"]) == ("template-block", "twoo")

    @pytest.mark.parametrize(
        ("chapter", "rule", "line"),
        [
            ("甲\n{{ missing }}\n", "template-failed", 2),
            ("甲\n\n{% block x %}\n{{ v + 1 }}{% endblock %}\n", "template-failed", 4),
            ("{% macro m() %}\n{{ missing }}\n{% endmacro %}\n{{ m() }}\n", "template-failed", 2),
            ("甲\n{% if %}\n", "template-syntax", 2),
            ("甲\n乙\n{% insert 'other.md.j2' %}\n", "template-syntax", 3),
            ("甲\n{{ joined(3) }}\n", "template-failed", 2),
            ("甲\n\n{{ sentences({}, {}, v).say({'9-09': v}) }}\n", "template-failed", 3),
        ],
    )
    def test_finds_a_mistake_where_it_stands(self, chapter: str, rule: str, line: int, tmp_path: Path) -> None:
        (found,) = mistakes(
            tmp_path, system='首\n{{ v }}\n{% insert "chapters/1.md.j2" %}\n尾', chapters__1=chapter
        )
        assert (found.rule, place(tmp_path, found)) == (rule, f"chapters/1.md.j2:{line}")

    def test_finds_a_mistake_behind_a_chapter_too(self, tmp_path: Path) -> None:
        (found,) = mistakes(
            tmp_path, system='首\n{% insert "chapters/1.md.j2" %}\n尾\n{{ missing }}', chapters__1="甲\n乙\n丙\n"
        )
        assert place(tmp_path, found) == "system.md.j2:4"

    def test_finds_a_mistake_of_an_included_or_imported_file(self, tmp_path: Path) -> None:
        files = {"chapters__1": "甲\n{{ missing }}\n"}
        (found,) = mistakes(tmp_path, system='{% include "chapters/1.md.j2" %}', **files)
        assert place(tmp_path, found) == "chapters/1.md.j2:2"

    def test_names_every_file_that_is_missing(self, tmp_path: Path) -> None:
        found = mistakes(tmp_path, system='{% insert "chapters/1.md.j2" %}\n{% insert "../pack.yaml" %}')
        assert [(f.rule, f.arguments["name"], place(tmp_path, f)) for f in found] == [
            ("pack-file-missing", "chapters/1.md.j2", "system.md.j2:1"),
            ("pack-file-missing", "../pack.yaml", "system.md.j2:2"),
        ]


class TestCompiledTemplates:
    def test_are_kept_and_made_anew_when_a_chapter_changes(self, tmp_path: Path) -> None:
        (tmp_path / "kept").mkdir()
        kept = DiskCache(tmp_path / "kept", b"key")
        opened = pack(tmp_path, system='{% insert "chapters/1.md.j2" %}', chapters__1="甲{{ v }}")
        assert Templates(opened, kept).text("system.md.j2", {"v": 1}) == "甲1"
        (made,) = (tmp_path / "kept").iterdir()
        before = made.read_bytes()
        assert Templates(opened, kept).text("system.md.j2", {"v": 2}) == "甲2"
        assert made.read_bytes() == before
        (tmp_path / "pack/chapters/1.md.j2").write_text("乙{{ v }}", "utf-8")
        again = open_pack(str(tmp_path / "pack"))
        assert Templates(again, kept).text("system.md.j2", {"v": 3}) == "乙3"

    def test_of_a_workbooks_cells_are_kept_too(self, tmp_path: Path) -> None:
        (tmp_path / "kept").mkdir()
        Templates(pack(tmp_path), DiskCache(tmp_path / "kept", b"key")).checklist()
        assert len([*(tmp_path / "kept").iterdir()]) == 1


class TestFoldersOfAPack:
    def test_hold_templates_one_level_down(self, tmp_path: Path) -> None:
        opened = pack(tmp_path, chapters__1="甲")
        (tmp_path / "pack/chapters/more").mkdir()
        for name in ("chapters/notes.txt", "chapters/more/2.md.j2"):
            (tmp_path / "pack" / name).write_text("x", "utf-8")
        (tmp_path / "pack/.hidden").mkdir()
        (tmp_path / "pack/.hidden/3.md.j2").write_text("x", "utf-8")
        again = open_pack(str(tmp_path / "pack"))
        assert opened.files == again.files
        assert [name for name in again.files if "/" in name] == ["chapters/1.md.j2"]

    def test_that_lead_elsewhere_are_refused(self, tmp_path: Path) -> None:
        pack(tmp_path)
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere/1.md.j2").write_text("x", "utf-8")
        (tmp_path / "pack/chapters").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
        with pytest.raises(FindingsError) as caught:
            open_pack(str(tmp_path / "pack"))
        assert [f.rule for f in caught.value.findings] == ["pack-link"]

    def test_count_for_the_fingerprint(self, tmp_path: Path) -> None:
        before = pack(tmp_path, chapters__1="甲").fingerprint
        (tmp_path / "pack/chapters/1.md.j2").write_text("乙", "utf-8")
        assert open_pack(str(tmp_path / "pack")).fingerprint != before

    def test_are_bounded_as_the_pack_is(self, tmp_path: Path) -> None:
        with pytest.raises(FindingsError) as caught:
            pack(tmp_path, chapters__1="x" * 4_000_001)
        assert [f.rule for f in caught.value.findings] == ["pack-file-too-large"]
