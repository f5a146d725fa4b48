"""The page: data that stay data, a policy that lets nothing in, words in both languages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from string import Formatter
from typing import Any

import pytest

from cplist.writers.web.page import SCRIPTS, SHELL, STYLES, in_script, write_map

HOSTILE = [
    *("</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(1)>", "]]>"),
    *("&lt;", "%script%", "甲\u2028乙\u2029丙", '"\\'),
]
FORBIDDEN = (
    *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval("),
    *("fetch(", "import(", "XMLHttpRequest", "http:", "https:"),
)
WORDS: dict[str, list[str]] = json.loads((SHELL / "words.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def page() -> str:
    data = {"title": "<b>甲</b> & %data%", "names": HOSTILE}
    return write_map(data, {"cplist.institution": '甲"><script>'}).decode()


def block(page: str, opening: str, name: str) -> str:
    """What stands in the element that begins so."""
    found: str = page.split(opening)[1].split(f"</{name}>")[0]
    return found


def embedded(page: str) -> Any:
    return json.loads(block(page, '<script type="application/json" id="data">', "script"))


def test_data_come_back_to_the_letter(page: str) -> None:
    assert embedded(page)["names"] == HOSTILE


def test_no_value_opens_or_ends_an_element(page: str) -> None:
    assert page.count("<script") == page.count("</script>") == 3
    assert "<title>&lt;b&gt;甲&lt;/b&gt; &amp; %data%</title>" in page
    assert 'content="甲&quot;&gt;&lt;script&gt;"' in page


@pytest.mark.parametrize("text", ["<", ">", "&", "\u2028", "\u2029"])
def test_json_in_a_script_has_no_character_that_could_end_it(text: str) -> None:
    written = in_script(json.dumps(f"甲{text}乙", ensure_ascii=False))
    assert text not in written
    assert json.loads(written) == f"甲{text}乙"


def test_the_policy_lets_in_this_style_and_this_script_only(page: str) -> None:
    policy = re.search('Content-Security-Policy" content="(.*?)"', page)
    assert policy is not None
    for opening, name in (("<style>", "style"), ('<script type="module">', "script")):
        digest = hashlib.sha256(block(page, opening, name).encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy[1]
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]


def test_the_same_data_give_the_same_page(page: str) -> None:
    data = {"title": "<b>甲</b> & %data%", "names": HOSTILE}
    assert write_map(data, {"cplist.institution": '甲"><script>'}).decode() == page


def test_every_part_of_the_shell_is_used() -> None:
    files = {path.name for path in SHELL.iterdir()}
    assert files == {*STYLES, *SCRIPTS, "map.html", "words.json"}


def test_nothing_is_parsed_as_markup_or_fetched() -> None:
    script = "".join((SHELL / name).read_text("utf-8") for name in SCRIPTS)
    assert [word for word in FORBIDDEN if word in script] == []
    style = "".join((SHELL / name).read_text("utf-8") for name in STYLES)
    assert "url(" not in style and "@import" not in style


@pytest.mark.parametrize("key", WORDS)
def test_words_have_both_languages_and_the_same_places(key: str, half_width: Callable[[str], list[str]]) -> None:
    chinese, english = WORDS[key]
    if key not in ("rule_of_pack", "decided"):  # English names the rule, Chinese quotes the sentence
        assert names(chinese) == names(english)
    assert chinese and english
    assert half_width(re.sub(r"\{\w+\}", "甲", chinese)) == []
    assert chinese != english


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_word_that_the_page_asks_for_is_there() -> None:
    sources = "".join((SHELL / name).read_text("utf-8") for name in (*SCRIPTS, "map.html"))
    asked = set(re.findall(r'word\("([\w.]+)"', sources)) | set(re.findall(r'data-(?:word|label)="(\w+)"', sources))
    assert asked <= set(WORDS)
    assert len(asked) > 40
