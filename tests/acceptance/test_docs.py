"""The documents say what is so: commands run, examples hold, references name all there is and no more."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml

import cplist.cli.main  # noqa: F401  (the commands add themselves)
from cplist.cli.app import app
from cplist.collecting.lines import LISTS
from cplist.collecting.schema import COLLECT
from cplist.compose import values
from cplist.compose.institution_value_types import ElementValues, UnitKindValues
from cplist.compose.sandbox import environment
from cplist.compose.sentences import Sentences, sentences
from cplist.compose.sheets.schema import (
    BARS,
    BELOW,
    CHART,
    CHECKLIST,
    COLUMN,
    CONDITION,
    FIELD,
    FORMAT,
    LINK,
    SHEET,
)
from cplist.compose.template_functions import FUNCTIONS
from cplist.documents import checklist, job
from cplist.documents import values as of_papers
from cplist.domain import vocabulary
from cplist.pack import rules_schema, sources_schema
from cplist.pack.measures_schema import MEASURES, SUGGESTED, TRADE
from cplist.pack.notice_schema import CLAUSE, DUTY, NOTICE, PRINTED
from cplist.pack.pack import open_pack
from cplist.pack.pack_schema import PACK, ROLE, ROLE_CHECKS
from cplist.pack.papers import SIGNING
from cplist.pipeline import Draft, build, draft
from cplist.profile.schema import BODY, KEYS, RESERVED
from cplist.schema.language import Keys, Rule, keys_of
from cplist.standing.counts import CLASSES
from cplist.standing.source import SOURCE
from cplist.workspace.batch import Builder

from .conftest import CITY_BANK, ROOT, Cplist

ENTRIES = {"fields": FIELD, "conditions": CONDITION.keys, "bars": BARS, "charts": CHART, "link": LINK}
READMES = ("README.md", "README.zh-CN.md")
PROFILE_DOC, PACKS_DOC, ARCHITECTURE = "docs/profile.md", "docs/packs.md", "docs/architecture.md"
RULES_DOC, API_DOC = "docs/rules.md", "docs/api.md"
CHINESE = ("README.zh-CN.md", PROFILE_DOC, PACKS_DOC, "output/README.md")
DECISIONS, CONTRACTS, SECURITY = "docs/decisions", "docs/contracts", "SECURITY.md"
CONTRIBUTING = "CONTRIBUTING.md"
PAGES = sorted(path for folder in (DECISIONS, CONTRACTS) for path in (ROOT / folder).glob("*.md"))
DOCUMENTS = (
    *(
        *READMES,
        PROFILE_DOC,
        PACKS_DOC,
        RULES_DOC,
        ARCHITECTURE,
        API_DOC,
        SECURITY,
        CONTRIBUTING,
        "CHANGELOG.md",
        "output/README.md",
    ),
    *(page.relative_to(ROOT).as_posix() for page in PAGES),
)
SHIPPED = ROOT / "templates" / "shandong-2022-1"
CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NEEDS_A_NETWORK = re.compile(r"\bmake |pip install")


def text_of(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def blocks(document: str, language: str) -> list[str]:
    return [body for info, body in CODE.findall(text_of(document)) if info == language]


def sections(document: str) -> dict[str, str]:
    """Heading → what stands under it, up to the next heading of any depth."""
    parts = re.split(r"^#+ (.*)$", CODE.sub("", text_of(document)), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def first_column(section: str) -> set[str]:
    """Every `name` in the first column of the tables there."""
    return {name for row in re.findall(r"^\| ([^|]*)\|", section, re.MULTILINE) for name in _code(row)}


def _code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", CODE.sub("", text))


def spoken(document: str) -> str:
    """The document without its code and the targets of its links."""
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`\n]*`", "", CODE.sub("", text_of(document))))


# commands


@pytest.fixture
def clone(tmp_path: Path, user_environment: dict[str, str]) -> tuple[Path, dict[str, str]]:
    """A folder with what a clone has and commands read, set up as `make demo` does, and a user's environment, in
    which nothing is called cplist."""
    for folder in ("templates", "profiles"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    elsewhere = [path for path in os.environ["PATH"].split(os.pathsep) if not (Path(path) / "cplist").exists()]
    return tmp_path, user_environment | {"PATH": os.pathsep.join(elsewhere)}


DEMO, BY_HAND = "make demo", "python3 -m venv"
"""How the two blocks begin of which a newcomer types one."""
SHOWN = 2
"""The blocks of a README, after the one by which it is set up, up to the last that shows an output."""
END = "-- end of block --"


@pytest.mark.parametrize(
    ("document", "locale", "other", "last"),
    [
        (READMES[0], "en", DEMO, None),
        (READMES[0], "en", BY_HAND, 1),
        (READMES[1], "zh", BY_HAND, SHOWN),
        (READMES[1], "zh", DEMO, 1),
        (PACKS_DOC, "zh", DEMO, None),
    ],
)
def test_the_commands_run_in_one_shell_and_say_what_is_shown(
    document: str, locale: str, other: str, last: int | None, clone: tuple[Path, dict[str, str]]
) -> None:
    """All of them up to the block of that number (None: to the end), one after the other, as they stand; of the two
    ways of setting up only one (not the `other`). Both READMEs have the same commands: they run once to the end,
    and in the other language as far as the README shows what is said."""
    folder, environment = clone
    if document == PACKS_DOC:
        environment = environment | {"PATH": f"{folder}/.venv/bin{os.pathsep}{environment['PATH']}"}
    typed = [body for body in blocks(document, "sh") if not body.startswith(other)]
    typed = typed[:last]
    assert typed
    done = subprocess.run(
        ["sh", "-eu"],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env=environment | {"LANG": f"{locale}.UTF-8"},
        input="".join(f"{_without_network(body)}echo '{END}'\n" for body in typed),
    )
    said = done.stdout.split(f"{END}\n")
    assert (done.returncode, len(said)) == (0, len(typed) + 1), done.stderr
    outputs = dict(zip(typed, said, strict=False))
    left = []
    for body, shown in _shown_output(document):
        if body in outputs:
            assert outputs[body] == shown, body
        else:
            left.append(body)
    assert last == 1 or all(body.startswith(other) for body in left), left


def _without_network(block: str) -> str:
    """The commands of a block; what needs a network is left out, but that `make demo` builds."""
    lines = (BUILT_BY_DEMO if line == DEMO else line for line in block.splitlines())
    return "".join(f"{line}\n" for line in lines if not NEEDS_A_NETWORK.search(line))


BUILT_BY_DEMO = ".venv/bin/python -m cplist build profiles/city-bank.yaml"


def test_the_demo_builds_what_is_shown() -> None:
    assert BUILT_BY_DEMO.replace(".venv/bin/python", "$(RUN)") in text_of("Makefile")


def _shown_output(document: str) -> Iterator[tuple[str, str]]:
    """Each block of commands and the output that is shown behind it; the ways of setting up show the same."""
    shown = CODE.findall(text_of(document))
    waiting: list[str] = []
    for info, body in shown:
        if info == "sh":
            waiting = [*(w for w in waiting if w.startswith(DEMO)), body]
        elif info == "text":
            yield from ((block, body) for block in waiting)
            waiting = []


@pytest.mark.parametrize("document", READMES)
def test_a_readme_tells_how_to_have_the_command_before_it_uses_it(document: str) -> None:
    first, second, *_ = blocks(document, "sh")
    line = 'export PATH="$PWD/.venv/bin:$PATH"'
    assert first.splitlines() == [DEMO, line]
    assert second.startswith(BY_HAND) and second.splitlines()[1] == line


@pytest.mark.parametrize("document", READMES)
def test_a_readme_explains_the_numbers_where_they_first_appear(document: str) -> None:
    """Every number of the line about duties stands in the paragraph behind the block that shows it."""
    shown = next(body for body in blocks(document, "text"))
    behind = text_of(document).partition(shown)[2].partition("\n```sh")[0]
    line = next(line for line in shown.splitlines() if "177" in line)
    assert {number for number in re.findall(r"\d+", line) if number != "0"} <= set(re.findall(r"\d+", behind))


def test_the_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):(?!=)", text_of("Makefile"), re.MULTILINE))
    named = {name for document in (*DOCUMENTS, ".ci/run") for name in _made(text_of(document))}
    assert {"demo", "test", "bench", "clean"} <= named <= targets


def _made(text: str) -> list[str]:
    return re.findall(r"(?:^|`|exec )make ([a-z]+)", text, re.MULTILINE)


def test_both_readmes_show_the_same() -> None:
    for language in ("sh", "yaml"):
        assert blocks(READMES[0], language) == blocks(READMES[1], language)
    assert len(sections(READMES[0])) == len(sections(READMES[1]))


# examples


LEFT_OPEN = {
    *("options-open", "own-rule-open", "fact-open"),
    *("board-committee-missing", "supervision-missing", "supervisor-outside-party", "superior-open"),
}
"""Notes on what a profile of the keys that are shown leaves to be decided, or to be assumed."""


@pytest.mark.parametrize("document", [*READMES, PROFILE_DOC])
def test_the_profiles_shown_are_profiles(document: str, cplist: Cplist, tmp_path: Path) -> None:
    """The first is whole and leaves open what a draft may; each of the others stands over it."""
    whole, *pieces = blocks(document, "yaml")
    assert pieces
    (tmp_path / "base.yaml").write_text(whole, "utf-8")
    said = cplist("check", tmp_path / "base.yaml", "--json")
    found = {found["rule"]: found["severity"] for found in said.data["findings"]}
    assert said.status == 0, said.err
    assert found.keys() <= LEFT_OPEN
    assert set(found.values()) <= {"note"}
    for number, piece in enumerate(pieces):
        path = tmp_path / f"{number}.yaml"
        path.write_text(f"schema: 1\nextends: base.yaml\n{piece}", "utf-8")
        said = cplist("check", path, "--json")
        found = [found for found in said.data["findings"] if found["severity"] != "note"]
        assert found == [], piece


@pytest.mark.parametrize(("document", "language"), [(READMES[0], "en"), (READMES[1], "zh")])
def test_the_finding_shown_is_what_is_said(document: str, language: str, cplist: Cplist, tmp_path: Path) -> None:
    (shown,) = blocks(document, "console")
    place = tmp_path / "mine"
    place.mkdir()
    made = cplist("init", "--type", "village_bank", "--tier", "legal_entity").out
    assert "[business, operations]" in made
    (place / "our-bank.yaml").write_text(made.replace("[business,", "[buisness,"), "utf-8")
    said = cplist("check", "mine/our-bank.yaml", cwd=tmp_path, env={"CPLIST_LANG": language})
    assert said.status == 1
    assert shown in said.err


def test_a_readme_shows_every_command() -> None:
    commands = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert {"init", "check"} <= commands
    for document in READMES:
        assert set(re.findall(r"cplist (\w+)", text_of(document))) >= commands


def test_a_readme_lists_the_example_profiles() -> None:
    profiles = {path.name for path in (ROOT / "profiles").glob("*.yaml")}
    for document in READMES:
        table = re.findall(r"^\| \[([\w-]+)\]\(profiles/([\w-]+\.yaml)\) \|", text_of(document), re.MULTILINE)
        assert {file for _, file in table} == profiles
        assert all(f"{name}.yaml" == file for name, file in table)


def test_a_readme_lists_the_sheets() -> None:
    checklist = yaml.safe_load((SHIPPED / "checklist.yaml").read_text("utf-8"))
    sheets = [sheet["name"] for sheet in checklist["sheets"]]
    for document in READMES:
        listed = re.search(r"^\| (?:sheet|工作表) .*?\n\n", text_of(document), re.DOTALL | re.MULTILINE)
        assert listed
        assert re.findall(r"^\| (\w+) \|", listed[0], re.MULTILINE)[1:] == sheets


def test_the_template_shown_composes() -> None:
    from cplist.compose.text.composer import compose

    text, findings = compose(blocks(PACKS_DOC, "markdown")[0], "sample")
    assert findings == []
    assert text.places


# the reference of profiles


def rules_below(rule: Rule) -> dict[str, Rule]:
    """Each key below a schema's rule, with dots ("name", "substitute.for"), and its own rule."""
    below = {key: rules_below(inner) or {"": inner} for key, inner in keys_of(rule).items()}
    return {f"{key}.{path}".rstrip("."): found for key, paths in below.items() for path, found in paths.items()}


