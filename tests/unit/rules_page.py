"""docs/rules.md, made from the messages and from tests/examples/lint: `make docs` writes it.

A bad example's comment says why there is such a rule; tests/examples/lint/intro.md is what the page begins with.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from cplist.core.findings import Finding, FindingsError, Severity
from cplist.core.messages import catalogue, hint, message
from cplist.draft import assigned_duties, checked, judged
from cplist.pack.pack import Pack, open_pack
from cplist.profile.profile import read_profile

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests" / "examples" / "lint"
PAGE = ROOT / "docs" / "rules.md"
PACK = "shandong-2022-1"
SEVERITIES = {
    Severity.ERROR: ("错误", "error"),
    Severity.WARNING: ("警告", "warning"),
    Severity.NOTE: ("提示", "note"),
}


def rules() -> list[str]:
    """Every rule about responsibility, in the order of the messages."""
    text = (ROOT / "cplist" / "core" / "messages" / "responsibility.yaml").read_text("utf-8")
    block = re.search(r"^# 职责规则\n(.*?)(?=^# |\Z)", text, re.DOTALL | re.MULTILINE)
    assert block
    named = re.findall(r"^([a-z-]+):$", block[1], re.MULTILINE)
    return ["gap", *(rule for rule in named if rule != "accepted")]


def example(rule: str, kind: str) -> Path:
    return EXAMPLES / f"{rule}.{kind}.yaml"


def found(path: Path, pack: Pack) -> tuple[Finding, ...]:
    """Everything that is found in a profile. Looked for once: the same files give the same."""
    return _found(path, path.read_bytes(), pack.folder, pack.fingerprint)


@cache
def _found(path: Path, content: bytes, folder: Path, fingerprint: str) -> tuple[Finding, ...]:
    pack = _pack(folder)

    def load(base: str, file: str) -> tuple[str, bytes]:
        there = Path(file).parent / base
        return str(there), there.read_bytes()

    try:
        profile = read_profile(content, str(path), load)
        institution, findings = checked(profile, pack)
        return judged(profile, institution, pack, assigned_duties(pack, institution, profile.name), findings)
    except FindingsError as error:
        return error.findings


@cache
def _pack(folder: Path) -> Pack:
    return open_pack(str(folder))


def page() -> str:
    pack = open_pack(PACK)
    index = ["| 规则 | 程度 | 说明 |", "| --- | --- | --- |"]
    sections = []
    for rule in rules():
        name, severity = SEVERITIES[Severity(catalogue()[rule]["severity"])]
        why, _ = _parts(example(rule, "bad"))
        index.append(f"| [{rule}](#{rule}) | {name} | {why.partition('。')[0]} |")
        sections.append(_section(rule, name, severity, pack))
    intro = (EXAMPLES / "intro.md").read_text("utf-8")
    return intro + "## 全部规则\n\n" + "\n".join(index) + "\n\n" + "\n".join(sections)


def _section(rule: str, name: str, severity: str, pack: Pack) -> str:
    raised = next(one for one in found(example(rule, "bad"), pack) if one.rule == rule)
    why, bad = _parts(example(rule, "bad"))
    _, good = _parts(example(rule, "good"))
    chinese = f"{message(raised, 'zh')}。{hint(raised, 'zh')}".rstrip("。") + "。"
    english = f"{message(raised, 'en')}. {hint(raised, 'en')}".rstrip(". ") + "."
    return (
        f"## {rule}\n\n**{name}**（{severity}）。{why}\n\n"
        f"> {chinese}\n>\n> {english}\n\n"
        f"会报出（`{raised.path or '档案开头'}`）：\n\n```yaml\n{bad}```\n\n不会报出：\n\n```yaml\n{good}```\n"
    )


def _parts(path: Path) -> tuple[str, str]:
    """What its first comment says, and the rest."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    comment = [line for line in lines if line.startswith("#")]
    return "".join(line[1:].strip() for line in comment), "".join(line for line in lines if line not in comment)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
