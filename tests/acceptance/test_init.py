"""`cplist init` and `cplist schema`, as a user runs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import starters
import yaml
from store import Store

from cplist.core.findings import Severity
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import pairs

from .conftest import Cplist

Run = Callable[..., tuple[int, str, str]]
FIRST_LINE = "# yaml-language-server: $schema=cplist.schema.json"


@pytest.fixture
def run(cplist: Cplist, tmp_path: Path) -> Run:
    """Give a function that runs the command in `tmp_path` → its exit status, stdout and stderr."""

    def command(*arguments: str, stdin: str = "", lang: str = "zh") -> tuple[int, str, str]:
        said = cplist(*arguments, cwd=tmp_path, stdin=stdin.encode(), env={"CPLIST_LANG": lang})
        return said.status, said.out, said.err

    return command


def test_init_writes_a_profile_and_its_schema_and_the_profile_builds(run: Run, tmp_path: Path) -> None:
    status, out, err = run("init", "--type", "life_insurer", "--tier", "city_branch", "-o", "p.yaml")
    assert (status, out) == (0, "")
    assert "已写入 p.yaml" in err
    assert "cplist check p.yaml" in err
    assert (tmp_path / "p.yaml").read_text("utf-8").startswith(FIRST_LINE)
    assert (tmp_path / "cplist.schema.json").read_text("utf-8") == run("schema")[1]
    status, out, err = run("check", "p.yaml")
    assert status == 0
    assert out.startswith("0个错误，0个警告，")
    assert "p.yaml:11:9 institution.name 提示 尚待填写：机构全称" in err
    status, out, err = run("build", "p.yaml")
    assert status == 0
    assert len(list((tmp_path / "output/〔请填写：机构简称〕").iterdir())) >= 3


def test_without_a_file_the_profile_goes_to_stdout(run: Run, tmp_path: Path) -> None:
    status, out, err = run("init", "--type", "财务公司", "--tier", "公司总部")
    assert (status, out, err) == (0, starter("finance_company", "legal_entity"), "")
    assert list(tmp_path.iterdir()) == []
    status, out, _ = run("check", "-", stdin=out)
    assert (status, out.startswith("0个错误，0个警告，")) == (0, True)


def test_a_file_that_is_there_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("mine", "utf-8")
    status, out, err = run("init", "--type", "city_bank", "--tier", "outlet", "-o", "p.yaml")
    assert (status, out) == (2, "")
    assert "p.yaml 已经存在，没有改动" in err
    assert (tmp_path / "p.yaml").read_text("utf-8") == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["p.yaml"]


def test_a_missing_folder_is_made_once_there_is_something_to_write(run: Run, tmp_path: Path) -> None:
    assert run("init", "--type", "citybank", "--tier", "outlet", "-o", "new/here/p.yaml")[0] == 2
    assert list(tmp_path.iterdir()) == []
    assert run("init", "--type", "city_bank", "--tier", "outlet", "-o", "new/here/p.yaml")[0] == 0
    assert sorted(file.name for file in (tmp_path / "new" / "here").iterdir()) == ["cplist.schema.json", "p.yaml"]


@pytest.mark.parametrize("theirs", ["{}", "not json", '{"$id": "urn:else"}', "[]"])
def test_a_schema_of_somebody_else_stays(run: Run, tmp_path: Path, theirs: str) -> None:
    (tmp_path / "cplist.schema.json").write_text(theirs, "utf-8")
    status, _, err = run("init", "--type", "city_bank", "--tier", "outlet", "-o", "p.yaml")
    assert status == 0
    assert "cplist.schema.json 已有别的内容，未改动" in err
    assert (tmp_path / "cplist.schema.json").read_text("utf-8") == theirs


def test_an_earlier_schema_of_ours_is_brought_up_to_date(run: Run, tmp_path: Path) -> None:
    schema = tmp_path / "cplist.schema.json"
    schema.write_text(json.dumps({"$id": "urn:cplist:profile:1", "title": "旧"}), "utf-8")
    _, _, err = run("init", "--type", "city_bank", "--tier", "outlet", "-o", "p.yaml")
    assert "别的内容" not in err
    assert json.loads(schema.read_text("utf-8"))["title"] == "机构档案"


@pytest.mark.parametrize("arguments", [(), ("--type", "life_insurer"), ("-o", "p.yaml"), ("--yes",)])
def test_without_a_terminal_nothing_is_asked(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    status, out, err = run("init", *arguments, stdin="7\n1\n")
    assert (status, out) == (2, "")
    assert "不提问，还缺：" in err
    assert "--tier" in err
    assert list(tmp_path.iterdir()) == []


def test_each_question_has_an_option(run: Run) -> None:
    words = ["--party", "党总支", "--board", "理事会", "--lead", "消保中心", "--centralised", "科技、产品"]
    status, out, err = run(
        *("init", "--type", "城商行", "--tier", "总行", *words, "--superior", "示例集团有限公司（集团）")
    )
    assert (status, err) == (0, "")
    profile = yaml.safe_load(out)
    institution = profile["institution"]
    assert (institution["party"], institution["board"]) == ("党总支", "理事会")
    assert institution["superior"] == {"name": "示例集团有限公司", "kind": "集团"}
    assert profile["centralised"] == ["it", "product"]
    assert [d["name"] for d in profile["departments"] if "cp_lead" in d["functions"]] == ["消保中心"]
    assert not [d for d in profile["departments"] if {"it", "product"} & set(d["functions"])]
    assert run("check", "-", stdin=out)[1].startswith("0个错误，0个警告，")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--party", "党组", "可以写：1 党委；2 党总支；3 党支部；4 没有党组织"),
        ("--board", "股东会", "可以写：1 董事会；2 理事会；3 没有"),
        ("--superior", "示例控股有限公司", "请把性质写在名称后面的括号里"),
        ("--lead", "99", "可以写：1 个人金融部"),
        ("--centralised", "科技", "没有上级机构"),
    ],
)
def test_an_option_that_does_not_fit_says_what_would(run: Run, option: str, value: str, said: str) -> None:
    status, out, err = run("init", "--type", "city_bank", "--tier", "legal_entity", option, value)
    assert (status, out) == (2, "")
    assert said in err


def test_unknown_types_and_tiers_name_what_there_is(run: Run, tmp_path: Path) -> None:
    status, out, err = run("init", "--type", "citybank", "--tier", "outlet")
    assert (status, out) == (2, "")
    assert "最接近的是“city_bank”" in err
    status, _, err = run("init", "--type", "trust_company", "--tier", "outlet")
    assert status == 2
    assert "信托公司没有层级“outlet”。实际存在的有：legal_entity（公司总部）" in err
    _, _, err = run("init", "--type", "citybank", lang="en")
    assert err.startswith('error: there is no type "citybank"; nearest: "city_bank"')


def test_init_as_json(run: Run, tmp_path: Path) -> None:
    pair = ("--type", "city_bank", "--tier", "outlet", "--json")
    data = json.loads(run("init", *pair)[1])
    assert (data["schema"], data["file"]) == ("cplist.init/1", None)
    assert data["profile"] == starter("city_bank", "outlet")
    status, out, err = run("init", *pair, "-o", "p.yaml")
    assert (status, err) == (0, "")
    assert json.loads(out)["file"] == "p.yaml"


def test_the_schema_is_json_in_any_locale(run: Run, tmp_path: Path) -> None:
    status, out, err = run("schema", lang="en")
    assert (status, err) == (0, "")
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert run("schema", "--json")[1] == out


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_all_pairs_build(store: Store, type_: str, tier: str) -> None:
    made = starters.built(store, type_, tier)
    assert [f.rule for f in made.findings if f.severity is not Severity.NOTE] == []
    assert made.kinds >= {"system", "checklist", "manifest"}


@pytest.mark.parametrize(
    "pair", [("city_bank", "legal_entity"), ("life_insurer", "city_branch"), ("other", "outlet")]
)
def test_every_key_is_explained(pair: tuple[str, str]) -> None:
    """By a remark on its line, in a comment, or by the words that stand where its value will."""
    text = starter(*pair)
    remarks = "\n".join(line.partition("# ")[2] for line in text.splitlines())
    for line in re.findall(r"^ *(?:- )?(\w.*)$", text, re.MULTILINE):
        value, _, remark = line.partition("  # ")
        for key in re.findall(r"(?<![\w\[])(\w+): ", value):
            mentioned = re.search(rf"(?<!\w){key}(?!\w)", remarks)
            assert remark or mentioned or "〔请填写：" in value, (key, line)
