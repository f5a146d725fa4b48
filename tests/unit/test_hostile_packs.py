"""Whatever stands at a key of a pack's files, and of a profile: a document, or findings at their places.

Each value of each file is taken away, and replaced by values of every type: huge ones, odd ones, such as other
languages have for digits. `make test` tries a part of them, `make soak` all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from every import every
from soak import SOAKING

from cplist.collecting.plan import collect_plan
from cplist.compose.templates import templates_of
from cplist.core.findings import Finding, FindingsError, InputError
from cplist.core.messages import finding, hint, message
from cplist.documents.job import Inputs
from cplist.documents.kinds import Kind
from cplist.documents.request import Request
from cplist.pack.pack import open_pack
from cplist.pipeline import build
from cplist.profile.profile import read_profile

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TINY, SHIPPED = ROOT / "tests" / "examples" / "packs" / "tiny", ROOT / "templates" / "shandong-2022-1"
PROFILES = {
    TINY: ROOT / "tests" / "examples" / "packs" / "tiny-profile.yaml",
    SHIPPED: ROOT / "profiles" / "outlet.yaml",
}
PROFILE, COLLECT = "profile.yaml", "collect.yaml"
FILES = ("pack.yaml", "rules.yaml", "notice.yaml", "checklist.yaml", COLLECT)
Path_ = tuple[str | int, ...]
GONE = object()


class Raw(str):
    """Stands in the file as it is."""


VALUES: Mapping[str, Any] = {
    "nothing": None, "gone": GONE, "empty": "", "blank": "  ", "text": "甲", "word": "x", "true": True,
    "zero": 0, "one": 1, "minus": -1, "fraction": "0.5", "exponent": "1e999", "nan": ".nan", "day": "2026-02-30",
    "digits": "9" * 5_000, "a version of digits": "1." + "9" * 5_000, "superscript": "²", "full width": "１２",
    "Arabic": "٣", "roman": "Ⅷ", "circled": "①", "minus sign": "−1", "hexadecimal": "0x10", "underscored": "1_000",
    "list": ["甲"], "empty list": [], "list of nothing": [None], "mapping": {"甲": "乙"}, "empty mapping": {},
    "list of mappings": [{"甲": "乙"}], "list of lists": [["甲"]], "mapping of lists": {"甲": ["乙"]},
    "twice": ["x", "x"], "deep list": Raw("[" * 30 + "]" * 30), "deep mapping": Raw("{a: " * 30 + "b" + "}" * 30),
    "too deep": Raw("[" * 3_000 + "]" * 3_000), "far too deep": Raw("[" * 100_000),
    "alias": Raw("&a [*a, *a]"), "tag value": Raw("!!python/object:os.system x"),
    "long": "长" * 40_000, "two lines": "甲\n乙", "control": "甲\x07乙", "escape": "甲\x1b[31m乙",
    "private": "甲\U0010fdd4乙", "surrogate": "甲\ud800乙", "noncharacter": "甲\uffff乙", "bidi": "甲\u202e乙",
    "null": "甲\0乙", "braces": "{", "placeholder": "{甲}", "format": "{0.__class__}", "percent": "%s%n",
    "expression": "{{ x }}", "tag": "{% x %}", "open tag": "{{", "comment": "{#", "nested": "(" * 3_000,
    "brackets": "[" * 3_000, "sum": "+".join(["1"] * 300), "fences": ":::", "markup": "[a](b)", "path": "../../x",
    "absolute": "/etc/passwd", "url": "http://example.com/a", "formula": "=1+1", "separator": "!", "quote": "'",
    "double quote": '"', "xml": "</w:t>&<", "name": "__class__", "false": "false",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A pack, a file of it, a place in that, and what stands there instead."""

    pack: Path
    file: str
    path: Path_
    value: str

    def __str__(self) -> str:
        return f"{self.pack.name}-{self.file}-{'.'.join(map(str, self.path))}-{self.value}"


