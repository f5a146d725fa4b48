"""What templates name of pack.yaml's declarations is there, whether or not it is ever rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from cplist.core.findings import Finding, FindingsError
from cplist.core.messages import hint
from cplist.pack.pack import find_pack, open_folder
from cplist.pack.template_names import unknown_names

FOLDER = Path("pack")
ABOUT = {"options": {"list-updates": {"decides": "甲"}}, "own_rules": {"review": {"name": "乙"}}}
PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"


def found(text: str, about: dict[str, object] = ABOUT) -> list[Finding]:
    return list(unknown_names({"system.md.j2": text.encode(), "notice.txt": b'optional("x")'}, FOLDER, about))


@pytest.mark.parametrize(
    ("text", "rule", "line", "near"),
    [
        (
            '甲\n{% if false %}{{ optional("list-update", "乙。") }}{% endif %}',
            "template-option",
            2,
            "list-updates",
        ),
        ("{{ kept('listupdates') }}", "template-option", 1, "list-updates"),
        ('{{ own_rule( "reviews", "适用《》。") }}', "template-own-rule", 1, "review"),
    ],
)
def test_an_unknown_name_is_told_at_its_line_with_the_nearest(text: str, rule: str, line: int, near: str) -> None:
    (one,) = found(text)
    assert one.location is not None
    assert (one.rule, one.location.file, one.location.line) == (rule, str(FOLDER / "system.md.j2"), line)
    assert near in hint(one, "zh")


def test_names_that_there_are_and_comments_are_nothing_to_tell() -> None:
    assert found('{{ optional("list-updates", "甲。") }}{{ own_rule("review", "《》") }}{# optional("x") #}') == []


@pytest.mark.parametrize("id_", ["List", "a_b", "-a", "甲"])
def test_an_id_that_is_none_is_told(id_: str) -> None:
    assert [one.rule for one in found("", {"options": {id_: {"decides": "甲"}}})] == ["pack-option-id"]


def test_a_pack_with_an_unknown_name_does_not_open(tmp_path: Path) -> None:
    for path in (PACKS / "tiny").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    system = tmp_path / "system.md.j2"
    system.write_text(system.read_text("utf-8").replace('optional("sample"', 'optional("samples"'), "utf-8")
    with pytest.raises(FindingsError) as raised:
        open_folder(find_pack(str(tmp_path)))
    assert [(one.rule, one.arguments["near"]) for one in raised.value.findings] == [("template-option", "sample")]
