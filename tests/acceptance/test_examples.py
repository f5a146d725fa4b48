"""The examples in profiles/: they build, carry every duty, and speak as that institution would."""

from __future__ import annotations

import functools
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from docx.oxml.ns import qn
from drafts import built

from cplist.carryover.record import PARTY
from cplist.carryover.snapshot import snapshot
from cplist.core.document import NewSection, Paragraph, Style, Table

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ROOT / "profiles"
QUOTED = ("条款原文", "责任内容（通知原文）", "责任内容（《通知》原文）", "依据原文")
"""Columns that quote the notice to the letter."""

ARTICLES = {  # 条数的合理范围，见 docs/profile.md 对各类机构的说明
    "city-bank": (76, 84),
    "rural-credit-union": (72, 80),
    "village-bank": (73, 81),
    "life-insurer": (76, 84),
    "property-insurer-province": (74, 82),
    "life-insurer-city": (68, 78),
    "bank-city-branch": (74, 82),
    "county-branch": (53, 61),
    "outlet": (50, 55),
    "finance-company": (52, 68),
    "insurance-broker": (52, 68),
    "foreign-bank": (70, 78),
    "listed-city-bank": (77, 85),
    "rural-commercial-bank": (73, 81),
    "agency-insurer-province": (76, 84),
    "state-bank-province": (76, 84),
    "life-insurer-listed": (77, 85),
    "consumer-finance-company": (63, 71),
}
WORDS_OF_OTHERS = {
    "bank": "本公司 本社 本中心 核保 理赔 保单 保险代理人 营销服务部 支公司",
    "rural": "本行 本公司 本中心 核保 理赔 保单 保险代理人 支行 支公司",
    "insurer": "本行 本社 本中心 贷后 支行 信用社 储户",
    "company": "本行 本社 本中心 核保 理赔 支行 支公司 营销服务部 保险代理人",
}
HELPED_WITH = {"insurance_intermediary": re.compile("(?:协助|保险公司)[^，；。]*理赔")}
"""What a type does not do itself but helps its clients with, as suggestions for it say: in no article."""
PARTY_ORGANISATION = "党委 纪委 党建 执纪 党总支 党支部 党务 纪检监察"
NOTICES_OWN = ("地方党委政府",)
"""The notice's words for the local government (4.2-13), which the body keeps."""
ASCII_BESIDE_CHINESE = re.compile(r"[一-鿿][,:;!?()]|[,:;!?()][一-鿿]")
FULL_WIDTH_IN_NUMBERS = re.compile(r"[０-９ａ-ｚＡ-Ｚ]")

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("name", ARTICLES)]


@dataclass(frozen=True)
class Said:
    """A piece of text and where it stands."""

    where: str
    text: str


@functools.cache
def document(name: str) -> tuple[Said, ...]:
    return tuple(_document(built(name).file("system").content))


def _document(content: bytes) -> Iterator[Said]:
    for element in docx.Document(io.BytesIO(content)).element.body:
        if element.tag == qn("w:p"):
            yield Said("text", _text(element))
        elif element.tag == qn("w:tbl"):
            header, *rows = ([_text(cell) for cell in row.iter(qn("w:tc"))] for row in element.iter(qn("w:tr")))
            for row in rows:
                titled = itertools.zip_longest(header, row, fillvalue="")  # 责任体系图 has rows of more cells
                said = (Said(title, cell) for title, cell in titled)
                yield from (piece for piece in said if piece.where not in QUOTED)


def _text(element: object) -> str:
    drawn = "ancestor::*[local-name()='AlternateContent']"
    words = element.iter(qn("w:t"))  # type: ignore[attr-defined]
    return "".join(part.text or "" for part in words if not part.xpath(drawn))


@functools.cache
def workbook(name: str) -> tuple[Said, ...]:
    return tuple(_workbook(built(name).file("checklist").content))


