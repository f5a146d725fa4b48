"""The articles as a lawyer reads them, for every usual institution and some that aren't."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml
from drafts import drafted, shipped, usual

from cplist.compose.templates import templates_of
from cplist.core.document import Cell, Paragraph, RunKind, Style, Table
from cplist.core.findings import Location
from cplist.documents.letters import Letter, LetterWriter
from cplist.domain.assignment import Status
from cplist.draft import Draft
from cplist.workspace.usual import pairs

from .conftest import ROOT

pytestmark = pytest.mark.slow

DIGITS = "一二三四五六七八九十百"
PLACE = re.compile(
    f"第([{DIGITS}]+)条(?:第([{DIGITS}]+)款)?"
    f"(?:第（([{DIGITS}]+)）项(?:至第（([{DIGITS}]+)）项)?((?:、第（[{DIGITS}]+）项)*))?"
)
EVERYBODY = pairs()


def example(name: str) -> Any:
    return yaml.safe_load((ROOT / "profiles" / f"{name}.yaml").read_text("utf-8"))


def changed(data: Any) -> Draft:
    return drafted(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def article(found: Draft, key: str) -> str:
    return "\n".join(next(a for a in found.text.articles if a.key == key).paragraphs)


def body(found: Draft) -> str:
    return "\n".join(paragraph for a in found.text.articles for paragraph in a.paragraphs)


# 引用：印出的条、款、项，就是它说的那一处


@dataclass
class Printed:
    """An article as printed: what its paragraphs and their items carry, counted by reading."""

    key: str
    paragraphs: list[list[set[str]]] = field(default_factory=list)

    def carried(self, paragraph: int, item: int) -> set[str]:
        """In that 款 (0: anywhere) and that 项 of it (0: anywhere in it)."""
        chosen = self.paragraphs[paragraph - 1 : paragraph] if paragraph else self.paragraphs
        parts = [part for one in chosen for part in (one[item : item + 1] if item else one)]
        return set().union(*parts)


def printed(found: Draft) -> dict[str, Printed]:
    """Number → article, by reading the blocks as a reader does."""
    articles: dict[str, Printed] = {}
    current = Printed("")
    for block in found.text.blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.style is Style.ARTICLE:
            current = articles[block.label] = Printed(block.anchor)
        carried = {run.target for run in block.runs if run.kind is RunKind.DUTY}
        if block.style in (Style.ARTICLE, Style.PARAGRAPH):
            current.paragraphs.append([carried])
        elif block.style is Style.ITEM:
            current.paragraphs[-1].append(carried)
    return articles


def number(text: str | None) -> int:
    """An ordinal up to 99; none: 0."""
    if not text:
        return 0
    tens, ten, ones = text.rpartition("十")
    digits = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)


def rows(found: Draft) -> Iterator[dict[str, str]]:
    for block in found.text.blocks:
        if isinstance(block, Table):
            titles = [words(cell) for cell in block.header]
            for row in block.rows:
                yield dict(zip(titles, map(words, row), strict=True))


def words(runs: Cell) -> str:
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_every_place_in_the_annexes_is_where_the_duty_stands(type_: str, tier: str) -> None:
    articles = printed(usual(type_, tier))
    placed = [row for row in rows(usual(type_, tier)) if row.get("制度条款", "—") not in ("—", "")]
    assert placed
    for row in placed:
        ids = set(row["编号"].split())
        places = [
            carried for place in cited(row["制度条款"]) for carried in [articles[place[0]].carried(*place[1:])]
        ]
        assert all(ids & carried for carried in places), row
        assert ids <= set().union(*places), row


def cited(text: str) -> Iterator[tuple[str, int, int]]:
    """The places that a cell names: each with its article, 款 and 项."""
    end = 0
    for match in PLACE.finditer(text):
        assert text[end : match.start()] in ("", "、"), text
        end = match.end()
        article, paragraph, first, last, others = match.groups()
        items = [number(first), *map(number, re.findall(f"第（([{DIGITS}]+)）项", others or ""))]
        for item in range(items[0], number(last) + 1) if last else items:
            yield f"第{article}条", number(paragraph), item
    assert end == len(text), text


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_every_article_that_the_text_names_is_there_and_has_that_paragraph(type_: str, tier: str) -> None:
    articles = printed(usual(type_, tier))
    own = {f"第{name}条" for name in articles}
    assert own
    for block in usual(type_, tier).text.blocks:
        for run in block.runs if isinstance(block, Paragraph) else ():
            if run.kind is RunKind.REFERENCE and (match := PLACE.fullmatch(run.text)):
                named = articles[f"第{match[1]}条"]
                assert named.key == run.target
                assert number(match[2]) <= len(named.paragraphs)


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_no_reference_leads_to_the_article_that_it_stands_in(type_: str, tier: str) -> None:
    """Of itself an article says 本条."""
    current = ""
    for block in usual(type_, tier).text.blocks:
        if isinstance(block, Paragraph):
            current = block.anchor if block.style is Style.ARTICLE else current
            assert not current or all(run.target != current for run in block.runs if PLACE.fullmatch(run.text))
        if isinstance(block, Table):
            current = "" if any("制度条款" in words(cell) for cell in block.header) else current


# 行文


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_nothing_is_enumerated_that_is_one(type_: str, tier: str) -> None:
    """A list has two items at least, ends with a full stop and has semicolons before."""
    items: list[str] = []
    for block in usual(type_, tier).text.blocks:
        if isinstance(block, Paragraph) and block.style is Style.ITEM:
            items.append(block.text)
            continue
        if items:
            assert len(items) > 1, items
            assert items[-1].endswith("。") and all(item.endswith("；") for item in items[:-1]), items
        items = []


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_no_sentence_stands_twice_in_an_article_and_no_name_twice_in_a_list(type_: str, tier: str) -> None:
    for one in usual(type_, tier).text.articles:
        said = re.split("[。；\n]", "\n".join(one.paragraphs))
        sentences = [sentence for sentence in said if len(sentence) > 8]
        assert len(sentences) == len(set(sentences)), one.key
        for listed in re.findall("[^，。；：（）]*、[^，。；：（）]*", "。".join(one.paragraphs)):
            names = listed.split("、")
            assert all(names.count(name) == 1 for name in names if len(name) > 1), listed


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_what_the_institution_decides_is_marked_and_what_the_notice_asks_is_not(type_: str, tier: str) -> None:
    """A sentence with 可选 carries no duty; the usual slips of such texts are not there."""
    for block in usual(type_, tier).text.blocks:
        if isinstance(block, Paragraph) and "可选" in block.text:
            assert block.text.count("（可选：本机构自定）。") == block.text.count("可选")
            assert all(run.kind is not RunKind.DUTY for run in block.runs)
    text = body(usual(type_, tier))
    assert not re.search("原则上|一般应|零投诉|一票否决|连带责任|终身追责|特殊情况除外|进行管理|等等", text)
    assert not re.search(r"\d+个?(?:工作)?日|每[年季月周]|[一二三四]次以上", text), "通知没有规定频次和时限"


@pytest.mark.parametrize(("type_", "tier"), EVERYBODY)
def test_grades_are_the_notices_and_limited_as_it_limits_them(type_: str, tier: str) -> None:
    text = body(usual(type_, tier)).replace("统筹管理责任", "")
    assert not re.search("次要领导责任|主要领导责任|管理责任|保障责任|协助责任", text)
    for sentence in re.findall("[^。；]*最终责任[^。；]*", text):
        assert re.search("信访投诉事项处置|《管理办法》第八条，(董|理)事会", sentence), sentence


def test_the_institution_is_the_subject_where_the_notice_speaks_to_it() -> None:
    bank = body(usual("city_bank", "legal_entity"))
    assert "本行将消保审查纳入风险管理和内部控制体系。" in bank
    assert "消费者权益保护部归口管理本行消保审查工作，应当有效识别消保风险隐患" in bank
    assert "各级机构及其全体工作人员应当正确认识处置工作的内容，并遵守下列规定：" in bank
    (branch,) = article(usual("state_bank", "county_branch"), "grassroots").split("\n")
    assert "本行应当着重强化营业场所和人员管理，严格执行业务流程和操作标准，" in branch


# 不寻常的机构


def test_a_single_department_has_no_others_beside_it() -> None:
    data = example("county-branch")
    functions = [f for department in data["departments"] for f in department["functions"]]
    data["departments"] = [
        {"id": "all", "name": "综合业务部", "lines": ["front", "middle", "back"], "functions": functions}
    ]
    data["leaders"] = [
        {key: value for key, value in leader.items() if key != "oversees"} for leader in data["leaders"]
    ]
    data["leaders"][1]["oversees"] = ["all"]
    del data["leaders"][2]
    data["assignments"], data["document"], data["bodies"] = [], {"status": "draft"}, {}
    found = changed(data)
    text = body(found)
    assert "其他部门" not in text.replace("其他部门规定", "") and "（一）综合业务部是" not in text
    assert "综合业务部是前台、中台、后台部门，承担" in text
    assert "督促、指导其他人员及营业网点" in text
    assert "副行长作为其他负责人，分管综合业务部，对分管领域内" in article(found, "others-duties")


def test_an_outlet_with_departments_is_nearly_as_short_as_one_without() -> None:
    data = example("outlet")
    data["departments"] = [
        {"id": "sales", "name": "营销部", "lines": ["front"], "functions": ["marketing"]},
        {"id": "counter", "name": "营业厅", "lines": ["middle"], "functions": ["operations"]},
        {"id": "general", "name": "综合部", "lines": ["back"], "functions": ["cp_lead", "complaints", "office"]},
    ]
    data["leaders"][0]["oversees"], data["leaders"][1]["oversees"] = ["general"], ["sales", "counter"]
    data["centralised"] = [one for one in data["centralised"] if one not in ("operations",)]
    found = changed(data)
    assert len(found.text.articles) <= len(changed(example("outlet")).text.articles) + 5
    chapters = [block.text for block in found.text.blocks if getattr(block, "style", None) is Style.CHAPTER]
    assert "第五章　网点责任" in chapters
    assert not [block for block in found.text.blocks if getattr(block, "style", None) is Style.SECTION]


def test_what_the_superior_does_is_done_by_its_rules() -> None:
    data = example("village-bank")
    data["assignments"] = [
        {"duty": "2.2-10", "performed_by": "superior", "local_part": "配合送审"},
        {"duty": "4.1-02", "performed_by": "superior", "local_part": "报送所需情况"},
    ]
    data["departments"] += [
        {"id": id_, "name": name, "lines": ["front"], "functions": ["marketing"]}
        for id_, name in (("first", "城区业务部"), ("second", "县域业务部"))
    ]
    data["leaders"][2]["oversees"] += ["first", "second"]
    text = body(changed(data))
    assert "本行配合送审。" in text
    assert "启动消保审查的程序，适用上级机构消保审查制度〔待定〕" in text
    assert "总行明确报告时限、内容、路径等关键要素，各级机构执行。" in text
    assert "本行报送所需情况。" in text
    assert "划定消保事项的分级标准" not in text


@pytest.mark.parametrize("names", [True, False])
def test_leaders_of_one_post_are_told_apart_by_what_they_oversee_and_never_by_name(names: bool) -> None:
    data = example("city-bank")
    data["document"]["names"] = names
    found = changed(data)
    text = article(found, "others")
    assert "（二）分管消保工作的副行长，分管消费者权益保护部、" in text
    assert text.count("）副行长，分管") == 2
    assert not [leader["name"] for leader in data["leaders"] if leader["name"] in body(found)]


def test_who_oversees_what_stands_in_the_words_of_an_article_so_that_a_change_shows() -> None:
    data = example("city-bank")
    before = article(changed(data), "others")
    data["leaders"][3]["oversees"].remove("digital")
    data["leaders"][4]["oversees"].append("digital")
    after = article(changed(data), "others")
    assert "副行长，分管个人金融部、信用卡中心、网络金融部；" in before
    assert "副行长，分管公司金融部、普惠金融部、金融市场部、网络金融部；" in after


def test_many_levels_are_named_once_and_then_together() -> None:
    text = body(usual("life_insurer", "legal_entity"))
    assert "各级分支机构应当公布和畅通消费诉求反映渠道" in text
    assert text.count("省级分公司、中心支公司、支公司、营销服务部") == 1


# 附件和责任书：同一事项不重复，一项不少


LISTS = ("annex-leaders", "annex-departments", "annex-levels")
LISTED = ["city-bank", "life-insurer", "county-branch", "outlet", "bank-city-branch"]


@pytest.mark.parametrize("name", LISTED)
def test_the_annexes_say_in_words_what_each_party_bears(name: str) -> None:
    found = changed(example(name))
    context = found.context
    for annex, several in zip(LISTS, (context["leaders"], context["departments"], context["levels"]), strict=True):
        tables = annex_tables(found, annex)
        for one in several:
            called = str(one.get("label", one["name"])).replace("\U0010fe00", "、")
            own = {id_ for table in tables if table.names(called) for id_ in table.ids}
            shared = {id_ for table in annex_tables(found) if "共同责任" in table.under for id_ in table.ids}
            asked = {str(id_) for id_ in one["duties"]}
            assert asked <= own | shared, called
            assert own <= asked | likewise(found, one), called


@pytest.mark.parametrize("name", LISTED)
def test_the_annexes_say_what_several_bear_once(name: str) -> None:
    found = changed(example(name))
    for annex in ("annex-leaders", "annex-levels"):
        shown = [id_ for table in annex_tables(found, annex) for id_ in table.ids]
        assert len(shown) == len(set(shown))
    departments = annex_tables(found, "annex-departments")
    shared = [id_ for table in departments if "共同责任" in table.under for id_ in table.ids]
    assert len(shared) == len(set(shared))
    assert not set(shared) & {id_ for table in departments if "共同责任" not in table.under for id_ in table.ids}


@pytest.mark.parametrize("name", LISTED)
def test_a_row_of_the_annexes_is_the_notices_words_and_no_piece_of_them(name: str) -> None:
    found = changed(example(name))
    texts = {duty.id: duty.text for duty in shipped().notice.duties}
    for table in annex_tables(found):
        for ids, text in table.rows:
            assert text and text in "".join(texts[id_] for id_ in ids)
            assert not text.endswith(("，", "、", "；", "：", "包括"))
            assert not text.startswith(("并", "但", "也", "其中", "1"))


@dataclass(frozen=True)
class Listed:
    """A table of an annex, or what stands in it below a row of its own: the words above it, up to the table before,
    each row's duties and words, and of those that the superior performs the same."""

    under: str
    rows: list[tuple[list[str], str]]
    local: list[tuple[list[str], str]] = field(default_factory=list)

    def names(self, party: str) -> bool:
        return bool(re.search(f"(?:^|[^一-龥]|和){re.escape(party)}(?:$|[^一-龥]|和)", self.under, re.MULTILINE))

    @property
    def ids(self) -> list[str]:
        return [id_ for ids, _ in self.rows for id_ in ids]