def paths(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every place, of lists the first and the last."""
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*path, key))
    elif isinstance(data, list):
        for number in sorted({0, len(data) - 1} if data else ()):
            yield from paths(data[number], (*path, number))


def changed(data: Any, path: Path_, value: Any) -> Any:
    if not path:
        return value
    made = data.copy()
    if len(path) == 1 and value is GONE:
        del made[path[0]]
    else:
        made[path[0]] = changed(data[path[0]], path[1:], value)
    return made


def written(data: Any) -> str:
    """YAML on one line; characters that need it by their numbers."""
    if isinstance(data, Raw):
        return data
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {written(one)}" for key, one in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(written, data)) + "]"
    return json.dumps(data if data is None or isinstance(data, bool) else str(data))


def cases(pack: Path, file: str) -> list[Case]:
    source = PROFILES[pack] if file == PROFILE else pack / file
    data = yaml.safe_load(source.read_text("utf-8"))
    return [Case(pack, file, path, value) for path in paths(data) for value in VALUES]


def some(every: list[Case], briefly: int) -> list[Case]:
    """All cases at length; so many of them briefly, evenly from all over."""
    step = 1 if SOAKING else max(1, len(every) // briefly) | 1
    return every[::step]


def outcome(case: Case, folder: Path) -> tuple[Finding, ...]:
    """What comes of it; whatever else is raised goes on."""
    pack = folder / "pack"
    shutil.copytree(case.pack, pack)
    profile, name = PROFILES[case.pack].read_bytes(), "profile.yaml"
    source = PROFILES[case.pack] if case.file == PROFILE else case.pack / case.file
    text = written(changed(yaml.safe_load(source.read_text("utf-8")), case.path, VALUES[case.value]))
    if case.file == PROFILE:
        profile = text.encode()
    else:
        (pack / case.file).write_text(text, "utf-8")
    try:
        opened = open_pack(str(pack))
        if case.file == COLLECT:
            collect_plan(templates_of(opened))
        read = read_profile(profile, name, load_base)
        return build(Inputs(read, opened, Request(tuple(Kind)))).findings
    except FindingsError as error:
        assert error.findings
        return error.findings
    except InputError as error:
        return (finding(error.rule, None, **error.arguments),)
    finally:
        shutil.rmtree(pack)


TEMPLATES = {
    "nested loops": "{% for a in range(1) %}" * 25 + "{% endfor %}" * 25,
    "nested conditions": "{% if 1 %}" * 300 + "{% endif %}" * 300,
    "many conditions": "{% if 0 %}" + "{% elif 0 %}" * 3_000 + "{% endif %}",
    "nested blocks": "".join(f"{{% block b{n} %}}" for n in range(300)) + "{% endblock %}" * 300,
    "nested macros": "".join(f"{{% macro m{n}() %}}" for n in range(300)) + "{% endmacro %}" * 300,
    "a sum": "{{ " + "+".join(["1"] * 300) + " }}",
    "a longer sum": "{{ " + "+".join(["1"] * 30_000) + " }}",
    "a chain": "{{ " + "~".join(["'a'"] * 30_000) + " }}",
    "a comparison": "{{ " + "<".join(["1"] * 3_000) + " }}",
    "alternatives": "{{ " + " or ".join(["0"] * 30_000) + " }}",
    "filters": "{{ 'a'" + "|upper" * 3_000 + " }}",
    "attributes": "{{ articles" + ".a" * 3_000 + " }}",
    "calls": "{{ range" + "(1)" * 3_000 + " }}",
    "lists": "{{ " + "[" * 3_000 + "]" * 3_000 + " }}",
    "negations": "{{ " + "not " * 3_000 + "1 }}",
    "itself": "{% include 'system.md.j2' %}",
    "itself as a base": "{% extends 'system.md.j2' %}",
    "itself for its macros": "{% import 'system.md.j2' as a %}{{ a }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a recursive loop": "{% for a in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
    "a huge number": "{{ " + "9" * 5_000 + " }}",
    "a huge power": "{{ 9 ** 99999 }}",
    "a shift": "{{ 'a' * (10 ** 30) }}",
    "no UTF-8": "\udcff",
    "quoted lines": "> " * 3_000 + "甲",
    "list items": "\n".join(" " * n + "1. 甲" for n in range(0, 3_000, 3)),
    "fences": "::: article a\n" * 300,
    "headings": "#" * 3_000 + " 甲",
    "a table": "|" * 3_000 + "\n" + "|-" * 3_000 + "\n",
    "links": "[甲](" * 300,
}


@every("name", list(TEMPLATES), least=30)
def test_whatever_a_template_says_ends_in_documents_or_findings(tmp_path: Path, name: str) -> None:
    pack = tmp_path / name
    shutil.copytree(TINY, pack)
    (pack / "system.md.j2").write_bytes(TEMPLATES[name].encode("utf-8", "surrogateescape"))
    with pytest.raises(FindingsError) as caught:
        build(Inputs(read_profile(PROFILES[TINY].read_bytes(), "p.yaml"), open_pack(str(pack))))
    assert caught.value.findings
    assert all(map(is_told, caught.value.findings))


@every("name", [name for name in TEMPLATES if name.startswith("itself") or name.endswith("itself")], least=4)
def test_a_template_that_leads_back_to_itself_is_told_so(tmp_path: Path, name: str) -> None:
    pack = tmp_path / name
    shutil.copytree(TINY, pack)
    (pack / "system.md.j2").write_text(TEMPLATES[name])
    with pytest.raises(FindingsError) as caught:
        build(Inputs(read_profile(PROFILES[TINY].read_bytes(), "p.yaml"), open_pack(str(pack))))
    (found,) = caught.value.findings
    assert found.rule == "template-circle"
    whole_pack = name == "itself as a base"  # no line of it is at work then
    assert found.location is not None
    assert found.location.file == str(pack if whole_pack else pack / "system.md.j2")


def load_base(base: str, file: str) -> tuple[str, bytes]:
    raise FileNotFoundError(2, "No such file", base)


def is_told(found: Finding) -> bool:
    """Whether a finding can be printed, in each language, and says where."""
    words = [say(found, language) for language in ("zh", "en") for say in (message, hint)]
    "".join(words).encode()
    return all(words[::2]) and (found.location is None or found.location.line > 0)


@pytest.mark.soak
@pytest.mark.parametrize("file", [*FILES, PROFILE])
@pytest.mark.parametrize("pack", [TINY, SHIPPED], ids=["tiny", "shipped"])
def test_whatever_stands_at_a_key_ends_in_documents_or_findings(pack: Path, file: str, tmp_path: Path) -> None:
    failed = []
    chosen = some(cases(pack, file), 9 if pack == TINY else 3)
    for case in chosen:
        try:
            assert all(map(is_told, outcome(case, tmp_path)))
        except Exception as error:
            failed.append(f"{case}: {type(error).__name__}: {str(error)[:200]}")
    assert len(chosen) > 2
    assert not failed, f"{len(failed)} of {len(chosen)}\n" + "\n".join(failed[:40])
