"""Which functions the superior has of which a profile says nothing: what is usual at the institution's tier."""

from __future__ import annotations

from dataclasses import replace

from cplist.domain.institution import Institution
from cplist.pack.rules import Rules


def with_usual(institution: Institution, rules: Rules) -> Institution:
    """The institution with what its superior usually has besides: functions that no department has, and of which
    the profile doesn't say that the superior has them, wholly or in part. They are its `assumed`."""
    if institution.superior is None or not institution.superior.counts:
        return institution
    held = {function for department in institution.departments for function in department.functions}
    said = {*institution.centralised, *(part.function for part in institution.centralised_in_part)}
    usual = (function for usual in rules.usual_above(institution.tier) for function in usual.functions)
    assumed = tuple(function for function in dict.fromkeys(usual) if function not in held | said)
    return replace(institution, centralised=(*institution.centralised, *assumed), assumed=assumed)