def annex_tables(found: Draft, *annexes: str) -> list[Listed]:
    """The tables of duties in those annexes (none named: in all of LISTS)."""
    tables: list[Listed] = []
    inside, above = False, ""
    for block in found.text.blocks:
        if isinstance(block, Paragraph) and block.style is Style.ANNEX_LABEL:
            inside, above = block.anchor in (annexes or LISTS), ""
        elif inside and isinstance(block, Paragraph):
            above += f"{block.text}\n"
        elif inside and isinstance(block, Table):
            if words(block.header[0]) == "编号":
                tables += listed(above, block)
            above = ""
    return tables


def listed(above: str, table: Table) -> list[Listed]:
    """What the table lists; a row that has words in its first cell only begins another part."""
    parts = [Listed(above, [])]
    for first, text, *places in (list(map(words, row)) for row in table.rows):
        if not text and not any(places):
            parts.append(Listed(first, []))
            continue
        ids, text = (
            first.split(),
            re.split("\n(?:本机构措施|说明)：|（督促、配合：|（配合：|（本.没有|（本..没有", text)[0],
        )
        (parts[-1].local if text.startswith("本级：") else parts[-1].rows).append((ids, text))
    return [part for part in parts if part.rows or part.local]


@pytest.mark.parametrize("name", ["county-branch", "outlet"])
def test_the_annexes_list_what_is_done_here_of_what_the_superior_performs(name: str) -> None:
    found = changed(example(name))
    performed = {a.duty.id: a for a in found.assigned.assignments if a.status is Status.SUPERIOR}
    assert len(performed) >= 9
    tables = annex_tables(found)
    listed_here = [id_ for table in tables for ids, _ in table.local for id_ in ids]
    assert sorted(listed_here) == sorted(performed)
    for annex, several in (("annex-leaders", "leaders"), ("annex-departments", "departments")):
        lists = annex_tables(found, annex)
        for one in found.context[several]:
            called = one.get("label", one["name"])
            own = {id_ for table in lists if table.names(called) for ids, _ in table.local for id_ in ids}
            here = {id_ for id_, a in performed.items() if one["id"] in {p.id for p in a.local}}
            assert own == set(one["local"]) == here
    for table in tables:
        for ids, text in table.local:
            assert all(performed[id_].local_part.rstrip("。") in text for id_ in ids), text


