"""What the commands print with --json, and the JSON that they write, is what docs/contracts says of each field."""

from __future__ import annotations

import gc
import io
import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

import cplist.cli.main  # noqa: F401  (the commands add themselves)
from cplist.carryover.reasons import Reason
from cplist.cli.app import app
from cplist.cli.main import main
from cplist.cli.starting import pack_app
from cplist.collecting import collection, deviations
from cplist.core import messages
from cplist.core.findings import Severity
from cplist.documents import kinds
from cplist.domain.assignment import PartyKind, Status
from cplist.domain.notice import Kind, Share, Tier, Trigger
from cplist.standing.counts import CLASSES, SUMMED, WORST_FIRST

from .conftest import CITY_BANK, PACKS, ROOT, TINY, Build, exchanged
from .contracts import COMMON, FOLDER, broken, changes, contract_of, fields, sample, schemas, validator
from .test_collect import edited, fill_in, record_acts, tamper
from .test_map import Page

pytestmark = pytest.mark.slow

OUTLET = ROOT / "profiles" / "outlet.yaml"
PROFILES = sorted((ROOT / "profiles").glob("*.yaml"))
EXAMPLES = ROOT / "tests" / "examples"
BROKEN = sorted((EXAMPLES / "schema" / "bad").glob("*.yaml"))
LINT = EXAMPLES / "lint"
RULES = ("accept-unmatched", "accept-impossible", "department-overseen-by-two")
FOUND = [LINT / f"{rule}.bad.yaml" for rule in RULES]
"""Profiles with findings of each severity."""
SHOWN_PACKS = ("shandong-2022-1", "tiny")
RENAMED = [("name: 消费者权益保护部", "name: 消费者保护部")]
OPTIONAL = {
    "build": {"builds.findings.cells"},
    "findings": {"findings.sheet", "findings.cell"},
    "collect": {"workbook", "findings.cells"},
    "manifest": {
        *("articles", "facts", "before", "answers", "made", "contents"),
        *("contents.*.parts", "contents.*.paragraphs", "contents.*.styles"),
    },
    "map": {
        *("duties.advice.measure", "duties.advice.frequency", "duties.advice.evidence", "parties.count"),
        *("particulars", "parties.kinds", "parties.own_duties"),
        *("state", "state.rows.due", "state.rows.open"),
        *("parties.person", "parties.has", "parties.oversees", "parties.chair", "parties.office"),
    },
}
"""The fields that an answer may be without; what they depend on is tested below."""
OWN_NAMES = {
    "clauses": {"notice.printed"},
    "findings": {"resolved", "places"},
    "collect": {"institutions.states", "institutions.standing", "institutions.rows.cells", "clauses.standing"},
    "manifest": {
        *("outputs", "kinds", "made", "made.*.found", "made.*.files", "made.*.read"),
        *("contents", "contents.*.parts", "contents.*.styles", "contents.*.styles.*"),
        *(f"{above}facts.{name}" for above in ("", "before.") for name in ("parties", "overseers", "duties")),
    },
    "map": {"articles", "duties.roles"},
}
"""Mappings whose keys are names of a profile's or a pack's."""


class Answer(NamedTuple):
    """What a command came to: its exit status, and what it printed as JSON (None: nothing)."""

    status: int
    data: Any


def run(*arguments: str | Path, stdin: bytes = b"") -> Answer:
    """Run the command in this process, with --json."""
    out, threshold = io.StringIO(), gc.get_threshold()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(io.StringIO()):
        patch.setattr(sys, "argv", ["cplist", *map(str, arguments), "--json"])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
    gc.set_threshold(*threshold)
    return Answer(int(ended.value.code or 0), json.loads(out.getvalue()) if out.getvalue() else None)


def holds(answer: Answer, contract: str, *statuses: int) -> list[str]:
    """What is wrong with an answer that should be of that contract and status."""
    if answer.status not in statuses or answer.data is None:
        return [f"status {answer.status}, {answer.data and contract_of(answer.data)}"]
    named = contract_of(answer.data)
    return ([] if named == contract else [f"names {named}"]) + broken(answer.data)


# the schemas themselves


def objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every schema of an object with named fields, in a schema; not the conditions that only refine one."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def test_the_schemas_are_schemas() -> None:
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


