"""What LibreOffice only saved again is told from what was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from command import ROOT, Builds, Cplist

from .conftest import Office


def test_words_cells_and_styles_stand_as_they_were(
    build: Builds, office: Office, cplist: Cplist, tmp_path: Path
) -> None:
    city_bank = build.once(ROOT / "profiles" / "city-bank.yaml")
    folder = Path(shutil.copytree(city_bank.folder, tmp_path / "built"))
    for kind, form in (("system", "docx"), ("checklist", "xlsx")):
        path = city_bank.path(kind)
        shutil.copy(office.file(path, form), folder / path.name)
    said = cplist("verify", folder, "--json")
    files = {one["kind"]: one for one in said.data["builds"][0]["files"]}
    assert [found["rule"] for found in files["system"]["findings"]] == ["verify-saved-otherwise"]
    assert files["checklist"]["state"] == "filled_in"
    assert [found["rule"] for found in files["checklist"]["findings"]] == ["verify-workbook-saved"]
    assert "LibreOffice" in files["checklist"]["saved"]["program"]