def rules_of(key: str) -> dict[str, Rule]:
    """The keys that the section of that key must list."""
    found = rules_below(KEYS[key]) or {key: KEYS[key]}
    if key in ("pack", "centralised"):  # may be a name alone
        return {key: KEYS[key], **found}
    if key == "bodies":  # three of a kind: their keys are listed once
        return {**KEYS[key]["schema"], **BODY["schema"]}
    return found


def documented_rows() -> dict[str, dict[str, tuple[str, str]]]:
    """Section → key → what the table says of its being required, and of its type."""
    rows = re.compile(r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \|", re.MULTILINE)
    return {
        _code(heading)[0]: {key: (required, type_) for key, required, type_ in rows.findall(section)}
        for heading, section in sections(PROFILE_DOC).items()
        if heading.startswith("`")
    }


def test_every_key_of_a_profile_is_documented_and_no_other() -> None:
    documented = documented_rows()
    assert set(documented) == set(KEYS)
    for key in KEYS:
        assert set(documented[key]) == set(rules_of(key)), key


def test_what_is_required_is_said_and_of_what_type_it_is() -> None:
    for section, rows in documented_rows().items():
        for key, (required, type_) in rows.items():
            rule = rules_of(section)[key]
            assert (required == "是" or required.endswith("必填")) == bool(rule.get("required")), (section, key)
            assert type_.startswith(kind_of(rule)), (section, key)
    required = [f"`{key}`" for key, rule in KEYS.items() if rule.get("required")]
    assert f"必须有的键是 {'、'.join(required)}，" in text_of(PROFILE_DOC)


def kind_of(rule: Rule) -> str:
    """The word of docs/profile.md for a rule's type."""
    kinds = {"id": "代号", "day": "日期", "count": "数目", "switch": "开关"}
    shapes = {"list": "列表", "dict": "以下各键"}
    if "allowed" in rule:
        return "择一"
    check = rule.get("check_with")
    return kinds.get(check.name if check else "") or shapes.get(rule.get("type", ""), "文字")


def choices(rule: Any) -> Iterator[str]:
    """Every value that a schema allows anywhere."""
    if isinstance(rule, Mapping):
        yield from rule.get("allowed", ())
        for inner in rule.values():
            yield from choices(inner)


def test_every_choice_is_documented() -> None:
    assert set(choices(KEYS)) <= set(_code(text_of(PROFILE_DOC)))


@pytest.mark.parametrize(
    ("heading", "group"),
    [("机构类型", "types"), ("责任角色", "leader_roles"), ("条线", "lines"), ("职能", "functions")],
)
def test_the_choices_have_their_names(heading: str, group: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\w·]+)", sections(PROFILE_DOC)[heading], re.MULTILINE)
    entries = vocabulary.terms()[group]
    assert dict(rows) == {id_: entry if isinstance(entry, str) else entry["name"] for id_, entry in entries.items()}


