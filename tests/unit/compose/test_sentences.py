"""Duties as sentences: what is said of whom, where one sentence ends, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.compose.sandbox import environment, render
from cplist.compose.sentences import Sentences, sentences
from cplist.compose.text.composer import compose
from cplist.core.inert import inert

PARTS = {"a-01": "听取汇报", "a-02": "加强调度", "a-03": "不得推诿"}
DEPARTMENTS = [{"id": id_, "name": name} for id_, name in (("x", "甲部"), ("y", "乙部"), ("z", "丙部"))]


def duty(bearers: str = "", **values: Any) -> dict[str, Any]:
    """What templates see of a duty, as far as sentences look at it. `bearers` are ids of departments."""
    parties = [{"id": id_, "name": id_, "kind": "department", "kind_name": "部门"} for id_ in bearers]
    known = {"status": "assigned", "kind": "obligation", "applies": True, "personal": False, "rule": "r"}
    known["lead_decided"] = False
    return {**known, "local_part": "", "supporting": "", "responsible_list": parties, **values}


def superior(**values: Any) -> dict[str, Any]:
    return duty(status="superior", **values)


def said_of(who: Mapping[str, str], duties: Mapping[str, Any] | None = None, **more: Any) -> Sentences:
    """Sentences about duties of those parties: id → who."""
    known = {id_: duty() for id_ in who} | dict(duties or {})
    return sentences(known, dict.fromkeys(known, "") | dict(who), "本行", **{"departments": DEPARTMENTS} | more)


ONE = said_of(dict.fromkeys(PARTS, "董事长"))
TWO = said_of({"a-01": "董事长", "a-02": "行长", "a-03": "行长"})


class TestSentences:
    def test_of_one_party_are_one_sentence_with_one_modal_word(self) -> None:
        assert ONE.say({"a-01": "听取汇报", "a-02": "加强调度"}) == "董事长[应当听取汇报](a-01)，[加强调度](a-02)。"

    def test_of_another_party_begin_a_paragraph(self) -> None:
        assert TWO.say(PARTS) == "董事长[应当听取汇报](a-01)。\n行长[应当加强调度](a-02)，[不得推诿](a-03)。"

    def test_leave_out_what_does_not_apply(self) -> None:
        some = said_of(dict.fromkeys(PARTS, "董事长"), {"a-01": duty(applies=False)})
        assert some.say(PARTS) == "董事长[应当加强调度](a-02)，[不得推诿](a-03)。"

    def test_of_nothing_are_nothing(self) -> None:
        assert said_of({}, {"a-01": duty(applies=False)}).say({"a-01": "听取汇报"}) == ""
        assert ONE.say({}) == ""

    def test_begin_without_and_or_but(self) -> None:
        assert ONE.say({"a-01": "并听取汇报"}) == "董事长[应当听取汇报](a-01)。"

    def test_have_a_semicolon_where_the_words_begin_with_one(self) -> None:
        parts = {"a-01": "应当听取汇报", "a-02": "；对于问题，应当调度"}
        assert ONE.say(parts) == "董事长[应当听取汇报](a-01)；[对于问题，应当调度](a-02)。"

    def test_are_of_the_institution_where_nobody_is_named(self) -> None:
        assert said_of({"a-01": ""}).say({"a-01": "听取汇报"}) == "本行[应当听取汇报](a-01)。"

    def test_with_a_subject_name_at_their_end_who_bears_the_duty(self) -> None:
        assert TWO.say({"a-01": "听取汇报"}, subject="本行") == "本行[应当听取汇报](a-01)，由董事长负责。"
        assert TWO.say({"a-01": "听取汇报"}, subject="本行", verb="组织实施") == (
            "本行[应当听取汇报](a-01)，由董事长组织实施。"
        )

    def test_that_state_what_is_so_have_no_modal_word_and_no_bearer(self) -> None:
        assert TWO.state({"a-01": "设立委员会"}, "本行") == "本行[设立委员会](a-01)。"
        assert TWO.state({"a-01": "应当落实责任"}, "本行") == "本行[应当落实责任](a-01)。"
        assert said_of({}, {"a-01": duty(applies=False)}).state({"a-01": "设立委员会"}, "本行") == ""

    def test_that_state_what_is_so_name_the_department_that_the_profile_decides(self) -> None:
        decided = said_of({"a-01": "甲部"}, {"a-01": duty("x", rule="profile")})
        assert decided.state({"a-01": "设立委员会"}, "本行") == "本行[设立委员会](a-01)。甲部承办前述事务。"

    def test_that_state_what_is_so_leave_to_the_superior_what_it_performs(self) -> None:
        above = said_of({"a-01": "上级机构"}, {"a-01": superior()})
        assert above.state({"a-01": "设立委员会"}, "本行") == (
            "本行执行上级机构关于[设立委员会](a-01)的规定，并反馈执行中发现的问题。"
        )

    def test_of_an_institution_without_departments_are_its_own_where_a_post_bears_them(self) -> None:
        post = {"id": "officer", "name": "消保专员", "kind": "leader", "kind_name": "岗位"}
        known = {"a-01": duty(responsible_list=[post])}
        one = said_of({"a-01": "消保专员"}, known, departments=[])
        assert one.say({"a-01": "听取汇报"}) == "本行[应当听取汇报](a-01)。"

    def test_do_not_name_their_subject_twice(self) -> None:
        assert TWO.say({"a-01": "听取汇报"}, subject="董事长") == "董事长[应当听取汇报](a-01)。"

    def test_say_that_staff_are_meant_too(self) -> None:
        assert TWO.say({"a-01": "听取汇报"}, staff="及其人员") == "董事长及其人员[应当听取汇报](a-01)。"

    def test_have_a_comma_behind_a_long_subject(self) -> None:
        long = "消" * 21
        assert said_of({"a-01": long}).say({"a-01": "听取汇报"}) == f"{long}，[应当听取汇报](a-01)。"
        assert said_of({"a-01": long[1:]}).say({"a-01": "听取汇报"}) == f"{long[1:]}[应当听取汇报](a-01)。"

    def test_go_on_from_an_opening_about_the_same_party(self) -> None:
        text = ONE.say({"a-01": "听取汇报"}, bearer="董事长", opening="董事长[负总责](g)")
        assert text == "董事长[负总责](g)，[应当听取汇报](a-01)。"

    def test_of_others_leave_the_opening_alone(self) -> None:
        text = TWO.say({"a-02": "加强调度"}, bearer="董事长", opening="董事长[负总责](g)")
        assert text == "董事长[负总责](g)。\n行长[应当加强调度](a-02)。"

    def test_of_nothing_leave_the_opening(self) -> None:
        assert ONE.say({}, bearer="董事长", opening="董事长[负总责](g)") == "董事长[负总责](g)。"


class TestWhatTheSuperiorPerforms:
    ABOVE = said_of({}, {"a-01": superior(), "a-02": superior(), "a-03": superior(local_part="提供资料；")})

    def test_is_carried_out_here_where_nothing_else_is_said(self) -> None:
        text = self.ABOVE.say({"a-01": "应当听取汇报", "a-02": "加强调度"})
        assert text == ("本行执行上级机构关于[听取汇报](a-01)、[加强调度](a-02)的规定，并反馈执行中发现的问题。")

    def test_says_what_is_left_to_do_where_something_is(self) -> None:
        assert self.ABOVE.upward(PARTS) == (
            "本行执行上级机构关于[听取汇报](a-01)、[加强调度](a-02)的规定，并反馈执行中发现的问题，[提供资料](a-03)。"
        )

    def test_calls_the_superior_as_the_text_does(self) -> None:
        some = said_of({}, {"a-01": superior(local_part="报送上级机构")}, superior="总行")
        assert some.upward({"a-01": "甲"}) == "本行[报送总行](a-01)。"

    def test_begins_another_sentence_where_one_would_be_long(self) -> None:
        some = said_of({}, {f"a-0{number}": superior(local_part="报送材料" * 12) for number in (1, 2)})
        first, second = some.upward({"a-01": "甲", "a-02": "乙"}).split("\n")
        assert first.startswith("本行[报送材料") and first.endswith("](a-01)。")
        assert second.startswith("本行[报送材料") and second.endswith("](a-02)。")

    def test_is_nothing_of_what_is_performed_here(self) -> None:
        assert ONE.upward(PARTS) == ""

    def test_names_those_who_support(self) -> None:
        some = {"a-01": superior(supporting="甲部")}
        assert said_of({}, some).assistance("a-01") == "甲部配合"
        assert said_of({}, some, departments=[]).assistance("a-01") == "本行配合"

    def test_says_support_once(self) -> None:
        assert said_of({}, {"a-01": superior(local_part="配合检查。")}).assistance("a-01") == "本行配合检查"

    def test_is_never_a_prohibition(self) -> None:
        kept = said_of({}, {"a-03": superior(kind="prohibition")})
        assert not kept.above("a-03")
        assert kept.say({"a-03": "不得推诿"}) == "本行[不得推诿](a-03)。"


class TestTheSubject:
    def test_is_the_institution_where_there_are_no_departments_and_the_duty_falls_to_its_head(self) -> None:
        alone = said_of(
            {"a-01": "主任", "a-02": "主任", "a-03": "副主任"},
            {"a-02": duty(personal=True)},
            departments=[],
            head="主任",
        )
        assert [alone.subject_of(id_) for id_ in PARTS] == ["本行", "主任", "副主任"]

    def test_is_the_head_where_there_are_departments(self) -> None:
        assert said_of({"a-01": "主任"}, head="主任").subject_of("a-01") == "主任"

    def test_is_each_department_by_its_name_in_their_order(self) -> None:
        several = {"a-01": duty("zx"), "a-02": duty("xyz"), "a-03": duty("y")}
        who = {"a-01": "各前台部门", "a-02": "各前台部门", "a-03": "乙部"}
        named = said_of(who, several, each_named=True)
        assert [named.subject_of(id_) for id_ in PARTS] == ["甲部、丙部", "各部门", "乙部"]
        assert said_of(who, several).subject_of("a-01") == "各前台部门"
        together = said_of(who, several, each_named=True, together=["各前台部门"])
        assert together.subject_of("a-01") == "各前台部门"

    def test_has_other_words_where_a_pack_has_them(self) -> None:
        some = said_of({"a-01": "支行、网点"}, called={"支行、网点": "下辖机构"}, replaced={"纪检部门": "监督部"})
        assert some.say({"a-01": "听取汇报"}) == "下辖机构[应当听取汇报](a-01)。"
        assert some.named("纪检部门以外的部门") == "监督部以外的部门"

    def test_is_the_departments_that_bear_the_duty_without_the_units_below(self) -> None:
        bound = duty("xz")
        bound["responsible_list"].append({"id": "outlet", "name": "支行", "kind": "level"})
        assert said_of({"a-01": "各前台部门"}, {"a-01": bound}, each_named=True).subject_of("a-01") == "甲部、丙部"


class TestOfOneSubject:
    """What the notice asks of the institution is said of it, whoever bears the duty."""

    def test_they_are_one_sentence_whoever_bears_them(self) -> None:
        assert TWO.of("各级机构", PARTS) == "各级机构[应当听取汇报](a-01)，[加强调度](a-02)，[不得推诿](a-03)。"
        assert TWO.of("各级机构", {"a-01": "甲"}, {"a-02": "乙"}) == "各级机构[应当甲](a-01)，[乙](a-02)。"

    def test_only_what_is_performed_here_is_said(self) -> None:
        some = said_of({"a-01": "行长"}, {"a-02": superior(), "a-03": duty(applies=False)})
        assert some.of("本行", PARTS) == "本行[应当听取汇报](a-01)。"
        assert some.of("本行", {"a-02": "乙"}) == ""

    def test_whom_the_profile_puts_at_their_head_is_named_in_a_sentence_of_its_own(self) -> None:
        some = said_of({"a-01": "甲部", "a-02": "乙部"}, {"a-01": duty("x", lead_decided=True)})
        assert some.of("本行", {"a-01": "甲", "a-02": "乙"}) == "本行[应当甲](a-01)，[乙](a-02)。甲部承办上述事项。"

    def test_a_subject_with_a_comma_of_its_own_gets_no_other(self) -> None:
        assert ONE.of("对于超越本行处理权限的消保事项，各级机构", {"a-01": "报告"}) == (
            "对于超越本行处理权限的消保事项，各级机构[应当报告](a-01)。"
        )

    def test_items_stand_behind_their_lead(self) -> None:
        parts = {"a-01": "不得甲", "a-02": "也不能乙", "a-03": "应当丙"}
        assert TWO.items("各级机构应当遵守下列规定", parts) == (
            "各级机构应当遵守下列规定：\n1. [不得甲](a-01)，[也不能乙](a-02)\n1. [丙](a-03)"
        )

    def test_no_item_begins_with_also_and_none_is_nothing(self) -> None:
        assert ONE.items("应当", {"a-02": "也不能乙"}) == "应当：\n1. [不能乙](a-02)"
        assert said_of({}, {"a-01": superior()}).items("应当", {"a-01": "甲"}) == ""


class TestAskingWhatApplies:
    SOME = said_of({"a-01": "行长"}, {"a-02": superior(), "a-03": duty(applies=False)})

    def test_takes_ids_or_words(self) -> None:
        assert self.SOME.applies(["a-01", "a-03"]) is True
        assert self.SOME.applies({"a-01": "甲"}) is True
        assert self.SOME.applies(["a-03"], {"a-02": "乙"}) is True
        assert self.SOME.applies(["a-03"]) is False
        assert self.SOME.applies() is False

    def test_can_look_at_one_side_only(self) -> None:
        assert self.SOME.applies(["a-01"], which="above") is False
        assert self.SOME.applies(["a-02"], which="above") is True
        assert self.SOME.applies(["a-02"], which="here") is False

    def test_knows_no_other_side(self) -> None:
        with pytest.raises(ValueError, match="below"):
            self.SOME.applies(["a-01"], which="below")

    def test_names_a_duty_that_there_is_not(self) -> None:
        with pytest.raises(KeyError, match="a-09"):
            self.SOME.applies(["a-09"])


class TestAGroup:
    def test_of_one_item_is_a_sentence(self) -> None:
        assert ONE.group("董事长", {"a-01": "听取汇报", "a-02": "加强调度"}, {}) == (
            "董事长[应当听取汇报](a-01)，[加强调度](a-02)。"
        )

    def test_of_several_is_a_list_in_which_no_item_says_shall(self) -> None:
        assert ONE.group("董事长", {"a-01": "应当听取汇报", "a-02": "加强调度"}, {"a-03": "可以阅批"}) == (
            "董事长应当履行下列责任：\n1. [听取汇报](a-01)，[加强调度](a-02)\n1. [可以阅批](a-03)"
        )

    def test_of_prohibitions_says_so(self) -> None:
        some = said_of(dict.fromkeys(PARTS, "行长"), dict.fromkeys(PARTS, duty(kind="prohibition")))
        assert some.group("行长", {"a-01": "不得甲"}, {"a-02": "不得乙"}) == (
            "行长应当遵守下列要求：\n1. [不得甲](a-01)\n1. [不得乙](a-02)"
        )

    def test_has_its_own_lead(self) -> None:
        text = ONE.group("董事长", {"a-01": "甲"}, {"a-02": "乙"}, lead="负责")
        assert text == "董事长负责：\n1. [甲](a-01)\n1. [乙](a-02)"

    def test_goes_on_from_an_opening(self) -> None:
        opened = {"bearer": "董事长", "opening": "董事长[负总责](g)"}
        assert ONE.group("董事长", {"a-01": "甲"}, **opened) == "董事长[负总责](g)，[应当甲](a-01)。"
        assert ONE.group("董事长", {"a-01": "甲"}, lead="应当靠前指挥", **opened) == (
            "董事长[负总责](g)，应当靠前指挥：\n1. [甲](a-01)"
        )
        assert ONE.group("董事长", {"a-01": "甲"}, {"a-02": "乙"}, **opened) == (
            "董事长[负总责](g)，应当履行下列责任：\n1. [甲](a-01)\n1. [乙](a-02)"
        )
        assert ONE.group("董事长", **opened) == "董事长[负总责](g)。"
        assert TWO.group("行长", {"a-02": "甲"}, **opened) == "行长[应当甲](a-02)。"

    def test_binds_the_staff_of_departments(self) -> None:
        who = dict.fromkeys(PARTS, "甲部")
        assert said_of(who, staffed=["a-02"]).group("甲部", {"a-02": "乙"}) == "甲部及其人员[应当乙](a-02)。"
        assert said_of(who, staffed=["a-02"]).group("甲部", {"a-01": "乙"}) == "甲部[应当乙](a-01)。"
        alone = said_of(who, staffed=["a-02"], departments=[])
        assert alone.group("甲部", {"a-02": "乙"}) == "甲部[应当乙](a-02)。"
        assert alone.group("甲部", {"a-02": "乙"}, staff="人员") == "甲部人员[应当乙](a-02)。"

    def test_calls_the_institution_otherwise(self) -> None:
        text = said_of({"a-01": ""}).group("本行", {"a-01": "甲"}, own_called="消保人员")
        assert text == "消保人员[应当甲](a-01)。"

    def test_of_the_superior_says_what_is_left_to_do_here(self) -> None:
        some = said_of({}, {"a-01": superior(local_part="提供资料"), "a-02": superior()})
        assert some.group("上级机构", {"a-01": "应当甲"}) == "本行[提供资料](a-01)。"
        assert some.group("上级机构", {"a-01": "甲"}, {"a-02": "应当乙"}) == (
            "本行[提供资料](a-01)，执行上级机构关于[乙](a-02)的规定，并反馈执行中发现的问题。"
        )


class TestGathering:
    def test_is_a_paragraph_for_each_party(self) -> None:
        text = TWO.gather({"a-01": "甲", "a-02": "乙"}, {"a-03": "丙"})
        assert text == "董事长[应当甲](a-01)。\n行长应当履行下列责任：\n1. [乙](a-02)\n1. [丙](a-03)"

    def test_begins_with_the_one_who_is_opened_with(self) -> None:
        text = TWO.gather({"a-01": "甲", "a-02": "乙"}, bearer="行长", opening="行长[分管](g)", lead="应当做到")
        assert text == "行长[分管](g)，应当做到：\n1. [乙](a-02)\n董事长[应当甲](a-01)。"

    def test_takes_one_side_only(self) -> None:
        some = said_of({"a-01": "行长"}, {"a-02": superior()})
        parts = {"a-01": "甲", "a-02": "乙"}
        assert some.gather(parts, which="here") == "行长[应当甲](a-01)。"
        assert some.gather(parts, which="above") == (
            "本行执行上级机构关于[乙](a-02)的规定，并反馈执行中发现的问题。"
        )

    def test_of_nothing_is_nothing(self) -> None:
        assert ONE.gather() == ONE.gather({}, bearer="行长") == ""


TEMPLATE = """\
# 制度
## 总则
::: article one
{% set s = sentences(duty, who, own, departments, head=who["a-01"], called={who["a-02"]: name}) %}
{{ s.say({"a-01": "听取" ~ name, "a-02": "加强调度", "a-03": "不得推诿"}) }}
{{ s.gather({"a-01": "听取" ~ name}, {"a-02": "加强调度"}, {"a-03": "不得推诿"}) }}
{{ s.of(name, {"a-01": "听取" ~ name}) }}{{ s.upward({"a-02": "加强" ~ name}) }}
:::
"""


@given(st.text("#*[](){}|\\\n\t .-+_:1甲，`<>&!~^=$@\"'%;/?；。：、", min_size=1, max_size=8))
def test_a_value_makes_no_structure(value: str) -> None:
    def composed(name: str) -> Any:
        values = {
            "duty": {"a-01": duty(), "a-02": superior(local_part=name), "a-03": duty(supporting=name)},
            "who": {"a-01": "董" + name, "a-02": name, "a-03": "行" + name},
            "departments": [{"id": "x", "name": name}],
            "own": "本行",
            "name": name,
        }
        text = render(lambda: environment(lambda _: None).from_string(TEMPLATE), inert(values), "t.j2")
        made, findings = compose(text, "t.j2")
        assert not findings
        return [(type(block), getattr(block, "style", None), len(block.runs)) for block in made.blocks], made.places

    assert composed(value) == composed("甲")
