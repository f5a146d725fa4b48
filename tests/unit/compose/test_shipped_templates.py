"""The shipped pack's templates: ids stand where the articles are written and nowhere else; a client changes one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cplist.core.document import ComposedText
from cplist.pack.pack import Pack, open_pack
from cplist.pipeline import draft
from cplist.profile.profile import read_profile

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "templates" / "shandong-2022-1"
PAPERS = ("letter.md.j2", "memo.md.j2", "index.md.j2", "comparison.md.j2")


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return open_pack(str(SHIPPED))


def composed(pack: str) -> ComposedText:
    file = ROOT / "profiles" / "outlet.yaml"
    return draft(read_profile(file.read_bytes(), str(file)), open_pack(pack)).text


def without_comments(template: str) -> str:
    return re.sub(r"\{#.*?#\}", "", template, flags=re.S)


@pytest.mark.parametrize("name", PAPERS)
def test_the_papers_name_no_clause_no_duty_and_no_role(name: str, shipped: Pack) -> None:
    text = without_comments((SHIPPED / name).read_text("utf-8"))
    ids = {duty.id for duty in shipped.notice.duties} | {clause.id for clause in shipped.notice.clauses}
    named = set(re.findall(r"\d\.\d(?:-\d\d)?", text)) | set(re.findall(r"""["']([\w.-]+)["']""", text))
    others = {"institution", "deliberation"}  # kinds of parties and bodies too
    assert not named & (ids | set(shipped.roles) - others)
    assert not re.search(r"\brole\b", text)


def test_the_search_for_ids_finds_those_of_the_articles(shipped: Pack) -> None:
    chapters = "".join(path.read_text("utf-8") for path in sorted((SHIPPED / "chapters").iterdir()))
    named = set(re.findall(r"\d\.\d-\d\d", chapters))
    assert {duty.id for duty in shipped.notice.duties if duty.kind not in ("statement",)} <= named


def test_the_system_is_short_and_inserts_every_file(shipped: Pack) -> None:
    text = (SHIPPED / "system.md.j2").read_text("utf-8")
    inserted = re.findall(r'^\{% insert "(.*)" %\}$', text, re.M)
    folders = [name for name in shipped.files if "/" in name]
    assert sorted(inserted) == sorted(["words.md.j2", *folders])
    assert text.count("\n") < 100


@pytest.mark.slow
def test_a_client_changes_one_article_of_a_chapter(tmp_path: Path) -> None:
    own = shutil.copytree(SHIPPED, tmp_path / "own")
    (own / "system.md.j2").rename(own / "base.md.j2")
    article = "::: article records 记录\n各责任主体应当记录履职情况，由{{ chief }}检查。\n:::"
    (own / "system.md.j2").write_text(
        f'{{% extends "base.md.j2" %}}\n{{% block records %}}\n{article}\n{{% endblock %}}\n', "utf-8"
    )
    before, after = composed(str(SHIPPED)), composed(str(own))
    pairs = zip(before.articles, after.articles, strict=True)
    changed = {new.key: new.paragraphs for old, new in pairs if old != new}
    assert list(changed) == ["records"]
    assert changed["records"][0].endswith("条各责任主体应当记录履职情况，由行长检查。")