def test_how_the_notice_reaches_a_type_is_documented() -> None:
    types = yaml.safe_load((SHIPPED / "pack.yaml").read_text("utf-8"))["types"]
    table = sections(PROFILE_DOC)["机构类型"]
    for id_, how in re.findall(r"^\| `(\w+)` \| \w+ \| (.*) \|$", table, re.MULTILINE):
        listed = "by_reference" if how == "参照执行" else "by_profile" if "`applicability`" in how else ""
        assert listed == next((name for name, ids in types.items() if id_ in ids), ""), id_


def test_the_reserved_ids_are_documented() -> None:
    assert first_column(sections(PROFILE_DOC)["保留的代号"]) == RESERVED


# the reference of packs


class SeenError(Exception):
    """Ends a build when the checklist's context is there."""


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """All that a pack's templates see, for the city bank."""
    context: dict[str, Any] = {}

    def take(_: Any, values: Mapping[str, Any], *__: Any) -> None:
        context.update(values)
        raise SeenError

    monkeypatch.setattr(checklist, "fill", take)
    builder = Builder()
    profile = builder.profile(str(CITY_BANK))
    with pytest.raises(SeenError):
        build(job.Inputs(profile, builder.pack(profile.pack)))
    return context


def drafted(profile: Path) -> Draft:
    read = Builder().profile(str(profile))
    return draft(read, open_pack(read.pack))


