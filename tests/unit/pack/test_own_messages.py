"""A pack's messages.yaml says findings in its own words, and can't say them wrongly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cplist.core.findings import FindingsError
from cplist.core.messages import hint, message
from cplist.pack.own_messages import read_messages
from cplist.pack.pack import open_pack
from cplist.pipeline import check
from cplist.profile.profile import read_profile

SHANDONG = Path(__file__).resolve().parents[3] / "templates" / "shandong-2022-1"
OUTLET = SHANDONG.parents[1] / "profiles" / "outlet.yaml"
OWN = """\
deliberation-instead:
  zh: '没有设委员会，办法的{count}项另有归属'
  en: 'no committee: {count} of the measures go elsewhere'
  hint_zh: '请与上级行核对'
  hint_en: 'ask your superior'
"""


def slips(text: str) -> list[tuple[str, str]]:
    with pytest.raises(FindingsError) as raised:
        read_messages(text.encode(), "messages.yaml")
    return [(found.rule, str(found.location)) for found in raised.value.findings]


@pytest.mark.slow
def test_a_finding_is_said_in_the_packs_words(tmp_path: Path) -> None:
    shutil.copytree(SHANDONG, tmp_path / "ours")
    profile = read_profile(OUTLET.read_bytes(), "outlet.yaml")
    before = {found.rule: message(found, "zh") for found in check(profile, open_pack(str(tmp_path / "ours")))}
    (tmp_path / "ours" / "messages.yaml").write_text(OWN, "utf-8")
    findings = {found.rule: found for found in check(profile, open_pack(str(tmp_path / "ours")))}
    own = findings.pop("deliberation-instead")
    assert message(own, "zh") == "没有设委员会，办法的1项另有归属"
    assert message(own, "en") == "no committee: 1 of the measures go elsewhere"
    assert (hint(own, "zh"), hint(own, "en")) == ("请与上级行核对", "ask your superior")
    assert findings
    assert all(message(found, "zh") == before[rule] for rule, found in findings.items())


def test_a_text_without_advice_keeps_the_usual_advice() -> None:
    (entry,) = read_messages(b"gap:\n  zh: '{duty}'\n  en: '{duty}'\n", "messages.yaml").values()
    assert set(entry) == {"zh", "en"}


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("gab:\n  zh: 甲\n  en: a\n", "pack-message-unknown", "1:1"),
        ("gap:\n  zh: 甲\n  eng: a\n  en: a\n", "pack-message-part", "3:3"),
        ("gap: 甲\n", "pack-message-empty", "1:6"),
        ("gap:\n  zh: ''\n  en: a\n", "pack-message-empty", "2:7"),
        ("gap:\n  zh: '{duty}{leader}'\n  en: a\n", "pack-message-placeholder", "2:7"),
        ("gap:\n  zh: '{duty.__class__}'\n  en: a\n", "pack-message-placeholder", "2:7"),
        ("gap:\n  zh: '{duty:>999999999}'\n  en: a\n", "pack-message-placeholder", "2:7"),
        ("gap:\n  zh: '{duty!r}'\n  en: a\n", "pack-message-placeholder", "2:7"),
        ("gap:\n  zh: '{'\n  en: a\n", "pack-message-placeholder", "2:7"),
        ("gap:\n  zh: 甲\n", "pack-message-language", "1:1"),
        ("gap:\n  hint_en: a\n", "pack-message-language", "1:1"),
        ("- gap\n", "profile-not-a-mapping", "1:1"),
    ],
)
def test_a_slip_is_found_at_its_place(text: str, rule: str, place: str) -> None:
    assert slips(text) == [(rule, f"messages.yaml:{place}")]


def test_all_slips_come_at_once() -> None:
    text = "gab:\n  zh: 甲\n  en: a\ngap:\n  zh: '{x}'\n  en: '{y}'\n"
    assert [rule for rule, _ in slips(text)] == ["pack-message-unknown", *["pack-message-placeholder"] * 2]
