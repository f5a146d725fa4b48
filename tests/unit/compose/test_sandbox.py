"""Templates from anybody: no value makes structure, nothing outside is reached, mistakes have their line."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import jinja2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from soak import times

from cplist.compose import sandbox
from cplist.compose.sandbox import environment, render
from cplist.compose.text.composer import compose
from cplist.core.document import ComposedText, NewSection, Paragraph, Table
from cplist.core.findings import Finding, FindingsError
from cplist.core.inert import Plain, inert, shown
from cplist.writers.word.document import block_texts

EVERYWHERE = """\
# 制度{{ v }}
# {{ v }}制度
首{{ v }}

## 第{{ v }}章
### 节{{ v }}
::: article one {{ t }}
[甲{{ v }}](1.1-01)，{{ v ~ "连" ~ v }}。
乙{{ [v, "间", v] | join("、") }}丙：
1. 项{{ v }}尾
1. [项{{ v }}尾](1.1-02)见[](two)
   1. 目{{ v }}尾
   1. 目{{ "%s和%s" | format(v, v) }}尾
{% for each in several %}
1. 再{{ each }}尾
{% endfor %}
:::
::: article two
{% if v %}
丁{{ v }}。
{% endif %}
:::
::: annex list landscape 表{{ t }}
说明{{ v }}。
| 编号 | 名{{ v }}称 |
|----|--------|
| {{ v }} | 甲{{ v }}乙[](one) |
| [](1.1-02) | {{ map.key }} |
:::
"""
HOSTILE = "#*[](){}|\\\n\t .-+_:1甲，`<>&!~^=$@\"'%;/?"


def written(source: str, values: Mapping[str, Any]) -> str:
    made = environment(lambda name: None)
    return render(lambda: made.from_string(source), inert(dict(values)), "t.j2")


def mistakes(source: str, values: Mapping[str, Any]) -> list[Finding]:
    """What is found when the template is rendered; nothing if it can be."""
    try:
        written(source, values)
    except FindingsError as error:
        return list(error.findings)
    return []


def values_of(value: str) -> dict[str, Any]:
    return {"v": value, "t": f"题{value}尾", "several": [value, value], "map": {"key": value}}


def composed(value: str) -> tuple[ComposedText, list[Finding]]:
    return compose(written(EVERYWHERE, values_of(value)), "t.j2")


def structure(text: ComposedText) -> list[object]:
    """Everything but the words."""
    kinds: list[object] = []
    for block in text.blocks:
        if isinstance(block, Paragraph):
            targets = [(run.kind, run.target) for run in block.runs]
            kinds.append((block.style, block.label, block.anchor, targets))
        elif isinstance(block, Table):
            kinds.append((block.widths, [[len(cell) for cell in row] for row in (block.header, *block.rows)]))
        elif isinstance(block, NewSection):
            kinds.append(block)
    return [kinds, text.places, [(a.key, a.number, a.duties) for a in text.articles]]


@pytest.mark.slow
class TestNoValue:
    PLAIN = structure(composed("甲")[0])

    @pytest.mark.soak
    @settings(max_examples=times(300, 50_000))
    @given(st.text(HOSTILE, min_size=1, max_size=12))
    @example("甲|部\n1. # *乙* [丙](2.2-11) {{ 7*7 }}\n:::\n- x &amp; <b>")
    @example("::: article x\n")
    @example("\n\n## 章\n")
    @example("](9.9-99)[")
    @example("{% endif %}{{ 1/0 }}{# x #}")
    @example("|----|")
    @example("    ")
    def test_changes_the_structure_and_each_comes_back_verbatim(self, value: str) -> None:
        text, findings = composed(value)
        assert findings == []
        assert structure(text) == self.PLAIN
        texts = list(block_texts(text.blocks))
        assert "".join(texts).count(value) >= 18
        assert f"乙{value}、间、{value}丙：" in texts
        assert f"（三）再{value}尾；" in texts
        assert value in texts
        assert text.title == f"制度{value}{value}制度"
        assert text.articles[0].title == f"题{value}尾"

    @pytest.mark.parametrize("value", ["甲\r乙", "\x0b", "\ud800", "\ufffe"])
    def test_that_no_document_can_hold_is_printed(self, value: str) -> None:
        with pytest.raises(FindingsError) as raised:
            composed(value)
        assert [found.rule for found in raised.value.findings] == ["text-character"]

    @pytest.mark.parametrize(
        "filter_", ["upper", "title", "trim", "e", "escape", "string", "replace('甲', '乙')", "lower"]
    )
    @pytest.mark.parametrize("value", ["[x](1.1-01)", "# 甲", "{{ 甲 }}", "a|b"])
    def test_gets_its_structure_back_through_a_filter(self, filter_: str, value: str) -> None:
        rendered = written(f"甲{{{{ v | {filter_} }}}}", {"v": value})
        assert not set("[](){}|#&<>") & set(rendered)

    @pytest.mark.parametrize("value", ["甲乙", "abc", "x_1", "", "２", "😀"])
    def test_is_changed_without_need(self, value: str) -> None:
        assert inert(value) == value

    @given(st.text())
    def test_comes_back_changed(self, value: str) -> None:
        if not any(0x10FF00 <= ord(character) <= 0x10FF7F for character in value):
            assert shown(inert(value)) == value

    @given(st.text(st.characters(max_codepoint=127)))
    def test_keeps_a_character_that_structure_is_made_of(self, value: str) -> None:
        left = set(inert(value))
        assert all(c.isalnum() or c == "_" or ord(c) > 127 for c in left)


class TestInertData:
    def test_keeps_its_shape_and_its_keys(self) -> None:
        data = {"a-b": ["甲|乙", 1, None, True, 2.5], "c": {"d.e": "(x)"}, "t": ("p", "q")}
        made = inert(data)
        assert list(made) == ["a-b", "c", "t"]
        assert made["a-b"][1:] == [1, None, True, 2.5]
        assert shown(made["a-b"][0]) == "甲|乙" != made["a-b"][0]
        assert list(made["c"]) == ["d.e"]
        assert made["t"] == ["p", "q"]

    def test_leaves_the_original_alone(self) -> None:
        data = {"a": ["(x)"]}
        inert(data)
        assert data == {"a": ["(x)"]}

    def test_leaves_ids_as_they_are(self) -> None:
        assert inert(Plain("1.1-04")) == "1.1-04"

    def test_keeps_shared_what_is_shared(self) -> None:
        shared = {"a": "(x)"}
        made = inert({"one": shared, "two": shared})
        assert made["one"] is made["two"]

    @pytest.mark.parametrize("value", [object(), lambda: 1, {1, 2}, b"x", open, ValueError("x")])
    def test_is_nothing_but_plain_data(self, value: object) -> None:
        with pytest.raises(TypeError):
            inert({"a": [value]})


class TestWhatTheSandboxRefuses:
    @pytest.mark.parametrize(
        "source",
        [
            "{{ v.__class__ }}",
            "{{ v.__class__.__mro__[1].__subclasses__() }}",
            "{{ ''.__class__ }}",
            "{{ v['__class__'] }}",
            "{{ v | attr('__class__') }}",
            "{{ '{0.__class__}'.format(v) }}",
            "{{ '{0.__class__.__init__.__globals__}'.format(map) }}",
            "{{ range.__globals__ }}",
            "{{ range.__closure__ }}",
            "{{ namespace.__init__ }}",
            "{{ self.__init__ }}",
            "{{ map.keys.__self__ }}",
            "{{ several | map(attribute='__class__') | join }}",
            "{{ joined.__globals__ }}",
            "{{ sentences.__globals__ }}",
            "{{ sentences({}, {}, v).__class__ }}",
            "{{ sentences({}, {}, v)._subjects }}",
            "{{ sentences({}, {}, v)['_subjects'] }}",
            "{{ sentences({}, {}, v) | attr('_subjects') }}",
            "{{ sentences({}, {}, v).say.__self__ }}",
            "{{ sentences({}, {}, v).say.__func__.__globals__ }}",
            "{{ '{0.say.__func__.__globals__}'.format(sentences({}, {}, v)) }}",
        ],
    )
    def test_attribute_tricks(self, source: str) -> None:
        assert [f.rule for f in mistakes(source, values_of("甲"))] == ["template-failed"]

    @pytest.mark.parametrize(
        "source",
        [
            "{{ several.append(1) }}",
            "{{ several.pop() }}",
            "{{ several.clear() }}",
            "{{ map.update({'key': 'x'}) }}",
            "{{ map.pop('key') }}",
            "{{ map.setdefault('new', 1) }}",
            "{{ several.sort() }}",
            "{% set map.key = 'x' %}",
        ],
    )
    def test_mutation(self, source: str) -> None:
        values = inert(values_of("甲"))
        before = str(values)
        made = environment(lambda name: None)
        with pytest.raises(FindingsError):
            render(lambda: made.from_string(source), values, "t.j2")
        assert str(values) == before

    @pytest.mark.parametrize(
        "source",
        [
            "{% include '../secret.j2' %}",
            "{% include '/etc/passwd' %}",
            "{% extends 'C:\\\\secret.j2' %}",
            "{% import 'os' as os %}",
            "{% from 'other.j2' import x %}",
            "{% include ['a', 'b'] %}",
        ],
    )
    def test_what_stands_outside_the_pack(self, source: str) -> None:
        asked: list[str] = []

        def load(name: str) -> None:
            asked.append(name)

        made = environment(load)
        with pytest.raises(FindingsError) as caught:
            render(lambda: made.from_string(source), {}, "t.j2")
        assert [f.rule for f in caught.value.findings] == ["template-failed"]
        assert asked

    @pytest.mark.parametrize(
        "name", ["lipsum", "cycler", "dict", "joiner", "config", "request", "open", "os", "eval"]
    )
    def test_names_that_nobody_gave(self, name: str) -> None:
        found = mistakes(f"{{{{ {name} }}}}", {})
        assert [f.rule for f in found] == ["template-failed"]
        assert "undefined" in found[0].arguments["problem"]

    def test_the_pack_itself_may_be_included(self) -> None:
        made = environment({"a.j2": "甲{% include 'b.j2' %}", "b.j2": "{{ v }}"}.get)
        assert render(lambda: made.get_template("a.j2"), {"v": "乙"}, "a.j2") == "甲乙"


class TestATemplatesMistake:
    @pytest.mark.parametrize(
        ("source", "line"),
        [
            ("甲\n乙\n{{ missing }}\n", 3),
            ("甲\n{% for x in several %}\n\n{{ x.missing }}\n{% endfor %}", 4),
            ("{% macro m(a) %}\n\n{{ a.missing }}\n{% endmacro %}\n甲\n{{ m(map) }}", 3),
            ("甲\n{% block b %}\n{{ missing }}\n{% endblock %}", 3),
            ("甲\n\n\n{{ map['nokey'] }}", 4),
            ("甲\n{{ 1 / 0 }}", 2),
            ("甲\n{{ v + 1 }}", 2),
            ("甲\n\n{% if missing %}x{% endif %}", 3),
            ("甲\n{{ v.__class__ }}", 2),
            ("{% set s = namespace(a=1) %}\n\n{{ s.b }}", 3),
            ("甲\n{{ several[9] }}", 2),
        ],
    )
    def test_is_a_finding_at_its_line(self, source: str, line: int) -> None:
        found = mistakes(source, values_of("甲"))
        assert [(f.rule, str(f.location)) for f in found] == [("template-failed", f"t.j2:{line}:1")]
        assert found[0].arguments["problem"]

    @pytest.mark.parametrize(
        ("source", "line"),
        [("甲\n{% if %}", 2), ("{{ a\n", 1), ("甲\n乙{% endfor %}", 2), ("{% for x in y %}\n", 1)],
    )
    def test_of_syntax_is_one_too(self, source: str, line: int) -> None:
        made = environment({"t.j2": source}.get)
        with pytest.raises(FindingsError) as caught:
            render(lambda: made.get_template("t.j2"), {}, "t.j2")
        assert [(f.rule, f.location.line) for f in caught.value.findings] == [("template-syntax", line)]

    @pytest.mark.parametrize(
        "source",
        [
            "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
            "{{ " + "-" * 3000 + "1 }}",
            "{{ " + "+".join(["1"] * 3000) + " }}",
            "{% for x in [1] %}" * 25 + "{% endfor %}" * 25,
        ],
    )
    def test_of_nesting_too_deeply_is_one_too(self, source: str) -> None:
        made = environment({"t.j2": source}.get)
        with pytest.raises(FindingsError) as caught:
            render(lambda: made.get_template("t.j2"), {}, "t.j2")
        (found,) = caught.value.findings
        assert (found.rule, found.arguments["problem"]) == ("template-syntax", "nested too deeply")

    def test_names_what_is_missing(self) -> None:
        found = mistakes("{{ whoo }}", {})
        assert "whoo" in found[0].arguments["problem"]

    def test_of_a_misspelt_key_of_a_mapping_is_none_of_silence(self) -> None:
        assert [f.rule for f in mistakes("{{ map.kye }}", values_of("甲"))] == ["template-failed"]


class TestCaps:
    @pytest.mark.parametrize(
        ("bounds", "count"), [("10", 10), ("5, 8", 3), ("1000000000", 1_000), ("0, 99999, 7", 1_000)]
    )
    def test_a_range_has_a_thousand_steps_at_most(self, bounds: str, count: int) -> None:
        assert written(f"{{% for x in range({bounds}) %}}.{{% endfor %}}", {}).count(".") == count

    def test_a_text_without_end_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "LONGEST_TEXT", 5_000)
        source = "{% for x in range(1000) %}{% for y in range(1000) %}甲乙丙丁{% endfor %}{% endfor %}"
        found = mistakes(source, {})
        assert [f.rule for f in found] == ["template-endless"]

    def test_a_text_without_end_in_time_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "_spent", itertools.count().__next__)  # each look at the clock takes a second
        loops = "{% for x in range(1000) %}" * 3
        found = mistakes(loops + "甲" + "{% endfor %}" * 3, {})
        assert [f.rule for f in found] == ["template-endless"]

    def test_a_rendering_has_the_time_that_was_given_to_it_whatever_others_have(self) -> None:
        """Two threads: the one that has no time left begins first and goes on last."""
        short_began, long_began, short_ended = Event(), Event(), Event()
        source = "{{ began() ~ wait() }}{% for x in range(3) %}.{% endfor %}"

        def began(seconds: float, started: Event, waits_for: Event) -> str | list[str]:
            values = {"began": lambda: started.set() or "", "wait": lambda: waits_for.wait() and ""}
            try:
                made = environment(lambda name: None).from_string(source)
                return render(lambda: made, values, "t.j2", limits=sandbox.Limits(100, seconds))
            except FindingsError as error:
                return [found.rule for found in error.findings]
            finally:
                if waits_for is long_began:
                    short_ended.set()

        with ThreadPoolExecutor(2) as threads:
            short = threads.submit(began, -1, short_began, long_began)
            short_began.wait()
            long = threads.submit(began, 1_000, long_began, short_ended)
            assert (short.result(), long.result()) == (["template-endless"], "...")

    def test_what_fits_is_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "LONGEST_TEXT", 100)
        assert written("{% for x in range(100) %}甲{% endfor %}", {}) == "甲" * 100


def test_rendering_is_pure() -> None:
    values = inert(values_of("甲|乙"))
    before = str(values)
    made = environment(lambda name: None)
    texts = {render(lambda: made.from_string(EVERYWHERE), values, "t.j2") for _ in range(3)}
    assert len(texts) == 1
    assert str(values) == before


def test_a_namespace_is_the_templates_own_and_can_be_set() -> None:
    source = "{% set s = namespace(n=0) %}{% for x in several %}{% set s.n = s.n + 1 %}{% endfor %}{{ s.n }}"
    assert written(source, values_of("甲")) == "2"


def test_findings_come_as_exceptions_that_can_be_caught() -> None:
    with pytest.raises(FindingsError) as caught:
        written("{{ x }}", {})
    assert isinstance(caught.value.__cause__, jinja2.UndefinedError)


def test_hidden_code_points_are_apart() -> None:
    hidden = [inert(chr(code)) for code in range(128)]
    assert len(set(hidden)) == 128
    for one, other in itertools.pairwise(sorted(hidden)):
        assert shown(one) < shown(other) or one != other
