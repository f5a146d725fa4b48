"""What a pack's templates see: one institution and its assignments as plain data, every string inert.

The keys are a contract with pack authors; they stand in values.py and in docs/packs.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from cplist.assignment.assign import Assigned
from cplist.compose.duty_values import Duties
from cplist.compose.institution_values import (
    clause_values,
    document_values,
    institution_values,
    notice_values,
    option_values,
    own_rule_values,
    pack_values,
    reporting_values,
    word_values,
)
from cplist.compose.own_words import OwnWords
from cplist.compose.particulars import particulars
from cplist.compose.party_names import PartyNames
from cplist.compose.people_values import People, Roles
from cplist.compose.shares import Shares
from cplist.compose.sources.values import Sources
from cplist.compose.structure_values import Structure
from cplist.compose.values import ArticleValues, Values
from cplist.core.document import Article
from cplist.core.inert import Plain, inert
from cplist.domain.institution import Institution
from cplist.domain.numerals import chinese
from cplist.pack.pack import Pack


def context(pack: Pack, institution: Institution, assigned: Assigned) -> Values:
    """The values of every template of the pack for that institution."""
    return inert(_values(pack, institution, assigned))


def _values(pack: Pack, own: Institution, assigned: Assigned) -> Values:
    words, assignments = OwnWords(own), assigned.assignments
    called = PartyNames(pack.roles, own, assigned.finders)
    roles = Roles(pack, own, assigned, called)
    shares = Shares(own, assigned, {clause.id: clause.label for clause in pack.notice.clauses})
    people = People(pack.roles, own, assigned, words, shares, called)
    structure = Structure(own, assigned.finders, words, shares, called)
    bodies = {id_: structure.body(one) for id_, one in own.bodies.items()}
    levels, superior, subsidiaries = structure.levels(), structure.superior(), structure.subsidiaries()
    parts = [*map(structure.in_part, own.centralised_in_part)]
    duties = [*map(Duties(pack, words, called, own).values, assignments)]
    sources = Sources(pack, own, assigned, words)
    listed, provisions = sources.sources(), sources.provisions()
    committee, board = own.bodies.get("committee"), own.bodies.get("board_committee")
    body, lead = committee or own.bodies.get("deliberation"), roles.values(pack.lead)
    return {
        "own": own.self_name,
        "name": own.name,
        "short_name": own.short_name,
        "institution": institution_values(pack, own, words),
        "word": word_values(own),
        "document": document_values(own, called.of(own.document.interpreter) or lead["names"]),
        "notice": notice_values(pack.notice, own),
        "pack": pack_values(pack),
        "on": {assignment.duty.id: assignment.applies for assignment in assignments},
        "who": {assignment.duty.id: called.who(assignment) for assignment in assignments},
        "duty": {duty["id"]: duty for duty in duties},
        "duties": duties,
        "clauses": [*map(clause_values, pack.notice.clauses)],
        "role": {role: roles.values(role) for role in pack.roles},
        "lead": lead,
        "substitutes": [*roles.substitutes()],
        "has_committee": committee is not None,
        "committee": body.called if body else "",
        "committee_chair": called.of(body.chair if body else ""),
        "committee_office": called.of(body.office if body else ""),
        "board_committee": board.name if board else "",
        "bodies": bodies,
        "superior": superior,
        "subsidiaries": subsidiaries,
        "centralised_in_part": parts,
        "particulars": particulars(bodies, levels, superior, parts, subsidiaries),
        "leaders": [*map(people.leader, own.leaders)],
        "departments": [*map(people.department, own.departments)],
        "levels": levels,
        "joint_posts": people.joint_posts(),
        "vacancies": [*map(people.vacancy, own.vacancies)],
        "short_names": people.short_names(),
        "unsigned": shares.unsigned(),
        "own_duties": shares.own_duties(),
        "options": option_values(pack, own),
        "own_rules": own_rule_values(pack, own),
        "reporting": reporting_values(own),
        "parties": shares.parties(),
        "pairs": shares.pairs(duties),
        "matrix": shares.matrix(pack.notice),
        "counts": shares.counts(),
        "source": {source["id"]: source for source in listed},
        "sources": listed,
        "provision": {provision["id"]: provision for provision in provisions},
        "source_rows": sources.rows(provisions),
    }


def article_values(articles: Iterable[Article]) -> list[ArticleValues]:
    """Articles as templates see them."""
    return [
        {
            "key": Plain(article.key),
            "title": inert(article.title),
            "number": f"第{chinese(article.number)}条",
            "paragraphs": inert(list(article.paragraphs)),
            "duties": [Plain(duty) for duty in article.duties],
        }
        for article in articles
    ]
