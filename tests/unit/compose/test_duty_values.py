"""What templates see of a duty."""

from __future__ import annotations

import shutil
from pathlib import Path

from cplist.documents.job import Inputs
from cplist.documents.request import NOTHING
from cplist.pack.pack import open_pack
from cplist.pipeline import build
from cplist.workspace.batch import Builder

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
FOUND = '有{{ duties | selectattr("topic", "equalto", "annual-report") | map(attribute="id") | join }}一项。'


def test_a_topic_is_found_by_its_name_hyphens_and_all(tmp_path: Path) -> None:
    shutil.copytree(PACKS / "tiny", tmp_path / "tiny")
    for name, old, new in (
        (
            "notice.yaml",
            "        text: 应当每年听取一次专题汇报。\n",
            "        text: 应当每年听取一次专题汇报。\n        topic: annual-report\n",
        ),
        ("system.md.j2", "制定本制度。\n", f"制定本制度。\n{FOUND}\n"),
    ):
        path = tmp_path / "tiny" / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
    pack = open_pack("tiny", [tmp_path])
    draft = build(Inputs(Builder([tmp_path]).profile(str(PACKS / "tiny-profile.yaml")), pack, NOTHING)).draft
    assert "有1-02一项。" in "".join(run.text for block in draft.text.blocks for run in getattr(block, "runs", ()))
