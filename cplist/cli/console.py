"""The only module that prints: results to stdout, findings and progress to stderr, in Chinese or English."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cplist.cli.console_texts import TEXTS
from cplist.cli.coverage_table import coverage_lines
from cplist.cli.language import language
from cplist.cli.terminal import colours
from cplist.cli.terminal.colours import in_colour
from cplist.cli.terminal.finding_lines import finding_lines, severity_label, with_advice
from cplist.core.findings import Finding, Severity
from cplist.core.messages import wording
from cplist.domain import vocabulary
from cplist.domain.institution import Institution
from cplist.domain.notice import Kind

if TYPE_CHECKING:  # the console shows these; importing them would load the office libraries for --help
    from cplist.collecting.collect import Collected
    from cplist.draft import Draft
    from cplist.explaining.explanation import ArticleExplanation, DutyExplanation
    from cplist.pack.pack import Pack
    from cplist.pack.trust import TrustedPack
    from cplist.verifying.verified import Verified
    from cplist.workspace.results import Result


def show_version(version: str) -> None:
    print(f"cplist {version}")


def show_json(data: Mapping[str, Any]) -> None:
    print(json_text(data), end="")


def json_text(data: Mapping[str, Any]) -> str:
    """The data as --json prints them."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def show_aborted() -> None:
    print(f"\n{_text('aborted')}", file=sys.stderr)


def show_interrupted() -> None:
    print(_text("interrupted"), file=sys.stderr)


def show_lost_output(problem: OSError) -> None:
    """Standard output couldn't take what the command had to say."""
    show_problem("stdout-unwritable", {"problem": problem.strerror or str(problem)})


def show_where_output_is_lost(files: Iterable[Path]) -> None:
    """Say on stderr which files were written, where stdout couldn't take it."""
    sys.stdout.flush()
    if getattr(sys.stdout, "problem", None):
        for file in files:
            print(_text("written", file=file), file=sys.stderr)


def show_findings(findings: Iterable[Finding]) -> None:
    """One line for each on stderr: file:line:column path severity message [rule]; grouped on a terminal."""
    show_lines(finding_lines(findings, language(), sys.stderr))


def show_problem(rule: str, arguments: Mapping[str, str]) -> None:
    """Usage or input that can't be worked with."""
    label = in_colour(severity_label(Severity.ERROR, language()), "error", sys.stderr)
    show_lines([label + (": " if language() == "en" else "：") + _advised(rule, arguments)])


def _advised(rule: str, arguments: Mapping[str, str]) -> str:
    """The wording of a rule with its advice."""
    advice = wording(rule, language(), arguments, "hint_")
    return with_advice(wording(rule, language(), arguments), advice, language())


def show_results(results: Iterable[Result]) -> None:
    """One screen after a build: what was written, what became of the duties, what was found."""
    for result in results:
        show_findings(result.findings)
        if result.unchanged:
            print(in_colour(result.unchanged.called, "name", sys.stdout))
            print(_text("left_alone"))
            continue
        if result.built is None:
            print(_text("partly" if result.outputs else "failed", profile=result.profile))
            _show_outputs(result)
            continue
        print(in_colour(result.built.called, "name", sys.stdout))
        _show_outputs(result)
        print(f"  {_summary_line(result.built.summary)}")
        print(f"  {_counts_line(result.findings)}")


def _show_outputs(result: Result) -> None:
    for output in result.outputs:
        print(f"  {output.path}")


def show_verified(verified: Iterable[Verified]) -> None:
    """Each file of each build: whether it stands as it was written, and what is different."""
    for one in verified:
        print(in_colour(one.institution, "name", sys.stdout))
        for file in one.files:
            saved = " ".join(filter(None, (file.saved.name, file.saved.moment, file.saved.program)))
            said = _text("saved_by", saved=saved) if saved else ""
            print(f"  {Path(one.folder) / file.name}  {_text(f'verified_{file.state.value}')}{said}")
        show_findings(one.findings)
    print(_text("verified_note"))


def show_counts(counts: Mapping[str, int]) -> None:
    """How many profiles came to what."""
    apart = "，" if language() == "zh" else ", "
    keys = {"failed": "not_built"}
    parts = [_text(keys.get(key, key), count=count) for key, count in counts.items() if count]
    print(_text("total", parts=apart.join(parts)))


def show_failure(profile: str, errors: int, error: str) -> None:
    """A profile with errors, and the first of them."""
    print(_text("failure", profile=profile, errors=errors, error=error))


def show_collected(result: Collected) -> None:
    """One screen after a collection: the files, what was counted, what was found."""
    show_findings(result.findings)
    collection = result.collection
    print(_text("collected", institutions=len(collection.returns), problems=len(collection.problems)))
    print(f"  {result.workbook}\n  {result.data}")
    print(f"  {_text('rows', **vars(collection.total))}")
    if collection.expected is not None:
        missing = len(collection.not_returned)
        print(f"  {_text('returned', expected=len(collection.expected), missing=missing)}")
    print(f"  {_counts_line(result.findings)}")


