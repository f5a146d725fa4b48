"""What a pack asks lint to look at, read from pack.yaml."""

from __future__ import annotations

from typing import Any

from cplist.pack.lint_settings import ALWAYS, NO_CHECKS, Checks, Region, RoleChecks, Words, read_checks
from cplist.pack.pack import Pack

FULL: dict[str, Any] = {
    "regions": {
        "within": "山东省",
        "places": ["泰安"],
        "except": ["青岛市", {"name": "某县", "because": "另有规定"}],
    },
    "roles": [
        {"id": "chief", "checks": {"missing": "no-chief", "joint": {"other": "x"}, "may_oversee_nothing": "True"}},
        {"id": "other"},
    ],
    "checks": {
        "functions": ["it"],
        "oversight": "true",
        "reasons": [{"name": "没有下辖机构", "says": [["没有"], ["分行", "支行"]], "unless": "units_below"}],
        "superior_instead": {"says": [["上级"]], "but_not": ["没有上级"]},
        "no_basis": ["无"],
    },
}


def test_a_pack_that_says_nothing_is_held_to_nothing() -> None:
    assert read_checks({"roles": []}) == Checks()
    assert Checks().of("chief") == NO_CHECKS == RoleChecks()


def test_a_pack_is_held_to_what_it_says() -> None:
    checks = read_checks(FULL)
    assert set(checks.roles) == {"chief"}
    assert checks.of("chief") == RoleChecks(missing="no-chief", joint={"other": "x"}, may_oversee_nothing=ALWAYS)
    assert (checks.functions, checks.oversight, checks.within, checks.places) == (
        ("it",),
        True,
        "山东省",
        ("泰安",),
    )
    assert checks.outside == (Region("青岛市"), Region("某县", "另有规定"))
    assert checks.reasons[0].words.in_text("本行没有支行")
    assert checks.superior_instead == Words((("上级",),), ("没有上级",))


def test_the_shipped_pack_looks_at_all_that_can_be_looked_at(pack: Pack) -> None:
    checks = pack.checks
    assert checks.oversight and checks.functions and checks.within and checks.outside and checks.reasons
    said = [reason.name for reason in checks.reasons]
    assert len(said) == len(set(said)) == 5
