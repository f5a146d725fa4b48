"""The drafts of the four institutions of the model texts, held to what the models say of each duty.

tests/examples/models/models.yaml has it article by article: the duties that one subject carries, the subject, what
the superior performs and what doesn't apply; `here` is what the templates call the same subject.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

import drafts
import pytest
import yaml

from cplist.core.document import Paragraph, RunKind, Style
from cplist.domain.assignment import Status
from cplist.draft import Draft

from .conftest import ROOT

MODELS: dict[str, Any] = yaml.safe_load((ROOT / "tests/examples/models/models.yaml").read_text("utf-8"))
NAMES = sorted(MODELS)
HERE = (Status.ASSIGNED, Status.GROUND)


class Said(NamedTuple):
    """Where an article carries a duty: its words with all that stands before them in their sentence (of an item
    with its lead-in too), and the whole paragraph."""

    words: str
    paragraph: str


@functools.cache
def drafted(name: str) -> Draft:
    return drafts.drafted((ROOT / MODELS[name]["profile"]).read_bytes(), f"{name}.yaml")


@functools.cache
def carried(name: str) -> dict[str, list[Said]]:
    said: dict[str, list[Said]] = {}
    for id_, one in _carried(drafted(name)):
        said.setdefault(id_, []).append(one)
    return said


def _carried(found: Draft) -> Iterator[tuple[str, Said]]:
    lead = ""
    for block in found.text.blocks:
        if isinstance(block, Paragraph) and block.style is Style.ANNEX_LABEL:
            return
        if not isinstance(block, Paragraph) or block.style not in (Style.ARTICLE, Style.PARAGRAPH, Style.ITEM):
            continue
        lead = lead if block.style is Style.ITEM else block.text
        before = ""
        for run in block.runs:
            before += run.text
            if run.kind is RunKind.DUTY:
                sentence = before[before.rstrip("。").rfind("。") + 1 :]
                opening = lead if block.style is Style.ITEM else ""
                yield run.target, Said(opening + sentence, block.text)


def articles(key: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Model, duty, article: of what is performed here (`duties`) or by the superior (`superior`)."""
    return [(name, id_, one) for name in NAMES for one in MODELS[name]["articles"] for id_ in one.get(key, ())]


def ids(cases: list[tuple[str, str, dict[str, Any]]]) -> list[str]:
    return [f"{name} {id_}" for name, id_, _ in cases]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_performed_here_above_and_not_at_all_is_as_in_the_model(name: str) -> None:
    status = {a.duty.id: a.status for a in drafted(name).assigned.assignments}
    here = {id_ for model, id_, _ in articles("duties") if model == name}
    above = {id_ for model, id_, _ in articles("superior") if model == name}
    assert {id_ for id_ in here if status[id_] not in HERE} == set()
    assert {id_ for id_ in above if status[id_] is not Status.SUPERIOR} == set()
    wanted = set(MODELS[name]["not_applicable"])
    assert {id_ for id_ in wanted if status[id_] is not Status.NOT_APPLICABLE} == set()
    known = here | above | wanted
    assert {
        id_ for id_ in status if id_[0] in "1234" and id_[:3] != "1.0" and status[id_] is not Status.STATEMENT
    } == known


@pytest.mark.parametrize(("name", "id_", "one"), articles("duties"), ids=ids(articles("duties")))
def test_a_duty_has_the_subject_of_the_model(name: str, id_: str, one: dict[str, Any]) -> None:
    subjects = [one["subject"], *([one["here"]] if "here" in one else [])]
    said = carried(name)[id_]
    assert any(subject in words for subject in subjects for words, _ in said), said


@pytest.mark.parametrize(("name", "id_", "one"), articles("superior"), ids=ids(articles("superior")))
def test_what_the_superior_performs_is_followed_referred_or_reported(
    name: str, id_: str, one: dict[str, Any]
) -> None:
    local = ("执行", "反馈", "报", "移送", "提请", "配合", "落实", "告知", "建议", "改进", "分配", "融入", "优化")
    for words, _ in carried(name)[id_]:
        assert any(verb in words for verb in local), words
        assert "由上级机构实施" not in words


@pytest.mark.parametrize("name", NAMES)
def test_verbs_are_the_notices(name: str) -> None:
    """Prohibitions and permissions as they are; the rest is 应当, or states what is so."""
    kinds = {duty.id: duty.kind.value for duty in drafts.shipped().notice.duties}
    for id_, said in carried(name).items():
        words = " ".join(one.words for one in said)
        assert kinds[id_] != "prohibition" or "不得" in words or "不能" in words, id_
        assert kinds[id_] != "permission" or "可以" in words, id_


@pytest.mark.parametrize("name", NAMES)
def test_no_duty_rests_on_an_optional_paragraph(name: str) -> None:
    for id_, said in carried(name).items():
        assert any("可选" not in one.paragraph for one in said), id_