def test_what_binds_the_units_below_names_them_among_the_bearers() -> None:
    found = changed(example("county-branch"))
    table = next(b for b in found.text.blocks if isinstance(b, Table) and words(b.header[-1]) == "责任主体")
    bearers = {id_: words(row[-1]) for row in table.rows for id_ in words(row[0]).split()}
    bound = {a.duty.id for a in found.assigned.assignments if a.bound}
    assert {"3.2-24", "3.2-30", "4.1-06", "4.2-02", "2.3-16"} <= set(bearers) & bound
    assert all("营业网点" in bearers[id_] for id_ in set(bearers) & bound), bearers
    assert bearers["3.2-24"] == "各部门、营业网点"


def test_the_lists_of_a_branch_give_the_superior_nothing_to_do() -> None:
    for name in LISTED:
        found = changed(example(name))
        superior = found.institution.superior
        cells = [words(row[1]) for b in found.text.blocks if isinstance(b, Table) for row in b.rows]
        helped = [re.findall("（(?:督促、)?配合：([^）]*)", cell) for cell in cells]
        assert not superior or not [one for one in helped if superior.name in "".join(one)]


def test_no_sentence_ends_within_brackets_on_the_structures_page() -> None:
    data = example("city-bank")
    chair = data["leaders"][0]["id"]
    data["bodies"]["deliberation"] = {"name": "行长办公会", "chair": chair, "office": data["departments"][0]["id"]}
    cells = [
        words(cell) for b in changed(data).text.blocks if isinstance(b, Table) for row in b.rows for cell in row
    ]
    assert [cell for cell in cells if cell.startswith("行长办公会（")]
    assert not [cell for cell in cells if "。）" in cell]


