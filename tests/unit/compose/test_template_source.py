"""Where a template says something is found by what it says, whatever tags stand in it."""

from __future__ import annotations

from cplist.compose.template_source import source

TEMPLATE = """\
{# ::: article board 不是这里
"1.1-01": 也不是 #}
{% set parts = {"1.1-01": "亲自部署", '1.1-02': own ~ "督办", "1.1-03": ("" if on["1.1-01"] else "一") ~ "过问"} %}
::: article board {{ institution.board }}和监督机构
[{{ own }}负责总体规划](1.1-04)，见[](1.1-04)。
:::
{% for one in several %}
::: article work-{{ one.id.replace(".", "-") }} {{ one.name ~ "的责任" }}
[{{ one.words }}]({{ one.id }})
:::
{% endfor %}
"""
SOURCE = source("t.j2", TEMPLATE.encode())


def articles(opening: str, first: str = "") -> list[tuple[int, int]]:
    return [(found.at.line, found.fit) for found in SOURCE.articles(opening, first)]


def words(duty: str, text: str) -> list[tuple[int, int]]:
    return [(found.at.line, found.fit) for found in SOURCE.words(duty, text)]


def test_an_article_is_found_by_its_key_and_title() -> None:
    assert articles("board 董事会和监督机构", "[本行负责") == [(4, 2)]
    assert articles("board 董事会") == []
    assert articles("board-2 董事会和监督机构") == []


def test_an_article_whose_first_line_reads_otherwise_fits_less() -> None:
    assert articles("board 董事会和监督机构", "本条") == [(4, 1)]


def test_an_article_with_a_key_that_is_put_together_is_found_by_its_pattern() -> None:
    assert articles("work-1-1-04 零售部的责任", "[保护消费者") == [(8, 2)]
    assert articles("work-1-1-04 零售部的事项", "零售部") == [(8, 1)]  # its title is put together too
    assert articles("working 零售部的责任") == []


def test_the_key_of_an_article_is_found_where_it_is_written_in_full() -> None:
    named = SOURCE.article_named("board")
    assert named and (named.file, named.line) == ("t.j2", 4)
    assert SOURCE.article_named("boar") is None
    assert SOURCE.article_named("work-1-1-04") is None


def test_words_are_found_beside_their_id() -> None:
    assert words("1.1-01", "应当亲自部署消保工作") == [(3, 4)]
    assert words("1.1-02", "本行督办") == [(3, 2)]
    assert words("1.1-03", "应当过问架构") == [(3, 2)]
    assert words("1.1-04", "本行负责总体规划") == [(5, 6)]


def test_words_that_read_otherwise_fit_not_at_all() -> None:
    assert words("1.1-01", "督办") == [(3, 0)]
    assert words("1.1-09", "亲自部署") == []