def test_every_variable_is_documented_and_no_other(seen: dict[str, Any]) -> None:
    documented = sections(PACKS_DOC)
    assert first_column(documented["总的变量"]) == set(seen)
    objects = {name: seen[name] for name in ("institution", "word", "document", "notice", "pack", "counts")}
    objects |= {name: seen[f"{name}s"][0] for name in ("leader", "department", "level", "joint_post", "pair")}
    objects |= {"duty": seen["duties"][0], "clause": seen["clauses"][0], "party": seen["parties"][0]}
    objects |= {"role": next(iter(seen["role"].values())), "row": seen["matrix"][0]}
    for name, keys in objects.items():
        assert first_column(documented[name]) == set(keys), name
    assert set(seen["build"]) | set(seen["duties"][0]["advice"]) <= set(_code(text_of(PACKS_DOC)))


@pytest.mark.parametrize(
    ("heading", "type_"),
    [
        *(("总的变量", values.Values), ("duty", values.DutyValues), ("clause", values.ClauseValues)),
        *(("role", values.RoleValues), ("substitute", values.SubstituteValues), ("leader", values.LeaderValues)),
        *(("department", values.DepartmentValues), ("level", values.LevelValues)),
        *(("vacancy", values.VacancyValues), ("short_name", values.ShortNameValues)),
        ("own_duty", values.OwnDutyValues),
        *(("body", values.BodyValues), ("superior", values.SuperiorValues)),
        ("centralised", values.PartCentralisedValues),
        *(("joint_post", values.JointPostValues), ("party", values.BearerValues), ("pair", values.PairValues)),
        *(("row", values.RowValues), ("institution", values.InstitutionValues), ("word", values.WordValues)),
        *(("document", values.DocumentValues), ("notice", values.NoticeValues), ("pack", values.PackValues)),
        *(("source", values.SourceValues), ("provision", values.ProvisionValues)),
        ("source_row", values.SourceRowValues),
        *(("责任书", of_papers.LetterValues), ("上会材料", of_papers.MemoValues)),
    ],
)
def test_the_types_of_what_templates_see_are_those_that_are_documented(heading: str, type_: Any) -> None:
    others = {
        "总的变量": {"bookmark", "article", "build", "warnings", "recipient"},
        "责任书": set(SIGNING),
        "上会材料": set(of_papers.ComparisonValues.__annotations__),
    }
    keys = set(get_type_hints(type_))
    assert first_column(sections(PACKS_DOC)[heading]) == keys | others.get(heading, set())


