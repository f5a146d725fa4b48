"""What templates see of the institution itself, its document, the notice and the pack."""

from __future__ import annotations

from cplist.compose.own_words import OwnWords
from cplist.compose.sandbox import Plain
from cplist.compose.values import ClauseValues, NoticeValues, PackValues
from cplist.compose.values_of_institution import DocumentValues, InstitutionValues, WordValues
from cplist.domain.institution import Institution
from cplist.domain.notice import Clause, Notice, Tier
from cplist.domain.numerals import chinese_date
from cplist.pack.pack import Pack


def institution_values(own: Institution, words: OwnWords) -> InstitutionValues:
    """The institution as its profile has it."""
    return {
        "name": own.name,
        "short_name": own.short_name,
        "type": own.type,
        "type_name": own.words["name"],
        "family": own.words["family"],
        "tier": own.tier.value,
        "tiers": [tier.value for tier in own.tiers],
        "region": own.region,
        "party": own.party,
        "board": own.board,
        "by_reference": own.by_reference,
        "below": bool(own.levels_below),
        "superior": own.superior.name if own.superior else "",
        "centralised": list(own.centralised),
        "centralised_names": words.fitting(own.functions_called(own.centralised)),
    }


def word_values(own: Institution) -> WordValues:
    """What an institution of that type and tier calls its leaders, levels and organisation."""
    head = own.tier is Tier.LEGAL_ENTITY
    return {
        "management": own.words["management" if head else "branch_management"],
        "after_sale": own.words["after_sale"],
        "sales_staff": own.words.get("sales_staff", ""),
        "below": "、".join(level.name for level in own.levels_below),
        "head": own.words[own.tier.value],
        "superior": own.superior.called if own.superior else "上级机构",
        "party": "" if own.party == "none" else own.party or "党组织",
    }


def document_values(own: Institution, interpreter: str) -> DocumentValues:
    """The profile's `document`; `interpreter` is the name of the department that interprets it."""
    paper = own.document
    return {
        "number": paper.number,
        "date": chinese_date(paper.date),
        "day": paper.date,
        "effective": chinese_date(paper.effective),
        "status": paper.status,
        "supersedes": paper.supersedes,
        "interpreter": interpreter,
        "title": paper.title,
        "approval": paper.approval,
        "heading": paper.heading,
        "cover": paper.cover,
        "draft": paper.status == "draft",
    }


def notice_values(notice: Notice) -> NoticeValues:
    """The notice's title, issuer and dates."""
    return {
        "title": notice.title,
        "number": notice.number,
        "issuer": notice.issuer,
        "regulator_today": notice.regulator_today,
        "date": chinese_date(notice.date),
        "effective": chinese_date(notice.effective),
        "validity": notice.validity,
    }


def pack_values(pack: Pack) -> PackValues:
    """The pack's name, version and title."""
    return {"name": pack.name, "version": pack.version, "title": pack.title}


def clause_values(clause: Clause) -> ClauseValues:
    """A clause of the notice, its paragraphs joined."""
    return {
        "id": Plain(clause.id),
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text.replace("\n", ""),
        "duties": [Plain(duty.id) for duty in clause.duties],
    }
