"""The command as a user runs it, what it says, and what a build leaves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from acceptance.reading import Book, Document, book_at, document_at
from forked import Server
from store import Store, digest

ROOT = Path(__file__).resolve().parents[1]
ANSWER_TO_THE_LOCALE = ("CPLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE")


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def rules(self) -> list[str]:
        """The rule of each finding in the answer to --json, of `build` or of `check`."""
        parts = self.data.get("builds", [self.data])
        return [found["rule"] for part in parts for found in part["findings"]]


@dataclass(frozen=True)
class Build:
    """What one build wrote into an institution's folder; of one that is `kept`, nobody changes the files."""

    folder: Path
    said: Said
    kept: bool = False

    def path(self, kind: str) -> Path:
        outputs = self.said.data["builds"][0]["outputs"]
        return next(Path(output["path"]) for output in outputs if output["kind"] == kind)

    @property
    def document(self) -> Document:
        path = self.path("system")
        return document_at(path) if self.kept else Document(path)

    @property
    def book(self) -> Book:
        path = self.path("checklist")
        return book_at(path) if self.kept else Book(path)

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads(self.path("manifest").read_bytes()))


Cplist = Callable[..., Said]


def environment_of_a_user(kept: Path) -> dict[str, str]:
    """No language of its own; compiled modules and the program's cache are kept, but not where the user has theirs.

    `kept` is the folder for both. The compiled modules go there even where Python was told to write none: each
    command would compile the whole program again.
    """
    own = {name: value for name, value in os.environ.items() if name not in ANSWER_TO_THE_LOCALE}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return own | {
        "PYTHONPYCACHEPREFIX": str(kept / "compiled"),
        "CPLIST_CACHE": str(kept / "cache"),
        "CPLIST_DATA": str(kept / "data"),
        "LANG": "C.UTF-8",
    }


def is_the_programs(variable: str) -> bool:
    """Whether only the program reads that variable of the environment, and only when a command runs."""
    return variable.startswith("CPLIST_")


@dataclass(frozen=True)
class Command:
    """Runs `python -m cplist`, in the folder `elsewhere` if nothing is said.

    It is forked from `server`, unless Python itself matters: another one, or what Python finds in the environment.
    """

    environment: Mapping[str, str]
    elsewhere: Path
    server: Server | None

    def __call__(
        self,
        *arguments: str | Path,
        stdin: bytes | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        python: str | Path = sys.executable,
        first: str = "",
    ) -> Said:
        """`first` is Python that the command's process runs before it, where commands are forked."""
        words, folder = list(map(str, arguments)), cwd or self.elsewhere
        own = env or {}
        if self.server and all(map(is_the_programs, own)) and python == sys.executable:
            status, out, err = self.server.run(words, folder, stdin or b"", own, first)
            return Said(status, out.decode(), err.decode())
        assert not first, "only a command that is forked runs something first"
        done = subprocess.run(
            [str(python), "-m", "cplist", *words],
            capture_output=True,
            check=False,
            cwd=folder,
            env={**self.environment, **own},
            input=stdin or b"",
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


PACKS = ROOT / "tests" / "examples" / "packs"


@dataclass(frozen=True)
class Builds:
    """Builds by the command, with the packs of the tests beside the shipped one."""

    cplist: Cplist
    store: Store

    def __call__(
        self, profile: Path, folder: Path, *arguments: str | Path, status: int = 0, **options: Any
    ) -> Build:
        """The build of a profile into a folder; it must have come to that status."""
        said = self.cplist("build", profile, "--packs", PACKS, "-o", folder, "--json", *arguments, **options)
        assert said.status == status, said.err
        return self._build(said, folder)

    def once(self, profile: Path, *arguments: str) -> Build:
        """A first build that was made once in this run, which may only be read."""
        kept = self._kept(profile, *arguments)
        return replace(self._build(_said(kept), kept / "out"), kept=True)

    def start(self, profile: Path, folder: Path, *arguments: str) -> Build:
        """A folder as a first build leaves it, copied from one that was made once in this run.

        Every build of the same profile leaves the same bytes: test_reproducible.py holds the command to that.
        """
        kept = self._kept(profile, *arguments)
        shutil.copytree(kept / "out", folder, dirs_exist_ok=True)
        said = _said(kept)
        return self._build(replace(said, out=said.out.replace(str(kept / "out"), str(folder))), folder)

    def _kept(self, profile: Path, *arguments: str) -> Path:
        key = digest("build", str(profile), profile.read_bytes(), *arguments)
        return self.store.folder(key, lambda folder: self._keep(profile, folder, *arguments))

    def _keep(self, profile: Path, folder: Path, *arguments: str) -> None:
        said = self(profile, folder / "out", *arguments).said
        (folder / "said.json").write_text(json.dumps([said.status, said.out, said.err]), "utf-8")

    def _build(self, said: Said, folder: Path) -> Build:
        outputs = said.data["builds"][0]["outputs"]
        return Build(Path(outputs[0]["path"]).parent if outputs else folder, said)


def _said(kept: Path) -> Said:
    return Said(*json.loads((kept / "said.json").read_text("utf-8")))
