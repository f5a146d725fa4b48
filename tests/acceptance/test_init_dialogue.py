"""`cplist init` as a person runs it, on a terminal: what is asked, what is asked again, how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from terminal import BACKSPACE, CONTROL_C, CONTROL_D, ENTER, Terminal

from cplist.workspace.starter_profile import starter

pytestmark = pytest.mark.slow

Start = Callable[..., Terminal]
TYPE, TIER, FILE = "机构类型（", "本机构的层级（", "存为哪个文件"
FIVE = ("党组织，", "监督机构，", "上级机构，", "牵头，", "集中承担的职能，")


@pytest.fixture
def start(tmp_path: Path, user_environment: dict[str, str]) -> Start:
    """Give a function that runs init on a terminal in `tmp_path`."""
    environment = user_environment | {"CPLIST_LANG": "zh"}
    return lambda *arguments: Terminal(["init", *arguments], tmp_path, environment)


def test_enter_takes_what_is_usual_and_the_next_command_stands_at_the_end(start: Start, tmp_path: Path) -> None:
    with start() as terminal:
        terminal.answers((TYPE, "城商行"), (TIER, "总行"), *((question, ENTER) for question in FIVE), (FILE, ENTER))
        assert terminal.ends() == 0
    assert (tmp_path / "city-bank.yaml").read_text("utf-8") == starter("city_bank", "legal_entity")
    assert terminal.screen.rstrip().endswith("cplist check city-bank.yaml")
    assert "→ 城市商业银行" in terminal.screen


def test_a_wrong_answer_is_asked_again_with_what_would_be_right(start: Start, tmp_path: Path) -> None:
    (tmp_path / "there.yaml").write_text("mine", "utf-8")
    with start() as terminal:
        terminal.answers((TYPE, "99"), ("没有机构类型“99”", ENTER), ("这一项不能直接回车", "工商银"))
        terminal.answers((TYPE, f"寿x{BACKSPACE}险"))
        terminal.answers((TIER, "总行"), ("实际存在的有", ENTER), (TIER, "中支"))
        terminal.answers(("党组织，", "党组"), ("可以写：1 党委", "3"), ("监督机构，", ENTER))
        terminal.answers(("上级机构，", "没有"), ("分支机构有上级机构", "示例人寿保险股份有限公司"))
        terminal.answers(("牵头，", "77"), ("可以写：1 个人保险部", "客服与消保部"))
        terminal.answers(("集中承担的职能，", "科技，天气"), ("“天气”不在可选之列", "产品，科技"))
        terminal.answers(
            (FILE, "there"), ("there.yaml 已经存在", "there.yaml/p.yaml"), ("there.yaml不是文件夹", "ours/p")
        )
        assert terminal.ends() == 0
    assert (tmp_path / "there.yaml").read_text("utf-8") == "mine"
    profile = yaml.safe_load((tmp_path / "ours" / "p.yaml").read_text("utf-8"))
    assert (profile["institution"]["type"], profile["institution"]["tier"]) == ("life_insurer", "city_branch")
    assert profile["institution"]["party"] == "党支部"
    assert profile["institution"]["superior"]["name"] == "示例人寿保险股份有限公司"
    assert [d["name"] for d in profile["departments"] if "cp_lead" in d["functions"]] == ["客服与消保部"]
    assert profile["centralised"] == ["product", "it"]
    held = {function for department in profile["departments"] for function in department["functions"]}
    assert {"pricing", "audit", "legal"} <= held


@pytest.mark.parametrize(("leaving", "status"), [(CONTROL_C, 130), (CONTROL_D, 2)])
def test_whoever_leaves_is_told_that_nothing_was_written(
    start: Start, tmp_path: Path, leaving: str, status: int
) -> None:
    with start("-o", "p.yaml") as terminal:
        terminal.answers((TYPE, "3"), (TIER, "1"), ("党组织，", leaving))
        assert terminal.ends() == status
    assert "已取消，没有写入文件" in terminal.screen
    assert "Traceback" not in terminal.screen
    assert list(tmp_path.iterdir()) == []


def test_what_is_only_looked_at_is_said_not_to_be_saved(start: Start, tmp_path: Path) -> None:
    with start("--type", "财务公司", "--tier", "公司总部", "--yes") as terminal:
        assert terminal.ends() == 0
    assert "以上内容没有存为文件" in terminal.screen
    with start("--type", "财务公司", "--tier", "公司总部") as terminal:
        terminal.answers(*((question, ENTER) for question in FIVE), (FILE, "-"))
        assert terminal.ends() == 0
    assert "finance_company" in terminal.screen
    assert "以上内容没有存为文件" in terminal.screen
    assert list(tmp_path.iterdir()) == []


def test_an_option_answers_its_question(start: Start, tmp_path: Path) -> None:
    with start("--type", "农商行", "--tier", "总行", "--party", "党总支", "-o", "p.yaml") as terminal:
        terminal.answers(*((question, ENTER) for question in FIVE[1:]))
        assert terminal.ends() == 0
    assert FIVE[0] not in terminal.screen
    assert yaml.safe_load((tmp_path / "p.yaml").read_text("utf-8"))["institution"]["party"] == "党总支"
