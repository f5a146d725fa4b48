"""The words of a system lead back to the line of the template that they come from, whichever file that is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cplist.compose.origins import Origins
from cplist.core.document import Paragraph, RunKind
from cplist.core.findings import Location
from cplist.documents.job import Inputs, Job
from cplist.documents.request import NOTHING
from cplist.draft import Draft
from cplist.pack.pack import DEFAULT_PACK, open_pack
from cplist.pipeline import build
from cplist.workspace.batch import Builder

ROOT = Path(__file__).resolve().parents[3]
PACKS = ROOT / "tests" / "examples" / "packs"
PROFILE = PACKS / "tiny-profile.yaml"
SHIPPED = sorted((ROOT / "profiles").glob("*.yaml"))
Write = Callable[..., tuple[Origins, Draft]]


def origins_of(profile: Path, packs: Path) -> tuple[Origins, Draft]:
    read = Builder().profile(str(profile))
    inputs = Inputs(read, open_pack(read.pack or DEFAULT_PACK, [packs]), NOTHING)
    draft = build(inputs).draft
    return Origins(Job(inputs, draft).templates, draft.context), draft


def line(at: Location) -> str:
    return Path(at.file).read_text("utf-8").split("\n")[at.line - 1]


def carried(draft: Draft) -> Iterator[tuple[str, str, int, str]]:
    """Article, duty, the how manieth time there, words."""
    keys, article, counts = {article.key for article in draft.text.articles}, "", dict[tuple[str, str], int]()
    for block in draft.text.blocks:
        if isinstance(block, Paragraph):
            article = block.anchor if block.anchor in keys else article
            for run in block.runs:
                if run.kind is RunKind.DUTY:
                    number = counts[article, run.target] = counts.get((article, run.target), -1) + 1
                    yield article, run.target, number, run.text


@pytest.mark.slow
@pytest.mark.parametrize("profile", [SHIPPED[0], SHIPPED[2], SHIPPED[-1]], ids=lambda path: path.stem)
def test_every_article_and_all_words_of_the_shipped_pack_are_found(profile: Path) -> None:
    origins, draft = origins_of(profile, PACKS)
    for article in draft.text.articles:
        written = line(origins.article(article.key))
        assert f"::: article {article.key}" in written or "::: article work-{{" in written, article.key
    found = [(duty, line(origins.words(key, duty, number, text))) for key, duty, number, text in carried(draft)]
    assert [duty for duty, written in found if duty not in written] == []
    assert len(found) > 140


@pytest.fixture
def changed(tmp_path: Path) -> Write:
    """Give a function: the tiny pack with other templates (file → text) → its origins."""

    def write(**templates: str) -> tuple[Origins, Draft]:
        shutil.copytree(PACKS / "tiny", tmp_path / "tiny")
        for name, text in templates.items():
            (tmp_path / "tiny" / f"{name}.md.j2").write_text(text, "utf-8")
        return origins_of(PROFILE, tmp_path)

    return write


def place(at: Location) -> tuple[str, int]:
    return Path(at.file).name, at.line


TINY = (PACKS / "tiny" / "system.md.j2").read_text("utf-8")
OVER = """\
{% extends "base.md.j2" %}
{% block counter %}
::: article counter 接待
营业部[公示时间](3-01)，[登记](3-02)，[不得拒绝接待](3-03)。
:::
{% endblock %}
"""


def test_of_a_block_that_is_written_anew_the_new_file_counts(changed: Write) -> None:
    origins, _ = changed(base=TINY, system=OVER)
    assert place(origins.article("counter")) == ("system.md.j2", 3)
    assert place(origins.words("counter", "3-02", 0, "登记")) == ("system.md.j2", 4)
    aim = TINY.split("\n").index("::: article aim 目的") + 1
    assert place(origins.article("aim")) == ("base.md.j2", aim)
    assert place(origins.words("aim", "0-01", 0, "为规范本行网点接待工作，方便群众办事")) == ("base.md.j2", aim + 1)


def test_of_a_block_that_is_taken_over_the_file_that_has_it_counts(changed: Write) -> None:
    over = OVER.replace(OVER[OVER.index(":::") : OVER.index("{% endblock")], "{{ super() }}\n")
    origins, _ = changed(base=TINY, system=over)
    written = TINY.split("\n").index("::: article counter 接待") + 1
    assert place(origins.article("counter")) == ("base.md.j2", written)


@pytest.mark.parametrize("branch", ["2 > 1", "1 > 2"])
def test_of_two_ways_to_write_an_article_the_one_that_was_taken_counts(changed: Write, branch: str) -> None:
    way = "{% if BRANCH %}\n::: article aim 目的\n甲：[方便群众](0-01)。\n:::\n{% else %}\n"
    way += "::: article aim 目的\n乙：[方便群众](0-01)。\n:::\n{% endif %}\n"
    start = TINY.index("{% block aim %}")
    text = TINY[:start] + way.replace("BRANCH", branch) + TINY[TINY.index("{% block head %}") :]
    origins, draft = changed(system=text)
    at = origins.article("aim")
    assert line(Location(at.file, at.line + 1))[0] == draft.text.articles[0].paragraphs[0].removeprefix("第一条")[0]
    assert origins.words("aim", "0-01", 0, "方便群众").line == at.line + 1


def test_what_is_put_together_is_found_at_the_line_that_prints_it(changed: Write) -> None:
    made = '{{ "::: art" ~ "icle aim " ~ own }}\n{{ "[" ~ own ~ "](0-" ~ "01)" }}\n:::\n'
    start = TINY.index("::: article aim")
    text = TINY[:start] + made + TINY[TINY.index("{% endblock", start) :]
    origins, _ = changed(system=text)
    first = TINY[:start].count("\n") + 1
    assert place(origins.article("aim")) == ("system.md.j2", first)
    assert place(origins.words("aim", "0-01", 0, "本行")) == ("system.md.j2", first + 1)


def test_an_article_that_a_system_leaves_out_is_found_in_the_template(changed: Write) -> None:
    left_out = "{% if 1 > 2 %}\n::: article never 不写\n甲。\n:::\n{% endif %}\n"
    origins, draft = changed(system=TINY + left_out)
    at = origins.named("never")
    assert at and line(at) == "::: article never 不写"
    assert "never" not in {article.key for article in draft.text.articles}
    assert origins.named("nowhere") is None