INSIDE = (
    *(UnitKindValues, values.SubsidiaryValues, ElementValues),
    *(values.AdviceValues, of_papers.PersonValues, of_papers.ChapterValues),
    *(of_papers.ChangeValues, of_papers.PieceValues),
    *(of_papers.OpenOptionValues, of_papers.OpenFactValues),
    *(values.OptionValues, values.OwnRuleValues, values.ReportingValues),
)


@pytest.mark.parametrize("type_", INSIDE)
def test_what_stands_inside_of_them_is_named_too(type_: Any) -> None:
    assert set(get_type_hints(type_)) <= set(_code(text_of(PACKS_DOC)))


def test_every_function_that_templates_call_is_documented_and_no_other() -> None:
    documented = sections(PACKS_DOC)
    functions = {_signature(name, function) for name, function in FUNCTIONS.items() if name != "sentences"}
    assert first_column(documented["函数"]) == functions | {"sentences(duty, who, own, departments, …)"}
    methods = {
        name: method for name, method in vars(Sentences).items() if callable(method) and not name.startswith("_")
    }
    options = set(signature(sentences).parameters)
    assert {name.partition("(")[0] for name in first_column(documented["句子"])} == options | set(methods)
    for name, method in methods.items():
        parameters = {parameter.rstrip("_") for parameter in signature(method).parameters}
        assert parameters - {"self", "more"} <= set(re.findall(r"\w+", documented["句子"])), name