def test_staff_without_departments_has_lists_of_its_own() -> None:
    tables = {
        table.under.split("：")[0]: table for table in annex_tables(changed(example("outlet")), "annex-leaders")
    }
    assert {"2.1-02", "2.1-09", "3.2-21"} <= set(tables["前台人员"].ids)
    assert {"2.3-16", "3.2-24", "4.2-02", "4.2-05", "4.1-09"} <= set(tables["全体人员共同责任"].ids)
    assert not {"2.1-02", "4.1-06", "4.2-05"} & set(tables["行长　靳晓峰"].ids)
    assert "4.1-06" in tables["消保专员"].ids


def likewise(found: Draft, level: Mapping[str, Any]) -> set[str]:
    """What the institution bears and the notice asks of a level as well."""
    return {
        a.duty.id
        for a in found.assigned.assignments
        if a.applies and a.duty.topic == "branches" and level.get("tier") in a.duty.tiers
    }


def letters(found: Draft) -> dict[str, Letter]:
    writer = LetterWriter(
        templates_of(shipped()),
        found.institution,
        found.assigned,
        found.context,
        found.text,
        lambda _: Location("drafting.yaml"),
    )
    made, _ = writer.letters()
    return {letter.party.id: letter for letter in made}


def in_letter(letter: Letter) -> set[str]:
    tables = [block for block in letter.text.blocks if isinstance(block, Table)]
    cells = [words(row[0]) for table in tables for row in table.rows]
    return {id_ for cell in cells for id_ in re.findall(r"\d\.\d-\d\d", cell)}


