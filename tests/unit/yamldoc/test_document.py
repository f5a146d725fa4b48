"""YAML as cplist reads it: strings survive, each value has its place, nothing clever is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from soak import times

from cplist.core.findings import Finding, FindingsError, Location
from cplist.yamldoc import document, reader
from cplist.yamldoc.document import Document, path_text, read

Problems = Callable[..., list[Finding]]


def data(text: str) -> object:
    document, findings = read(text.encode(), "p.yaml")
    assert findings == []
    return document.data


def shown(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(found.rule, str(found.location)) for found in findings]


class TestScalars:
    @pytest.mark.parametrize(
        "text",
        [
            *("NO", "no", "yes", "On", "TRUE", "1.10", "12:30", "0x1F", "0755", "1_000", "1e5", "2026-12-01"),
            *(".5", "+1", "-0", "nULL", "None", ".inf", "2026-12-01T10:00:00Z", "〔2026〕1号", "=1+1", "<<x"),
        ],
    )
    def test_survive_as_they_are_written(self, text: str) -> None:
        assert data(f"a: {text}") == {"a": text}
        assert data(f"[{text}]") == [text]

    @pytest.mark.parametrize(("text", "value"), [("''", ""), ('"NO"', "NO"), ("'~'", "~"), ('"null"', "null")])
    def test_in_quotes_are_text_too(self, text: str, value: str) -> None:
        assert data(f"a: {text}") == {"a": value}

    @pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
    def test_that_are_not_filled_in_are_none(self, text: str) -> None:
        assert data(f"a: {text}\nb: 1") == {"a": None, "b": "1"}

    def test_keys_are_text_too(self) -> None:
        assert data("NO: 1\n1.10: 2\n12:30: 3") == {"NO": "1", "1.10": "2", "12:30": "3"}

    def test_tags_are_found_and_make_nothing(self) -> None:
        document, findings = read(b"a: !!python/object/apply:os.system [x]\nb: !!int 1\nc: !x 2", "p.yaml")
        assert document.data == {"a": ["x"], "b": "1", "c": "2"}
        assert shown(findings) == [("yaml-tag", f"p.yaml:{line}:4") for line in (1, 2, 3)]

    def test_a_merge_key_is_a_key_like_others(self) -> None:
        assert data("'<<': {a: 1}") == {"<<": {"a": "1"}}

    def test_block_scalars_keep_their_lines(self) -> None:
        assert data("a: |\n  一\n  二\nb: >-\n  one\n  two\n") == {"a": "一\n二\n", "b": "one two"}

    @pytest.mark.soak
    @settings(max_examples=times(200, 20_000))
    @given(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), min_size=1)
    )
    def test_any_text_in_single_quotes_comes_back(self, text: str) -> None:
        quoted = text.replace("'", "''")
        if "\ufeff" not in text:
            assert data(f"a: '{quoted}'") == {"a": text}


class TestPlaces:
    TEXT = "institution:\n  name: 甲银行   # 名称\n  also: [x, y]\nleaders:\n  - {id: 一, post: 行长}\n  - id: b\n"

    @pytest.fixture
    def document(self) -> Document:
        return read(self.TEXT.encode(), "p.yaml")[0]

    @pytest.mark.parametrize(
        ("path", "line", "column"),
        [
            (("institution", "name"), 2, 9),
            (("institution", "also", 1), 3, 13),
            (("leaders", 0), 5, 5),
            (("leaders", 0, "post"), 5, 19),
            (("leaders", 1, "id"), 6, 9),
            ((), 1, 1),
        ],
    )
    def test_a_value_has_one(self, document: Document, path: tuple[str | int, ...], line: int, column: int) -> None:
        assert document.place(path) == Location("p.yaml", line, column)

    def test_a_key_has_its_own(self, document: Document) -> None:
        assert document.keys["institution", "also"] == Location("p.yaml", 3, 3)

    def test_what_isnt_there_stands_where_it_would(self, document: Document) -> None:
        assert document.place(("leaders", 0, "roles", 3)) == document.place(("leaders", 0))
        assert document.place(("nothing",)) == Location("p.yaml", 1, 1)

    def test_columns_count_characters(self) -> None:
        document, _ = read("甲乙: {丙😀: 丁, e: 1}".encode(), "p.yaml")
        assert document.keys["甲乙", "e"] == Location("p.yaml", 1, 13)

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    @pytest.mark.parametrize("start", ["", "\ufeff"])
    def test_line_ends_and_a_byte_order_mark_change_none(self, end: str, start: str) -> None:
        document, findings = read((start + self.TEXT.replace("\n", end)).encode(), "p.yaml")
        assert document == read(self.TEXT.encode(), "p.yaml")[0]
        assert findings == []

    def test_a_path_reads_like_code(self) -> None:
        assert path_text(("leaders", 2, "roles", 0)) == "leaders[2].roles[0]"
        assert path_text(()) == ""


class TestDuplicateKeys:
    def test_are_found_at_the_second_with_the_place_of_the_first(self, problems: Problems) -> None:
        found = problems(read, b"a: 1\nb:\n  c: 2\n  c: 3\n", "p.yaml")
        assert shown(found) == [("yaml-duplicate-key", "p.yaml:4:3")]
        assert (found[0].path, dict(found[0].arguments)) == ("b.c", {"key": "c", "line": "3", "column": "3"})

    def test_the_first_counts(self) -> None:
        assert read(b"a: {x: 1}\na: {y: 2}\nb: 3", "p.yaml")[0].data == {"a": {"x": "1"}, "b": "3"}

    def test_each_is_found(self, problems: Problems) -> None:
        found = problems(read, b"a: 1\na: [2]\na: {x: 3, x: 4}\n", "p.yaml")
        assert [str(f.location) for f in found] == ["p.yaml:2:1", "p.yaml:3:1", "p.yaml:3:11"]

    def test_the_same_key_elsewhere_is_none(self) -> None:
        assert data("a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 2}]") == {
            "a": {"x": "1"},
            "b": {"x": "1"},
            "c": [{"x": "1"}, {"x": "2"}],
        }


class TestForbiddenCharacters:
    @pytest.mark.parametrize(
        "character",
        ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x9f", "\ufffe", "\uffff", "\U0010fdd0", "\U0010ff28"],
    )
    def test_are_found_where_they_stand(self, problems: Problems, character: str) -> None:
        found = problems(read, f"a: 1\nb: 甲乙{character}丙\n".encode(), "p.yaml")
        assert shown(found) == [("yaml-character", "p.yaml:2:6")]
        assert found[0].arguments["code"] == f"U+{ord(character):04X}"

    def test_never_come_through(self) -> None:
        assert read(b'a: x\x07y\nb\x08: "\\x07z"', "p.yaml")[0].data == {"a": "xy", "b": "z"}

    def test_each_is_found_beside_other_mistakes_in_order(self, problems: Problems) -> None:
        found = problems(read, b"a: \x07\na: \x08\nb: \x01\x02\n", "p.yaml")
        assert [str(f.location) for f in found] == [
            f"p.yaml:{place}" for place in ("1:4", "2:1", "2:4", "3:4", "3:5")
        ]

    @pytest.mark.parametrize("text", ["\u3000", "\u00a0", "\u200b", "\ue000", "😀", "𠮷", "\u2028"])
    def test_others_are_nobodys_business(self, text: str) -> None:
        assert data(f"a: '甲{text}乙'") == {"a": f"甲{text}乙"}


class TestWhatCantBeRead:
    @pytest.mark.parametrize(
        ("content", "rule", "place"),
        [
            (b"", "yaml-empty", "1:1"),
            (b"# nothing\n\n", "yaml-empty", "1:1"),
            (b"\xef\xbb\xbf", "yaml-empty", "1:1"),
            (b"a: 1\n---\nb: 2\n", "yaml-documents", "2:1"),
            (b"a: &x 1\nb: 2\n", "yaml-alias", "1:4"),
            (b"a: 1\nb: *a\n", "yaml-alias", "2:4"),
            (b"a: &x {b: 1}", "yaml-alias", "1:4"),
            (b"a: 1\n? [b]\n: 2\n", "yaml-key", "2:3"),
            (b"{{a: 1}: 2}", "yaml-key", "1:2"),
            (b"a:\n\tb: 1\n", "yaml-tab", "2:1"),
            (b"a:\n  \tb: 1\n  c: 2\n", "yaml-tab", "2:3"),
            ("a: 1\nname： 甲\nb: 2\n".encode(), "yaml-full-width-colon", "2:5"),
            ("institution:\n  name：甲\n  type: x\n".encode(), "yaml-full-width-colon", "2:7"),
            ("x:\n  - id：甲\n    post: 乙\n".encode(), "yaml-full-width-colon", "2:7"),
            (b"a: [1, 2\nb: 3\n", "yaml-bracket", "1:4"),
            (b'a: "x\n', "yaml-quote-open", "1:4"),
            (b"a: b: c\n", "yaml-colon-in-value", "1:5"),
            (b"a: @x\n", "yaml-reserved", "1:4"),
            (b"%x\na: 1\n", "yaml-syntax", "1:3"),
            ("a: 1\nb: 甲".encode("gb18030"), "yaml-encoding", "2:4"),
            ("a: 甲".encode("utf-16"), "yaml-encoding", "1:1"),
            (b"a: \xff", "yaml-encoding", "1:4"),
        ],
    )
    def test_stands_alone_with_its_place(self, problems: Problems, content: bytes, rule: str, place: str) -> None:
        assert shown(problems(read, content, "p.yaml")) == [(rule, f"p.yaml:{place}")]

    @pytest.mark.parametrize(
        ("content", "encoding"), [("甲乙".encode("gbk"), "GBK"), ("甲".encode("utf-16"), "UTF-16"), (b"\xff", "")]
    )
    def test_says_which_encoding_it_looks_like(self, problems: Problems, content: bytes, encoding: str) -> None:
        assert problems(read, content, "p.yaml")[0].arguments["encoding"] == encoding

    @pytest.mark.parametrize(
        ("opening", "opened"), [("[", 1), ("{a: ", 1), ("- ", 1), ("[x, [", 2), ("['[', ", 1), ("[']', [", 2)]
    )
    def test_two_thousand_brackets_end_at_the_limit(self, problems: Problems, opening: str, opened: int) -> None:
        found = problems(read, (opening * 2_000).encode(), "p.yaml")
        assert [f.rule for f in found] == ["yaml-depth"]
        assert found[0].location.column == len(opening) * reader.DEEPEST // opened + 1

    def test_a_nest_that_closes_is_too_deep_all_the_same(self, problems: Problems) -> None:
        found = problems(read, b"a:\n  - [x, [y]]\n  - " + b"[" * 2_000 + b"]" * 2_000, "p.yaml")
        assert shown(found) == [("yaml-depth", f"p.yaml:3:{reader.DEEPEST + 5}")]

    def test_a_nest_within_the_limit_is_fine(self) -> None:
        assert data("[" * reader.DEEPEST + "]" * reader.DEEPEST)

    def test_too_many_bytes(self, problems: Problems) -> None:
        found = problems(read, b"a" * (document.MOST_BYTES + 1), "p.yaml")
        assert shown(found) == [("yaml-too-large", "p.yaml:1:1")]

    def test_too_many_values(self, problems: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "MOST_NODES", 5)
        assert data("[1, 2, 3, 4]") == ["1", "2", "3", "4"]
        assert shown(problems(read, b"[1, 2, 3, 4, 5]", "p.yaml")) == [("yaml-nodes", "p.yaml:1:14")]

    def test_a_bomb_of_aliases_ends_at_the_first(self, problems: Problems) -> None:
        bomb = "a: &a [x]\n" + "".join(
            f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
        )
        assert shown(problems(read, bomb.encode(), "p.yaml")) == [("yaml-alias", "p.yaml:1:4")]


def test_a_list_or_a_text_at_the_top_can_be_read() -> None:
    assert data("- 1\n- 2") == ["1", "2"]
    assert data("甲") == "甲"


@pytest.mark.soak
@settings(max_examples=times(300, 50_000))
@given(
    st.one_of(st.binary(max_size=60), st.text("a:-[]{}&*!|>'\"%@`#,? \n\t甲：\x07", max_size=40).map(str.encode))
)
def test_whatever_is_in_a_file_it_is_read_or_refused_with_findings(content: bytes) -> None:
    try:
        document, findings = read(content, "p.yaml")
    except FindingsError as error:
        assert error.findings
        assert all(found.location for found in error.findings)
    else:
        assert document.name == "p.yaml"
        assert findings == sorted(findings, key=lambda found: found.location)