def _signature(name: str, function: Callable[..., Any]) -> str:
    """A function as it is documented: without types and without what Jinja gives it, true and false as in a
    template."""
    parameters = [
        p.replace(annotation=Parameter.empty, name=p.name.rstrip("_"))
        for p in signature(function).parameters.values()
        if p.name != "context"
    ]
    written = f"{name}({', '.join(map(str, parameters))})".replace("'", '"')
    return written.replace("False", "false").replace("True", "true")


@pytest.mark.parametrize("example", [0, 1])
def test_the_examples_of_functions_give_what_is_shown(example: int) -> None:
    code, shown_ = re.findall(r"`(\w+\([^`]*\))` 是“([^”]*)”", text_of(PACKS_DOC))[example]
    made = environment(lambda _: None).from_string(f"{{{{ {code} }}}}")
    assert made.render() == shown_


def test_the_sentence_shown_is_what_is_said() -> None:
    template = next(block for block in blocks(PACKS_DOC, "jinja") if "sentences(" in block)
    seen = drafted(CITY_BANK).context
    own = {**seen, "who": dict.fromkeys(seen["who"], "董事长")}
    text = environment(lambda _: None).from_string(template).render(own)
    (sentence,) = re.findall(r"^.*\]\(1.1-09\).*$", text, re.M)
    assert f"`{sentence}`" in text_of(PACKS_DOC)


@pytest.mark.slow
def test_the_client_template_shown_changes_one_article(tmp_path: Path) -> None:
    own = shutil.copytree(SHIPPED, tmp_path / "own")
    (own / "system.md.j2").rename(own / "base.md.j2")
    (shown_,) = [block for block in blocks(PACKS_DOC, "jinja") if "extends" in block]
    (own / "system.md.j2").write_text(shown_, "utf-8")
    profile = tmp_path / "p.yaml"
    profile.write_text(CITY_BANK.read_text("utf-8").replace("shandong-2022-1", str(own)), "utf-8")
    before, after = (drafted(path).text for path in (CITY_BANK, profile))
    pairs = zip(before.articles, after.articles, strict=True)
    assert [new.key for old, new in pairs if (old.title, old.paragraphs) != (new.title, new.paragraphs)] == [
        "lead-monitoring"
    ]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("工作表", SHEET),
        ("列", COLUMN.keys),
        ("格式", FORMAT.keys),
        ("单元格、条件格式和图", {f"{name}.{key}" for name, keys in ENTRIES.items() for key in keys}),
    ],
)
def test_every_key_of_a_checklist_is_documented_and_no_other(heading: str, keys: Keys | set[str]) -> None:
    assert first_column(sections(PACKS_DOC)[heading]) == set(keys)


def test_the_needed_keys_of_a_checklist_are_documented_as_needed() -> None:
    for heading, keys in (("工作表", SHEET), ("列", COLUMN.keys)):
        rows = re.findall(r"^\| ([^|]*) \| 是 \|", sections(PACKS_DOC)[heading], re.MULTILINE)
        assert {name for row in rows for name in _code(row)} == {key for key in keys if keys[key].get("required")}


def test_the_top_keys_and_those_of_further_tables_are_documented() -> None:
    documented = sections(PACKS_DOC)
    assert set(CHECKLIST.keys) <= set(_code(documented["checklist.yaml：责任清单的模板"]))
    row = re.search(r"^\| `below` .*$", documented["工作表"], re.MULTILINE)
    assert row is not None and set(_code(row[0])) == {"below", *BELOW}


def test_every_key_of_a_collection_is_documented_and_no_other() -> None:
    documented = sections(PACKS_DOC)
    assert first_column(documented["从哪里读取"]) == {f"source.{key}" for key in SOURCE}
    assert first_column(documented["汇总的各表"]) - {"lines"} == set(LISTS)
    assert set(COLLECT.keys) <= set(_code(documented["collect.yaml：汇总的模板"]))
    assert set(CLASSES) <= set(_code(documented["从哪里读取"]))