@pytest.mark.parametrize(("type_", "tier"), [pair for pair in EVERYBODY if pair[1] != "outlet"])
def test_a_levels_letter_has_all_that_the_notice_asks_of_that_level(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    made = letters(found)
    for level in found.institution.levels_below:
        asked = {
            a.duty.id
            for a in found.assigned.assignments
            if a.applies and a.duty.clause == "3.2" and level.tier in a.duty.tiers
            if a.duty.kind.value != "statement"
        }
        assert asked
        assert asked <= in_letter(made[level.tier.value])
        text = "\n".join(b.text for b in made[level.tier.value].text.blocks if isinstance(b, Paragraph))
        assert "没有以该层级为责任主体" not in text


def test_what_may_be_done_is_marked_in_a_letter_and_no_other_duty_is() -> None:
    made = letters(usual("city_bank", "legal_entity"))
    marked = {
        words(row[0])
        for letter in made.values()
        for block in letter.text.blocks
        if isinstance(block, Table)
        for row in block.rows
        if any("（可为）" in words(cell) for cell in row)
    }
    assert marked == {"1.4-06"}


def test_the_chief_of_an_outlet_pledges_own_duties_apart_from_the_outlets() -> None:
    found = changed(copy.deepcopy(example("outlet")))
    tables = [b for b in letters(found)["president"].text.blocks if isinstance(b, Table)]
    clauses = [{words(row[0])[:2] for row in table.rows} for table in tables if words(table.header[0]) == "编号"]
    assert clauses[0] == {"1."}
    assert "1.1" not in str(clauses[1]) and "2." in clauses[1]


@pytest.mark.parametrize(("status", "printed"), [("draft", "〔2026〕　号）"), ("final", "号）")])
def test_a_draft_has_no_number_yet(status: str, printed: str) -> None:
    data = example("city-bank")
    data["document"]["status"] = status
    notes = [b.text for b in changed(data).text.blocks if isinstance(b, Paragraph) and b.style is Style.NOTE]
    assert any(note.endswith(printed) for note in notes)
    assert (data["document"]["number"] in "".join(notes)) == (status == "final")
