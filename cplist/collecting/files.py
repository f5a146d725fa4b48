"""The files of a collection: found in folders, read side by side, never changed; a broken one stops no other."""

from __future__ import annotations

import datetime
import hashlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from cplist.carryover.last_workbook import RefusedError
from cplist.carryover.reading.kinds import LARGEST
from cplist.collecting.cell_values import clean
from cplist.collecting.collection import Files, Problem, folded
from cplist.collecting.parties import summed
from cplist.collecting.read_return import read_return
from cplist.collecting.returns import Return
from cplist.core.files import original_of
from cplist.core.findings import Finding, InputError
from cplist.core.messages import finding
from cplist.standing.source import Source

WORKBOOKS = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".ett", ".ods", ".fods", ".csv", ".numbers")
)
"""What may be a workbook; its content tells what it is, whatever it is called."""
PACKED = frozenset((".zip", ".rar", ".7z"))
OUR_FAULT = "returned-failed"
"""What is said of a file on which the program itself failed."""
FEWEST = 6
"""Files for which further processes are worth while."""
RETURNED = {
    "workbook-xls": "returned-xls",
    "workbook-empty": "returned-empty",
    "workbook-format": "returned-format",
    "workbook-password": "returned-password",
    "workbook-macros": "returned-macros",
    "workbook-too-large": "returned-too-large",
    "workbook-newer": "returned-newer",
    "workbook-unreadable": "returned-unreadable",
}
"""What is said of a file that can't be carried over → of one that can't be collected."""


@dataclass(frozen=True)
class Task:
    """A file to read: where it stands, what it is called in the collection."""

    path: Path
    label: str


@dataclass(frozen=True)
class Gathered:
    """What was read, one workbook of each institution; what could not be counted; how many files there were."""

    returns: tuple[Return, ...]
    problems: tuple[Problem, ...]
    files: Files


FileResult = Return | Problem | None
Progress = Callable[[int, int], None]
"""It is told how many files are done, and of how many."""


def unfollowed(_done: int, _total: int) -> None:
    """Progress that nobody wants to hear of."""


def gather(folders: Sequence[Path], source: Source, day: datetime.date | None, progress: Progress) -> Gathered:
    """Read every workbook under those folders. Raises InputError for a folder that isn't there."""
    tasks, others, unreadable = find(folders)
    outcomes = read_all(tasks, source, day, progress)
    read = [one for one in outcomes if isinstance(one, Return)]
    problems = [*unreadable, *(one for one in outcomes if isinstance(one, Problem))]
    chosen, repeated = one_each(read)
    files = Files(len(tasks), others, outcomes.count(None))
    ordered = sorted((*problems, *repeated), key=lambda problem: problem.file)
    return Gathered(tuple(chosen), tuple(ordered), files)


# finding