def show_check(findings: Iterable[Finding]) -> None:
    found = list(findings)
    show_findings(found)
    print(_counts_line(found))


def show_said(out: str, err: str) -> None:
    """What another process had to say, on both streams."""
    print(out, end="")
    print(err, end="", file=sys.stderr)


def show_text(text: str) -> None:
    """A file's text, as it is."""
    print(text, end="")


def is_terminal() -> bool:
    """Whether somebody sits before a terminal who can be asked: on stderr, with answers from stdin."""
    return all(map(colours.is_terminal, (sys.stdin, sys.stderr)))


def shows_results() -> bool:
    """Whether stdout is that terminal, and no file or pipe."""
    return colours.is_terminal(sys.stdout)


def program() -> str:
    """The command that the user gave to run this program, to be given again."""
    called = Path(sys.argv[0])
    if called.stem == "__main__":
        return f"{shlex.quote(sys.executable)} -m cplist"
    found = shutil.which(called.name)
    same = found is not None and Path(found).resolve() == called.resolve()
    return called.name if same else shlex.quote(str(called))


def show_lines(lines: Iterable[str]) -> None:
    """Lines of a dialogue."""
    for line in lines:
        print(line, file=sys.stderr)


def show_wording(rule: str, **arguments: str) -> None:
    """What a dialogue says beside its questions."""
    show_lines([_advised(rule, arguments)])


def show_next(*words: str) -> None:
    """The command to go on with, as it can be typed."""
    show_wording("init-next", command=f"{program()} {shlex.join(words)}")


def show_pack(pack: TrustedPack, count: int, size: int) -> None:
    """A pack that is about to be trusted, on stderr as the question that follows."""
    files = _text("pack_files", folder=pack.folder, count=count, size=size, sha256=pack.sha256)
    show_lines([_text("pack", name=pack.name, version=pack.version), files, _text("trusting")])


def confirmed() -> bool:
    """Whether the user types yes."""
    return (ask("trust-ask") or "").lower() in ("yes", "是")


def show_trusted(packs: Sequence[TrustedPack]) -> None:
    """The packs that are trusted, a line each."""
    for pack in packs:
        print(f"{pack.sha256[:16]}  {pack.name} {pack.version}  {pack.folder}")
    if not packs:
        print(_text("no_trusted"))


def ask(rule: str, **arguments: str) -> str | None:
    """A line from the user; None where there is no more, or Ctrl-C.

    The dialogue goes to stderr, so that stdout holds nothing but the result (typer.prompt writes to both).
    """
    prompt = wording(rule, language(), arguments)
    print(prompt, end=("：", ": ")[language() == "en"], file=sys.stderr, flush=True)
    if sys.stdin is None:
        return None
    try:
        line = sys.stdin.readline()
    except (KeyboardInterrupt, OSError):
        return None
    except UnicodeDecodeError:
        return ""
    return line.strip() if line else None


def _summary_line(counts: Mapping[str, int]) -> str:
    apart = "，" if language() == "zh" else ", "
    parts = apart.join(f"{_text(status)} {count}" for status, count in counts.items())
    return _text("duties", count=sum(counts.values())) + parts


def _counts_line(findings: Iterable[Finding]) -> str:
    severities = [found.severity for found in findings]
    if not severities:
        return _text("clean")
    return _text(
        "found",
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        notes=severities.count(Severity.NOTE),
    )


def show_clauses(pack: Pack) -> None:
    """The catalogue, clause by clause."""
    notice = pack.notice
    print(f"{notice.title}\n（{notice.number}）{notice.issuer} {notice.date}")
    for clause in notice.clauses:
        print(f"\n{clause.id}  {clause.label}  {clause.heading}")
        for duty in clause.duties:
            print(f"  {duty.id}  {_kind(duty.kind)}{duty.text}")


def _kind(kind: Kind) -> str:
    """What a duty asks, in words."""
    return f"[{kind.value}] " if language() == "en" else f"［{vocabulary.called('kinds', (kind.value,))}］"


def show_coverage(draft: Draft, pack: Pack) -> None:
    """A table by clause, then every duty that isn't simply assigned, with its reason; gaps stand there, and only
    the other findings on stderr."""
    _show_institution(draft.institution)
    for line in coverage_lines(draft, pack, language()):
        print(line)
    print(f"\n{_summary_line(draft.assigned.summary)}")
    show_findings(found for found in draft.findings if found.rule != "gap")


def show_explanation(told: DutyExplanation | ArticleExplanation, pack: Pack) -> None:
    """Why a duty lies where it lies, or where an article comes from."""
    from cplist.cli.explanation.text import explanation_lines  # loads what composes text
    from cplist.cli.explanation.words import ExplainWords

    _show_institution(told.institution)
    for line in explanation_lines(told, ExplainWords(language(), pack)):
        print(line)
    show_findings(told.findings)


def _show_institution(institution: Institution) -> None:
    from cplist.workspace.product import called

    print(called(institution))


def _text(key: str, **arguments: object) -> str:
    return TEXTS[key][language() == "en"].format(**arguments)
