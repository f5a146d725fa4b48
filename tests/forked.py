"""Commands without starting Python for each: half of what a small one takes is reading the program's modules.

A server has read them, and run nothing. Each command is forked from it, and so is a process of its own, with its
own arguments, folder, standard streams and exit status, as new as `python -m cplist` would be.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

STREAMS = ("stdin", "stdout", "stderr")
NOTHING: Mapping[str, str] = {}


class Server:
    """Runs commands in one environment, one after the other."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def run(
        self,
        arguments: Sequence[str],
        cwd: Path,
        stdin: bytes,
        environment: Mapping[str, str] = NOTHING,
        first: str = "",
    ) -> tuple[int, bytes, bytes]:
        """The command's exit status (of a signal: its number, negative), what it wrote to stdout and to stderr;
        `environment` is added to the server's; `first` is Python that the command's process runs before it."""
        files = {name: Path(self._folder.name, name) for name in STREAMS}
        files["stdin"].write_bytes(stdin)
        asked = {"arguments": list(arguments), "cwd": str(cwd), "environment": dict(environment), "first": first}
        asked |= {name: str(file) for name, file in files.items()} | {
            "loaded": str(Path(self._folder.name, "loaded"))
        }
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        return status, files["stdout"].read_bytes(), files["stderr"].read_bytes()

    def close(self) -> None:
        self._process.communicate()
        self._folder.cleanup()


def serve() -> None:
    """Fork a command for each line of stdin, and say its status on stdout."""
    import cplist

    for module in pkgutil.walk_packages(cplist.__path__, "cplist."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    sys.modules["__main__"].__package__ = cplist.__name__  # the command is called by it
    sys.argv = [str(Path(cplist.__path__[0], "__main__.py"))]
    tried = set(sys.modules)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        loaded = Path(asked.pop("loaded"))
        child = os.fork()
        if not child:
            status = _command(**asked)
            loaded.write_text("\n".join(sys.modules.keys() - tried), "utf-8")
            os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        _load(loaded, tried)


def _load(names: Path, tried: set[str]) -> None:
    """Load what a command has loaded only when it needed it, so that the next one finds it; most of it is of
    libraries."""
    new = sorted(set(names.read_text("utf-8").split()) - tried) if names.exists() else []
    tried.update(new)
    for name in new:
        with contextlib.suppress(Exception):  # made by a library under a name of its own
            importlib.import_module(name)
    names.unlink(missing_ok=True)
    if new:
        gc.freeze()


def _command(
    arguments: list[str],
    cwd: str,
    environment: dict[str, str],
    first: str,
    stdin: str,
    stdout: str,
    stderr: str,
) -> int:
    """What `python -m cplist` does, in this process."""
    from cplist.cli.main import main

    os.chdir(cwd)
    os.environ.update(environment)
    for number, name in enumerate((stdin, stdout, stderr)):
        os.dup2(os.open(name, os.O_RDWR | (os.O_CREAT | os.O_TRUNC if number else 0)), number)
    for number, name in enumerate(STREAMS):
        old = getattr(sys, name)
        mode = "wb" if number else "rb"
        new = io.TextIOWrapper(os.fdopen(number, mode, closefd=False), old.encoding, old.errors)
        setattr(sys, name, new)
    sys.argv += arguments
    exec(first, {})
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    serve()