def find(folders: Sequence[Path]) -> tuple[list[Task], int, list[Problem]]:
    """The files that may be workbooks, by their names; how many others there are; folders that can't be read."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    others = 0
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(_files(folder, problems)):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            if path.suffix.lower() in WORKBOOKS | PACKED and not _is_kept(path):
                tasks.append(Task(path, _label(path, folder, folders)))
            else:
                others += 1
    return tasks, others, problems


def _label(path: Path, folder: Path, folders: Sequence[Path]) -> str:
    """How the collection calls a file: as from the folder, which is named where there are several."""
    base = folder if folder.is_dir() else folder.parent
    inner = path.relative_to(base).as_posix()
    return _readable(inner if len(folders) == 1 else f"{base.as_posix()}/{inner}")


def _readable(name: str) -> str:
    """A file's name as text, also one that an archive left in GB 18030."""
    content = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return clean(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return clean(content.decode("utf-8", "replace"))


def _is_kept(path: Path) -> bool:
    """Whether it is an earlier workbook that a build kept beside the one of now."""
    original = _kept_of(path)
    return original is not None and original.exists()


def _kept_of(path: Path) -> Path | None:
    return original_of(path) if path.suffix == ".xlsx" else None


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file under a folder but hidden ones, locks of open workbooks and what systems put there."""
    if folder.is_file():
        yield folder
        return
    if not folder.is_dir():
        raise InputError("collect-no-folder", folder=str(folder))

    def note(error: OSError) -> None:
        name = _readable(str(error.filename))
        problems.append(Problem(name, finding("returned-unreadable", file=name, problem=str(error.strerror))))

    for root, names, files in os.walk(folder, onerror=note):
        names[:] = sorted(name for name in names if not _is_noise(name))
        yield from (Path(root) / name for name in files if not _is_noise(name))


def _is_noise(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in ("__macosx", "thumbs.db", "desktop.ini")


# reading


def read_all(
    tasks: Sequence[Task], source: Source, day: datetime.date | None, progress: Progress = unfollowed
) -> list[FileResult]:
    """What became of each file, in their order; `progress` is told how many are done, and of how many."""
    works = [(task, source, day) for task in tasks]
    workers = min(os.cpu_count() or 1, len(tasks) // 2)
    if len(tasks) >= FEWEST and workers > 1:
        try:
            with ProcessPoolExecutor(workers, initializer=_end_on_a_signal) as pool:
                return _counted(pool.map(_read, works, chunksize=4), len(tasks), progress)
        except (OSError, BrokenProcessPool):  # no processes to be had, or one was killed: one after the other
            pass
    return _counted(map(_read, works), len(tasks), progress)


def _counted(outcomes: Iterable[FileResult], total: int, progress: Progress) -> list[FileResult]:
    done: list[FileResult] = []
    for outcome in outcomes:
        done.append(outcome)
        progress(len(done), total)
    return done


def _end_on_a_signal() -> None:
    """Ctrl-C reaches every process of a command: one that only reads for another ends without a word."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _read(work: tuple[Task, Source, datetime.date | None]) -> FileResult:
    """One file; whatever is wrong with it is a problem of that file alone."""
    task, source, day = work
    try:
        return _read_file(task, source, day)
    except RefusedError as refused:
        found = refused.finding
        return Problem(task.label, replace(found, rule=RETURNED.get(found.rule, found.rule)))
    except OSError as error:
        return Problem(task.label, _unreadable(task, str(error.strerror or error)))
    except Exception as error:  # a fault of ours: it stops no other file, and is not called the sender's
        return Problem(task.label, finding(OUR_FAULT, file=task.label, problem=f"{type(error).__name__}: {error}"))


def _unreadable(task: Task, problem: str) -> Finding:
    return finding("returned-unreadable", file=task.label, problem=problem)


def _read_file(task: Task, source: Source, day: datetime.date | None) -> FileResult:
    if task.path.suffix.lower() in PACKED:
        return Problem(task.label, finding("returned-packed", file=task.label))
    if task.path.stat().st_size > LARGEST:
        return Problem(task.label, finding("returned-too-large", file=task.label, limit=LARGEST))
    content = task.path.read_bytes()
    found = read_return(content, task.label, hashlib.sha256(content).hexdigest(), source, day)
    if found and found.party and found.blank:
        blank = finding("returned-blank", file=task.label, party=found.party_name or found.party)
        return Problem(task.label, blank, found.institution)
    return found


# one of each


def one_each(read: Iterable[Return]) -> tuple[list[Return], list[Problem]]:
    """What each institution returned: of its own workbooks, and of those of each party, the one that was saved last
    counts; the others as problems. Those of parties are summed into their institution."""
    groups: dict[tuple[str, str, str], list[Return]] = {}
    for one in read:
        groups.setdefault((folded(one.institution), one.party, one.unit), []).append(one)
    chosen: dict[str, list[Return]] = {}
    problems = []
    for (institution, _, _), group in groups.items():
        *others, last = sorted(group, key=_age)
        chosen.setdefault(institution, []).append(last)
        problems += [Problem(one.file, _repeated(one, last), one.institution) for one in others]
    return [summed(files) for files in chosen.values()], problems


def _age(one: Return) -> tuple[bool, str, int, str]:
    """What tells the order of an institution's workbooks: copies that a build kept come first, then when they were
    saved, then how much is filled in."""
    return (_kept_of(Path(one.file)) is None, one.saved, one.filled_in, one.file)


def _repeated(one: Return, last: Return) -> Finding:
    if one.sha256 == last.sha256:
        return finding("returned-copy", file=one.file, other=last.file)
    saved, later = (each.saved.replace("T", " ") or "—" for each in (one, last))
    whose = one.institution + (f"（{one.party_name or one.party}）" if one.party else "")
    return finding("returned-twice", file=one.file, other=last.file, institution=whose, saved=saved, later=later)
