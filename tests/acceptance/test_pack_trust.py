"""`cplist pack trust`: a pack is shown and confirmed, trusted as it is now, and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cplist.core.findings import UntrustedPackError
from cplist.pack.trust import open_trusted, trusted_packs

from .conftest import PACKS, TINY
from .test_contracts import run


@pytest.fixture(autouse=True)
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tests' pack, and a user who trusts nobody yet."""
    monkeypatch.setenv("CPLIST_DATA", str(tmp_path / "data"))
    return Path(shutil.copytree(PACKS / "tiny", tmp_path / "packs" / "tiny"))


pytestmark = pytest.mark.slow


def is_trusted(pack: Path) -> bool:
    try:
        return open_trusted(str(pack)).name == "tiny"
    except UntrustedPackError:
        return False


@pytest.mark.parametrize("answer", [b"yes\n", "是\n".encode()])
def test_a_pack_is_trusted_when_the_user_says_so(answer: bytes, pack: Path) -> None:
    assert run("pack", "trust", pack, stdin=answer).status == 0
    assert is_trusted(pack)
    assert [one.folder for one in trusted_packs()] == [str(pack.resolve())]


@pytest.mark.parametrize("answer", [b"", b"\n", b"no\n", b"y\n"])
def test_a_pack_is_not_trusted_for_anything_else(answer: bytes, pack: Path) -> None:
    assert run("pack", "trust", pack, stdin=answer) == (2, None)
    assert not is_trusted(pack)


def test_what_is_asked_for_is_shown_first(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cplist.cli import console
    from cplist.pack.strangers import described

    shown, size = described(str(pack))
    console.show_pack(shown, *size)
    said = capsys.readouterr().err
    assert all(part in said for part in ("tiny 0.1.0", str(pack.resolve()), shown.sha256))
    assert size == (len(list(pack.iterdir())), sum(file.stat().st_size for file in pack.iterdir()))


def test_trust_is_taken_back_by_folder_and_by_fingerprint(pack: Path) -> None:
    for word in (pack, None):
        (known,) = run("pack", "trust", pack, "--yes").data["packs"]
        assert is_trusted(pack)
        assert run("pack", "trust", word or known["sha256"][:8], "--remove").data["packs"] == []
        assert not is_trusted(pack)


def test_what_is_not_trusted_can_not_be_taken_back(pack: Path) -> None:
    run("pack", "trust", pack, "--yes")
    for word in (PACKS / "tiny", "0" * 8, trusted_packs()[0].sha256[:7]):
        assert run("pack", "trust", word, "--remove") == (2, None)
    assert run("pack", "trust", "--remove") == (2, None)
    assert is_trusted(pack)


def test_a_pack_with_errors_is_not_trusted(pack: Path) -> None:
    (pack / "rules.yaml").unlink()
    assert run("pack", "trust", pack, "--yes") == (1, None)
    assert trusted_packs() == ()


def test_a_profile_grants_nothing(pack: Path, tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    text = TINY.read_text("utf-8")
    assert "pack: tiny" in text
    profile.write_text(text.replace("pack: tiny", f"pack: {{name: {pack}, trusted: 'true'}}"), "utf-8")
    run("check", profile)
    profile.write_text(text.replace("pack: tiny", f"pack: {pack}"), "utf-8")
    assert run("check", profile).status == 0
    assert trusted_packs() == () and not is_trusted(pack)