def _workbook(content: bytes) -> Iterator[Said]:
    """Every generated text that a reader sees, but what quotes the notice. Formulas are no text, and the very
    hidden sheet keeps what was generated, the quotations too, for the next build."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in (sheet for sheet in book if sheet.sheet_state != "veryHidden"):
        header: tuple[object, ...] = ()
        for row in sheet.iter_rows(values_only=True):
            if not header and sum(value is not None for value in row) > 2:
                header = row
            for number, value in enumerate(row):
                title = str(header[number]) if header else "标题"
                quotes = title in QUOTED or (sheet.title == "责任矩阵" and title == "标题")
                if isinstance(value, str) and not quotes and not value.startswith("="):
                    yield Said(f"{sheet.title}·{title}", value)


@functools.cache
def body(name: str) -> str:
    """The chapters and articles, without the annexes."""
    blocks = itertools.takewhile(lambda block: not isinstance(block, NewSection), built(name).draft.text.blocks)
    return "\n".join(
        block.label + "".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)
    )


def naming(said: tuple[Said, ...], words: str) -> list[tuple[str, str, str]]:
    found = []
    for piece in said:
        text = functools.reduce(lambda text, own: text.replace(own, ""), NOTICES_OWN, piece.text)
        found += [(word, piece.where, piece.text[:80]) for word in words.split() if word in text]
    return found


def test_it_is_one_of_the_examples(name: str) -> None:
    assert {path.stem for path in PROFILES.glob("*.yaml")} == set(ARTICLES)


def test_it_has_neither_errors_nor_warnings(name: str) -> None:
    assert [(found.rule, found.arguments) for found in built(name).findings if found.severity != "note"] == []


def test_it_has_no_gap(name: str) -> None:
    assert built(name).summary["gap"] == 0


def test_every_duty_that_applies_stands_in_an_article(name: str) -> None:
    draft = built(name).draft
    places = draft.text.places
    wanted = [a.duty.id for a in draft.assigned.assignments if a.applies and a.duty.kind.value != "statement"]
    assert [id_ for id_ in wanted if id_ not in places] == []


def test_what_does_not_apply_has_a_reason_and_is_no_prohibition(name: str) -> None:
    for assignment in built(name).draft.assigned.assignments:
        if not assignment.applies:
            assert len(assignment.reason) >= 6
            assert assignment.rule != "profile" or assignment.duty.kind.value != "prohibition"


def test_it_has_as_many_articles_as_suits_it(name: str) -> None:
    least, most = ARTICLES[name]
    assert least <= len(built(name).draft.text.articles) <= most


def test_no_article_is_empty_and_no_colon_stands_before_nothing(name: str) -> None:
    assert all(article.paragraphs for article in built(name).draft.text.articles)
    for block, after in itertools.pairwise(built(name).draft.text.blocks):
        if isinstance(block, Paragraph) and block.runs and block.runs[-1].text.endswith("："):
            item = isinstance(after, Paragraph) and after.style in (Style.ITEM, Style.SUBITEM)
            assert item or isinstance(after, Table), block


def test_no_chapter_and_no_section_is_empty(name: str) -> None:
    """A heading is followed by an article, a chapter's also by its first section; no section stands alone."""
    styles = [block.style.value for block in built(name).draft.text.blocks if hasattr(block, "style")]
    followed = list(itertools.pairwise(styles))
    assert {after for style, after in followed if style == "节"} <= {"条"}
    assert {after for style, after in followed if style == "章"} <= {"条", "节"}
    chapters = "".join({"章": "|", "节": "."}.get(style, "") for style in styles).split("|")
    assert "." not in chapters, "a chapter with one section needs none"


def test_no_sentence_is_said_twice(name: str) -> None:
    sentences = [line for line in body(name).split("\n") if len(line) > 30]
    assert len(sentences) == len(set(sentences))


def test_no_word_of_another_trade(name: str) -> None:
    institution = built(name).draft.institution
    words = WORDS_OF_OTHERS[institution.words["family"]]
    assert naming(document(name), words) == []
    assert naming(tuple(without_help(workbook(name), institution.type)), words) == []


def without_help(said: tuple[Said, ...], type_: str) -> Iterator[Said]:
    """Of suggestions, the words without what institutions of that type help with."""
    for piece in said:
        suggested = type_ in HELPED_WITH and piece.where.endswith("·建议措施")
        yield Said(piece.where, HELPED_WITH[type_].sub("", piece.text)) if suggested else piece