def test_no_object_takes_a_field_that_it_does_not_name() -> None:
    """Two alone are open, whose users have more: a collection's counts, a duty's outcome. Each use of them is
    closed."""
    shared = (schemas()["collect"]["$defs"]["counts"], schemas()["explain"]["$defs"]["outcome"])
    closed = {"additionalProperties", "unevaluatedProperties"}
    for contract, schema in schemas().items():
        for one in objects(schema):
            open_ = all(one is not open_one for open_one in shared) and all(
                one.get(key) is not False for key in closed
            )
            assert not open_, (contract, list(one["properties"]))


def test_each_contract_names_itself_and_stands_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    for contract, schema in schemas().items():
        assert f"]({contract}.schema.json)" in index
        if contract != COMMON:
            assert schema["properties"]["schema"] == {"const": f"cplist.{contract}/1"}
            assert f"`cplist.{contract}/1`" in index


def test_every_command_is_in_the_index_with_what_it_prints() -> None:
    rows = re.findall(r"^\| `([a-z]+(?: [a-z]+)?)` \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    own = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    packs = {f"pack {command.name}" for command in pack_app.registered_commands}
    assert set(rows) == own | packs


# words that the program has too


def values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


def test_the_words_of_the_contracts_are_those_of_the_program() -> None:
    shared, collect = schemas()[COMMON]["$defs"], schemas()["collect"]["$defs"]
    enums = {"status": Status, "kind": Kind, "trigger": Trigger, "tier": Tier, "severity": Severity}
    for name, enum in enums.items():
        assert shared[name]["enum"] == values(enum), name
    assert list(shared["summary"]["properties"]) == shared["summary"]["required"] == values(Status)
    duty = schemas()["clauses"]["$defs"]["duty"]
    assert duty["properties"]["roles"]["items"]["properties"]["as"]["enum"] == values(Share)
    assert schemas()["map"]["$defs"]["party"]["properties"]["kind"]["enum"] == values(PartyKind)
    assert collect["kind"]["enum"] == list(CLASSES)
    without = (*collection.WITHOUT_ROWS, collection.NONE)
    assert collect["standing"]["enum"] == [*WORST_FIRST, SUMMED, *without]


def test_the_reasons_of_changes_are_those_of_the_program() -> None:
    reasons = schemas()["collect"]["$defs"]["change"]["properties"]["reason"]["enum"]
    listed = (Reason.EDITED, Reason.COPIED, Reason.UNKNOWN, Reason.GONE, Reason.TAKEN, Reason.MERGED)
    kept = (*(reason.word for reason in listed), Reason.RETITLED.word)
    own = (deviations.DELETED, deviations.REKEYED, deviations.MISSING, deviations.RENAMED)
    assert reasons == [*kept, *own]


def test_every_rule_may_stand_in_a_finding() -> None:
    pattern = re.compile(schemas()[COMMON]["$defs"]["rule"]["pattern"])
    assert [rule for rule in messages.catalogue() if not pattern.fullmatch(rule)] == []


# the commands


def test_clauses() -> None:
    for pack in SHOWN_PACKS:
        assert holds(run("clauses", "--packs", PACKS, "--pack", pack), "clauses", 0) == [], pack


def test_coverage_of_examples() -> None:
    for profile in (*PROFILES[::3], TINY):
        assert holds(run("coverage", profile, "--packs", PACKS), "coverage", 0) == [], profile


def test_check_and_coverage_of_broken_profiles_and_of_those_with_findings() -> None:
    severities = set()
    assert len(BROKEN) > 40
    for profile in (*BROKEN[::4], *FOUND):
        answer = run("check", profile, "--resolved")
        assert holds(answer, "findings", 0, 1) == [], profile
        severities |= {found["severity"] for found in answer.data["findings"]}
    assert severities == set(values(Severity))
    for profile in BROKEN[::8]:
        covered = run("coverage", profile)
        assert holds(covered, "coverage", 1) == [], profile
        assert covered.data["institution"] is None


def test_check_of_what_is_no_profile() -> None:
    for text in ("", "schema：1\n", "- 1\n", "a: [\n", "a: &x 1\nb: *x\n", "\x00", "schema: 1\npack: 没有\n"):
        answer = run("check", "-", "--resolved", stdin=text.encode())
        assert holds(answer, "findings", 1) == [], text
        assert holds(run("coverage", "-", stdin=text.encode()), "coverage", 1) == [], text


def test_the_resolved_profile_stands_there_with_the_place_of_each_value() -> None:
    data = run("check", CITY_BANK, "--resolved").data
    assert data["resolved"]["institution"]["short_name"] == "岱岳银行"
    assert data["places"]["institution.short_name"].startswith(f"{CITY_BANK}:")
    assert "resolved" not in run("check", CITY_BANK).data


def test_build_of_good_broken_and_unreadable_profiles(tmp_path: Path) -> None:
    bad = BROKEN[0]
    good = PROFILES[1::3]
    odd = tmp_path / "odd.yaml"
    odd.write_bytes(b"\0")
    answer = run("build", *good, bad, odd, tmp_path / "none.yaml", "-o", tmp_path, "--only", "map")
    assert holds(answer, "build", 2) == []
    failed = [one for one in answer.data["builds"] if one["institution"] is None]
    assert [one["profile"] for one in failed] == [str(bad), str(odd), str(tmp_path / "none.yaml")]
    built = [one for one in answer.data["builds"] if one["outputs"]]
    assert len(built) == len(good) > 3
    for one in built:
        page, manifest = (Path(output["path"]) for output in one["outputs"])
        assert broken(Page(page).data) == [], one["profile"]
        assert broken(json.loads(manifest.read_bytes())) == [], one["profile"]


@pytest.fixture(scope="module")
def built_again(city_bank: Build, tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Any]:
    """What a build of every kind says over what was built before, where a document was edited and a row answered;
    and its build.json."""
    above = tmp_path_factory.mktemp("again")
    folder = above / city_bank.folder.name
    shutil.copytree(city_bank.folder, folder)
    edited(folder / city_bank.path("checklist").name, lambda book: fill_in(book, 1))
    with (folder / city_bank.path("system").name).open("ab") as file:
        file.write(b"\0")
    profile = above / "p.yaml"
    profile.write_text(exchanged(CITY_BANK.read_text("utf-8"), RENAMED), "utf-8")
    only = [word for kind in kinds.Kind for word in ("--only", kind.value)]
    answer = run("build", profile, "-o", above, *only, "--for", "chairman")
    return answer, json.loads((folder / "build.json").read_bytes())


def map_of(answer: Answer) -> Path:
    """The map that a build wrote."""
    return next(Path(one["path"]) for one in answer.data["builds"][0]["outputs"] if one["kind"] == "map")


def test_build_of_every_kind_again_over_what_was_built(built_again: tuple[Answer, Any]) -> None:
    answer, manifest = built_again
    assert holds(answer, "build", 1) == []
    kinds = {one["kind"] for one in answer.data["builds"][0]["outputs"]}
    assert kinds == {*schemas()[COMMON]["$defs"]["document"]["enum"], "manifest"}
    assert broken(manifest) == []
    assert manifest["answers"] > 100
    assert manifest["before"]["articles"] != manifest["articles"]
    with_cells = {one["rule"] for one in built_again[0].data["builds"][0]["findings"] if "cells" in one}
    assert with_cells == {"carry-over-review"}


@pytest.fixture(scope="module")
def collected(city_bank: Build, tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Path]:
    """What is said of a workbook that was filled in and tampered with, an older one of the same institution and a
    damaged one, with a list of who should return; and the file that was written."""
    returned = tmp_path_factory.mktemp("returned")
    shutil.copy(city_bank.path("checklist"), returned / "a.xlsx")
    edited(returned / "a.xlsx", lambda book: fill_in(book, 1), record_acts, tamper)
    shutil.copy(city_bank.path("checklist"), returned / "b.xlsx")
    (returned / "缺席银行.xlsx").write_bytes(b"PK\3\4")
    expected = returned / "list.txt"
    expected.write_text("缺席银行\n", "utf-8")
    output = returned / "out"
    answer = run("collect", returned, "-o", output, "--expected", expected, "--on", "2026-12-31")
    (file,) = output.glob("*.json")
    return answer, file


def test_collect_with_problems_and_changes(collected: tuple[Answer, Path]) -> None:
    answer, file = collected
    assert holds(answer, "collect", 1) == []
    assert answer.data["problems"] and answer.data["not_returned"] and answer.data["institutions"][0]["changes"]
    written = json.loads(file.read_bytes())
    assert broken(written) == []
    assert written["workbook"]["file"] == f"{file.stem}.xlsx"


def test_collect_of_nothing_that_can_be_read_and_without_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\3\4")
    answer = run("collect", tmp_path, "-o", tmp_path / "out")
    assert holds(answer, "collect", 1) == []
    assert answer.data["institutions"] == []
    assert answer.data["expected"] is answer.data["not_returned"] is answer.data["on"] is None


def test_init_with_and_without_a_file(tmp_path: Path) -> None:
    pair = ("init", "--type", "village_bank", "--tier", "legal_entity")
    assert holds(run(*pair), "init", 0) == []
    answer = run(*pair, "-o", tmp_path / "p.yaml")
    assert holds(answer, "init", 0) == []
    assert answer.data["file"] == str(tmp_path / "p.yaml")


def test_forms(tmp_path: Path) -> None:
    """A blank form, a profile as a form and back, what can't be converted; findings name sheet and cell."""
    blank, form = tmp_path / "blank.xlsx", tmp_path / "form.xlsx"
    assert holds(run("init", "--blank", "-o", blank), "findings", 0) == []
    assert holds(run("convert", OUTLET, "-o", form), "convert", 0) == []
    assert holds(run("convert", form, "-o", "-"), "convert", 0) == []
    nothing = run("convert", "-", "-o", tmp_path / "none.xlsx", stdin=b"a: [")
    assert holds(nothing, "convert", 1) == []
    assert nothing.data["file"] is nothing.data["profile"] is None
    answer = run("check", blank)
    assert holds(answer, "findings", 1) == []
    first = answer.data["findings"][0]
    assert (first["sheet"], first["cell"], first["line"], first["column"]) == ("机构", "C4", 4, 3)


def test_verify(tmp_path: Path) -> None:
    built = run("build", OUTLET, "-o", tmp_path, "--only", "checklist", "--only", "map")
    assert holds(run("verify", tmp_path), "verify", 0) == []
    Path(built.data["builds"][0]["outputs"][0]["path"]).unlink()
    assert holds(run("verify", tmp_path), "verify", 1) == []


def test_pack_style(tmp_path: Path) -> None:
    assert holds(run("pack", "style", "-o", tmp_path / "style.docx"), "findings", 0) == []


def test_pack_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPLIST_DATA", str(tmp_path / "data"))
    assert run("pack", "trust") == Answer(0, {"schema": "cplist.trust/1", "packs": []})
    answer = run("pack", "trust", PACKS / "tiny", "--yes")
    assert holds(answer, "trust", 0) == []
    assert [pack["name"] for pack in answer.data["packs"]] == ["tiny"]
    assert run("pack", "trust", PACKS / "tiny", "--remove").data["packs"] == []


def test_the_schema_that_is_printed_is_one() -> None:
    answer = run("schema")
    assert answer.status == 0
    Draft202012Validator.check_schema(answer.data)
    assert answer.data["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_what_can_not_be_worked_with_prints_no_json(tmp_path: Path) -> None:
    """Usage and I/O, status 2; and a collection of nothing, status 1."""
    (tmp_path / "there.yaml").touch()
    (tmp_path / "empty").mkdir()
    commands = {
        ("check", tmp_path / "none.yaml"): 2,
        ("coverage", tmp_path): 2,
        ("clauses", "--pack", "none"): 2,
        ("init", "--type", "none", "--tier", "outlet"): 2,
        ("init", "--type", "city_bank", "--tier", "outlet", "-o", tmp_path / "there.yaml"): 2,
        ("collect", tmp_path / "none", "-o", tmp_path): 2,
        ("collect", tmp_path / "empty", "-o", tmp_path): 1,
        ("build", "-", "-", "-o", tmp_path): 2,
        ("verify", tmp_path / "empty"): 2,
    }
    assert {command: run(*command) for command in commands} == {
        command: Answer(status, None) for command, status in commands.items()
    }


# a slip is seen


@pytest.fixture(scope="module")
def answers(
    city_bank: Build,
    built_again: tuple[Answer, Any],
    collected: tuple[Answer, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, list[Any]]:
    """Contract → answers that have all of its fields between them, small enough to be looked through many times."""
    folder = tmp_path_factory.mktemp("more")
    failed = run("build", BROKEN[0], "-o", folder).data
    run("build", OUTLET, "-o", folder, "--only", "checklist")
    noted = run("build", OUTLET, BROKEN[0], "-o", folder, "--only", "map").data["builds"][0]
    assert noted["findings"]
    whole = run("build", Path(__file__).with_name("every_key.yaml"), "-o", folder, "--only", "map").data["builds"][
        0
    ]
    form = folder / "form.xlsx"
    run("init", "--blank", "-o", form)
    given = {
        "clauses": [run("clauses").data],
        "coverage": [run("coverage", CITY_BANK).data, run("coverage", BROKEN[0]).data],
        "findings": [run("check", FOUND[0], "--resolved").data, run("check", form).data],
        "convert": [
            run("convert", OUTLET, "-o", folder / "outlet.xlsx").data,
            run("convert", form, "-o", "-").data,
        ],
        "init": [run("init", "--type", "city_bank", "--tier", "outlet").data],
        "trust": [run("pack", "trust").data],
        "verify": [run("verify", folder).data],
        "build": [built_again[0].data, failed],
        "manifest": [built_again[1], json.loads(Path(noted["outputs"][-1]["path"]).read_bytes())],
        "collect": [json.loads(collected[1].read_bytes())],
        "map": [
            Page(city_bank.path("map")).data,
            Page(map_of(built_again[0])).data,
            *(Page(Path(one["outputs"][0]["path"])).data for one in (noted, whole)),
        ],
    }
    return {
        contract: [sample(answer, OWN_NAMES.get(contract, frozenset())) for answer in found]
        for contract, found in given.items()
    }


def test_a_field_that_is_gone_renamed_or_of_another_type_is_seen(answers: Mapping[str, list[Any]]) -> None:
    missed, tried = set(), 0
    for contract, found in answers.items():
        optional = {(place, "taken away") for place in OPTIONAL.get(contract, ())}
        for answer in found:
            assert broken(answer) == [], contract
            for change in changes(answer, OWN_NAMES.get(contract, frozenset())):
                if not (change[:2] in optional or change.place.startswith("resolved")):
                    tried += 1
                    missed |= {(contract, *change[:2])} if validator(contract).is_valid(change.data) else set()
    assert missed == set()
    assert tried > 800


def test_every_field_of_a_contract_is_in_those_answers(answers: Mapping[str, list[Any]]) -> None:
    for contract, found in answers.items():
        seen = {path[-1] for answer in found for path, _ in fields(answer)}
        named = {name for one in objects(schemas()[contract]) for name in one["properties"]}
        assert named - seen == set(), contract


def test_fields_that_depend_on_each_other_come_together(city_bank: Build, answers: Mapping[str, list[Any]]) -> None:
    page = Page(city_bank.path("map")).data
    findings, manifest = (answers[name][0] for name in ("findings", "manifest"))
    for data, gone in ((findings, "resolved"), (findings, "places"), (manifest, "articles"), (manifest, "facts")):
        assert broken({key: value for key, value in data.items() if key != gone}), gone
    for kind, gone in (("leader", "oversees"), ("department", "has"), ("body", "chair")):
        parties = [{k: v for k, v in one.items() if (one["kind"], k) != (kind, gone)} for one in page["parties"]]
        assert broken({**page, "parties": parties}), kind


def test_a_word_that_the_program_does_not_have_is_seen(answers: Mapping[str, list[Any]]) -> None:
    """A status, kind, severity and the like, misspelt; and a sum, a number or a day that can't be."""
    slips = {
        "clauses": {"kind": "duty", "trigger": "once", "as": "lead", "fingerprint": "0"},
        "coverage": {"status": "asigned", "severity": "fatal", "line": 0, "id": "一", "number": "1"},
        "build": {"kind": "letters", "sha256": "0", "gap": -1},
        "init": {"tier": "branch", "type": "城市商业银行"},
        "manifest": {"status": "open", "id": "x", "number": 0},
        "collect": {"kind": "open", "reason": "other", "ratio": 1.5, "on": "31.12.2026", "deleted": 0, "rows": -1},
        "map": {
            "kind": "duty",
            "level": "branch",
            "trigger_id": "once",
            "decided": "true",
            "status": "done",
            "due": "31.12.2026",
        },
    }
    for contract, words in slips.items():
        for field, word in words.items():
            found = [slip for answer in answers[contract] for slip in misspelt(answer, field, word)]
            assert found and all(map(broken, found)), (contract, field)


def misspelt(answer: Any, field: str, word: Any) -> Iterator[Any]:
    """The answer with that word in the place of each value of that field, one at a time."""
    for path, value in fields(answer):
        if path[-1] == field and not isinstance(value, dict | list):
            made = json.loads(json.dumps(answer))
            holder = made
            for step in path[:-1]:
                holder = holder[step]
            holder[field] = word
            yield made
