"""What templates see of the institution itself, its document and its decisions, the notice and the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cplist.compose.decided.functions import DROP, KEEP, OPEN, OWN
from cplist.compose.institution_value_types import (
    DocumentValues,
    InstitutionValues,
    OptionValues,
    OwnRuleValues,
    ReportingValues,
    WordValues,
)
from cplist.compose.own_words import OwnWords
from cplist.compose.values import ClauseValues, NoticeValues, PackValues
from cplist.core.inert import Plain
from cplist.domain.institution import Institution
from cplist.domain.notice import Clause, Notice, Tier
from cplist.domain.numerals import chinese_date
from cplist.domain.sources import NOTICE, standing
from cplist.pack.pack import Pack

NOT_GIVEN = re.compile("〕[0-9]+号")


def institution_values(pack: Pack, own: Institution, words: OwnWords) -> InstitutionValues:
    """The institution as its profile has it."""
    elsewhere = own.tier is Tier.LEGAL_ENTITY and pack.checks.elsewhere(own.type, own.region)
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
        "is_branch": own.is_branch,
        "area": pack.checks.area if elsewhere else "",
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
        "number": _printed(paper.number) if paper.status == "draft" else paper.number,
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
        "annexes": [*paper.annexes],
        "assessment": paper.assessment,
        "period": paper.period,
    }


def _printed(number: str) -> str:
    """A draft's number, which nobody has given it yet: 泰银发〔2026〕　号."""
    return NOT_GIVEN.sub("〕　号", number)


def notice_values(notice: Notice, own: Institution) -> NoticeValues:
    """The notice's title, issuer and dates, and what is known of its validity."""
    return {
        "title": notice.title,
        "number": notice.number,
        "issuer": notice.issuer,
        "regulator_today": notice.regulator_today,
        "date": chinese_date(notice.date),
        "effective": chinese_date(notice.effective),
        "validity": standing(own.sources, NOTICE, notice.validity),
        "verified": NOTICE in own.sources,
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


def option_values(pack: Pack, own: Institution) -> Mapping[str, OptionValues]:
    """Every optional item of the pack by its id, and what the profile decides of it."""
    return {id_: _option(id_, decides, own.options.get(id_, "")) for id_, decides in pack.options.items()}


def _option(id_: str, decides: str, decided: str) -> OptionValues:
    decision = decided if decided in (KEEP, DROP, OPEN) else OWN
    words = decided if decision == OWN else ""
    return {"id": Plain(id_), "decides": decides, "decision": Plain(decision), "words": words}


def own_rule_values(pack: Pack, own: Institution) -> Mapping[str, OwnRuleValues]:
    """Every kind of own rules that the pack has, and the institution's rule of that kind."""
    return {kind: _own_rule(kind, called, own) for kind, called in pack.own_rules.items()}


def _own_rule(kind: str, called: str, own: Institution) -> OwnRuleValues:
    rule = own.own_rules.get(kind)
    name, number = (rule.name, rule.number) if rule else ("", "")
    return {"id": Plain(kind), "called": called, "name": name, "number": number}


def reporting_values(own: Institution) -> list[ReportingValues]:
    """The levels of what is reported."""
    return [
        {
            "level": one.level,
            "risk": one.risk,
            "event": one.event,
            "route": one.route,
            "limit": one.limit,
            "contents": one.contents,
        }
        for one in own.reporting
    ]