def test_a_branch_has_no_senior_managers_and_no_board(name: str) -> None:
    if built(name).draft.institution.tier.value != "legal_entity":
        assert naming((*document(name), *workbook(name)), "高管层") == []
        assert naming(document(name), "董事会 理事会") == []


def test_without_a_party_organisation_nothing_of_it_is_named(name: str) -> None:
    if built(name).draft.institution.party == "none":
        assert naming((*document(name), *workbook(name)), PARTY_ORGANISATION) == []


def test_what_the_next_build_compares_with_names_nothing_of_a_party_organisation_either(name: str) -> None:
    """It is printed in 变更记录 when it changes."""
    if built(name).draft.institution.party == "none":
        rows = snapshot(built(name).draft.assigned, built(name).draft.institution)
        kept = [value for kind, *values in rows if kind == PARTY for value in values]
        assert [value for value in kept if any(word in value for word in PARTY_ORGANISATION.split())] == []


def test_who_stands_in_is_said_to(name: str) -> None:
    stand_ins = [leader for leader in built(name).draft.institution.leaders if leader.substitute]
    for leader in stand_ins:
        assert f"{leader.in_text}代行监督职责" in body(name)
        assert leader.substitute and leader.substitute.basis not in body(name)
    assert stand_ins or "代行监督职责" not in body(name)


def test_insurers_name_their_agents(name: str) -> None:
    insurer = built(name).draft.institution.words["family"] == "insurer"
    assert ("销售从业人员（含保险代理人）" in body(name)) == insurer


def test_where_there_are_no_departments_none_is_named(name: str) -> None:
    if not built(name).draft.institution.departments:
        others = "监管|政府|信访|司法|有权|职责牵头|上级|业务管理|不设"
        assert "部门" not in re.sub(f"(?:{others})部门", "", body(name))


def test_where_nothing_is_below_nothing_below_is_named(name: str) -> None:
    if not built(name).draft.institution.levels_below:
        assert not re.search("下辖|下级分支|各级分支机构|及分支机构", body(name))


def test_what_the_superior_centralises_is_not_done_here(name: str) -> None:
    institution = built(name).draft.institution
    if "product" in institution.centralised:
        called = re.escape(institution.superior.name if institution.superior else "")
        said = f"上级机构（{called}(?:，[^（）]+)?）集中承担[^，；。]*产品研发[^，；。]*职能。"
        assert len(re.findall(said, body(name))) == 1
        assert not re.search("承担[^，；。]*产品研发", re.sub(said, "", body(name)))


def test_permission_stays_permission(name: str) -> None:
    assert re.search(r"可以通过阅批群众诉求", body(name))
    assert not re.search("应当可以|应当通过阅批群众诉求|原则上|一般应", body(name))


def test_no_modal_verb_stands_twice(name: str) -> None:
    assert not re.search("应当应当|应当不得|应当不能|不得不得|并并|应当也|应当并", body(name))
    assert not re.search("，。|。。|；。|：。|、。|，，|、、|（）|会议会议|委员会委员会", body(name))


def test_punctuation_is_full_width(name: str) -> None:
    for piece in (*document(name), *workbook(name)):
        assert not ASCII_BESIDE_CHINESE.search(piece.text), piece
        assert not FULL_WIDTH_IN_NUMBERS.search(piece.text), piece


def test_the_profile_is_commented_and_full_width(name: str) -> None:
    text = (PROFILES / f"{name}.yaml").read_text("utf-8")
    assert text.count("#") >= 2
    values = yaml.safe_load(text)
    assert all(len(line) <= 220 for line in text.splitlines())
    for value in strings(values):
        assert not ASCII_BESIDE_CHINESE.search(value), value


def test_its_files_are_whole(name: str) -> None:
    for kind in ("system", "checklist"):
        with zipfile.ZipFile(io.BytesIO(built(name).file(kind).content)) as parts:
            assert parts.testzip() is None


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value