def test_the_columns_and_words_of_a_collection_are_documented() -> None:
    """Every key that a pack's columns use, every word that it gives a name to."""
    named = set(_code(sections(PACKS_DOC)["汇总的各表"])) | set(CLASSES)
    plan = yaml.safe_load((SHIPPED / "collect.yaml").read_text("utf-8"))
    keys = {column["key"] for sheet in plan["sheets"] for column in sheet["columns"] if "key" in column}
    assert {key for key in keys if not key.startswith("institutions_")} <= named
    assert set(plan["names"]) <= named
    counts = set(re.findall(r"counts\.(\w+)", (SHIPPED / "collect.yaml").read_text("utf-8")))
    assert counts <= named


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("pack.yaml", (PACK.keys, keys_of(PACK.keys["documents"])["letter"]["schema"], ROLE)),
        ("地区和职责规则", (*(keys_of(PACK.keys[key]) for key in ("regions", "checks")), ROLE_CHECKS)),
        ("责任书", (keys_of(PACK.keys["letters"]),)),
        ("notice.yaml", (NOTICE.keys, CLAUSE, DUTY)),
        ("sources.yaml：其他规定", (sources_schema.SOURCE, sources_schema.PROVISION)),
        ("measures.yaml：各行业的措施", ({key: {} for key in MEASURES.keys if key != "schema"},)),
        ("找主体", (rules_schema.ROLE, rules_schema.FINDER.keys)),
        ("条件", (rules_schema.CONDITION,)),
        ("分配规则", (rules_schema.RULE.keys,)),
    ],
)
def test_every_key_of_a_pack_is_documented_and_no_other(heading: str, keys: tuple[Keys, ...]) -> None:
    section = sections(PACKS_DOC)[heading]
    tables = section if heading != "责任书" else section[section.index("值都是角色的列表") :]
    named = {name.split(":")[0] for name in first_column(tables)}
    assert named == {key for one in keys for key in one}


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("pack.yaml", (PACK.keys, ROLE)),
        ("notice.yaml", (NOTICE.keys, CLAUSE, DUTY)),
        ("sources.yaml：其他规定", (sources_schema.SOURCE, sources_schema.PROVISION)),
    ],
)
def test_the_needed_keys_of_a_pack_are_documented_as_needed(heading: str, keys: tuple[Keys, ...]) -> None:
    rows = re.findall(r"^\| ([^|]*) \| 是 \|", sections(PACKS_DOC)[heading], re.MULTILINE)
    needed = {key for one in keys for key, rule in one.items() if rule.get("required")}
    assert {name for row in rows for name in _code(row)} - {"template"} == needed


def test_the_other_keys_of_a_pack_are_documented() -> None:
    documented = {part for name in _code(text_of(PACKS_DOC)) for part in name.split(": ")}
    tables = (*(keys_of(PACK.keys[key]) for key in ("types", "files", "documents")), rules_schema.RULES.keys)
    tables += (TRADE, SUGGESTED)
    tables += (sources_schema.SOURCES.keys, sources_schema.ELEMENT)
    tables += (rules_schema.ADDITION, keys_of(rules_schema.RULES.keys["tiers"]))
    assert {*PRINTED, *(key for keys in tables for key in keys)} <= documented


def test_every_choice_of_a_pack_is_documented() -> None:
    documented = {part for name in _code(text_of(PACKS_DOC) + text_of(PROFILE_DOC)) for part in name.split(": ")}
    schemas = (
        PACK.keys,
        NOTICE.keys,
        sources_schema.SOURCES.keys,
        rules_schema.RULES.keys,
        rules_schema.FINDER.keys,
    )
    assert {value for keys in schemas for value in choices(keys)} <= documented


def test_every_style_is_documented() -> None:
    from cplist.core.document import Style
    from cplist.writers.word.default_style.looks import STYLE_NAMES

    named = first_column(sections(PACKS_DOC)["style.docx：版式"])
    assert named == {*(style.value for style in Style), *STYLE_NAMES}


# all of them


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_links_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", CODE.sub("", text_of(document)))):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / document).parent / name if name else ROOT / document
        assert path.is_file(), target
        if anchor:
            assert anchor in {slug(heading) for heading in headings(path)}, target


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ (.*)$", CODE.sub("", path.read_text("utf-8")), re.MULTILINE)


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", CHINESE)
def test_chinese_has_full_width_punctuation(document: str) -> None:
    assert re.findall(r".{0,8}(?:[一-鿿][,:;!?()]|[,:;!?()][一-鿿]).{0,8}", spoken(document)) == []
