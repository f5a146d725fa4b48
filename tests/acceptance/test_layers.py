"""The house keeps its order: imports go down only, the console alone prints, --help costs next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from .conftest import ROOT

SOURCE = ROOT / "cplist"
LAYERS = [
    ["__main__"],
    ["cli"],
    ["report"],
    ["batch", "desk", "collect"],
    ["collectdata"],
    ["collectbook"],
    ["collectplan"],
    ["collectkeys"],
    ["outputs", "starter", "resolved"],
    ["build"],
    ["make_system", "make_checklist", "make_map", "make_letters", "make_memo"],
    ["making"],
    ["letters", "memo", "mapdata"],
    ["mapparties"],
    ["revision"],
    ["comparison", "marks"],
    ["earlier"],
    ["drafting", "versions"],
    ["press", "paper"],
    ["templatecache"],
    ["lint"],
    ["lint_leaders", "lint_departments", "lint_bodies", "lint_decisions"],
    ["lint_case"],
    ["gather", "expected", "collectlines"],
    ["collection"],
    ["submitted"],
    ["filing", "shownvalues"],
    ["carryover"],
    ["carried"],
    ["lists", "changes", "ownsheets", "returned", "personlooks", "unfit"],
    ["rowfill"],
    ["tablework"],
    ["movedformula", "rowkeys"],
    ["oldtable", "knowntable"],
    ["listed", "cellvalues"],
    ["lastbook"],
    ["grid"],
    ["context", "compose", "sheets", "snapshot", "handedout", "word", "excel", "calculate"],
    ["sheetrows", "formulacheck", "expressioncheck", "excel_chart", "excel_comments", "excel_rules", "excel_rows"],
    ["wordtable", "wordcontents"],
    ["skeleton", "together"],
    ["paging", "sections", "stylepackage"],
    ["linebreak"],
    ["measures"],
    ["shares", "signing", "annotations", "comments", "excel_skeleton", "rowheight", "foreign", "formulatree"],
    ["functions", "unlinked", "excel_cells"],
    ["foreignparts", "foreignstyles"],
    ["excel_frame", "checklistnames"],
    ["record"],
    ["formulas", "excel_layout"],
    ["assign", "pack"],
    ["profile", "notice", "find", "packcheck", "checks"],
    ["inherit", "rules", "prose"],
    ["meant", "jsonschema", "checklistshape"],
    ["schemacheck", "repeats"],
    ["references"],
    ["schema"],
    ["words"],
    ["yamldoc", "sandbox", "console"],
    ["yamlreader", "yamlsyntax"],
    ["yamltext"],
    ["messages", "coverage", "docxtext"],
    ["style"],
    ["stylexml"],
    ["kept"],
    ["files", "html", "xmltext", "numerals", "looks", "titles", "tablemarkup", "checklistkeys"],
    ["previous"],
    ["blocks", "model", "errors", "order", "papers"],
    ["__init__"],
]
"""From the top: a module may import what stands in a later line than its own."""

LEVEL = {module: number for number, modules in enumerate(LAYERS) for module in modules}
HEAVY = ("openpyxl", "docx", "lxml", "jinja2", "rich", "cerberus", "markdown_it")
PURE = (
    *("build", "drafting", "making", "make_system", "make_checklist", "make_letters", "make_memo", "versions"),
    *("compose", "context", "assign", "word", "excel", "sheets", "notice", "profile", "rules", "find"),
    *("lint", "lint_case", "lint_leaders", "lint_departments", "lint_bodies", "lint_decisions", "checks"),
    *("schemacheck", "references", "repeats", "meant", "prose", "resolved", "inherit", "coverage"),
    *("yamldoc", "yamlreader", "yamlsyntax", "yamltext"),
)
TOUCHES_THE_DISK = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "mkdir", "unlink", "iterdir"}

modules = pytest.mark.parametrize("module", sorted(path.stem for path in SOURCE.glob("*.py")))


@modules
def test_every_module_has_its_layer(module: str) -> None:
    assert module in LEVEL


def test_every_layers_modules_exist() -> None:
    assert [module for module in LEVEL if not (SOURCE / f"{module}.py").is_file()] == []


@modules
def test_imports_go_down_only(module: str) -> None:
    for imported in imports((SOURCE / f"{module}.py").read_text("utf-8")):
        assert LEVEL[imported] > LEVEL[module], f"{module} imports {imported}"


def test_an_import_that_goes_up_is_seen() -> None:
    late = "def late():\n    from cplist.build import build\n"
    code = f"{late}import cplist.cli\nfrom cplist import batch, __version__\n"
    assert set(imports(code)) == {"build", "cli", "batch", "__init__"}


def test_an_import_for_types_alone_is_let_pass() -> None:
    assert list(
        imports("if TYPE_CHECKING:\n    from cplist.build import Built\nfrom cplist.model import Duty\n")
    ) == ["model"]


@modules
def test_nothing_but_the_console_prints(module: str) -> None:
    if module != "console":
        assert list(prints((SOURCE / f"{module}.py").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "code", ["print(1)", "import sys\nsys.stdout.write('')", "sys.stderr.write('')", "pprint(1)"]
)
def test_something_that_prints_is_seen(code: str) -> None:
    assert list(prints(code))


@pytest.mark.parametrize("module", PURE)
def test_the_middle_of_the_house_touches_no_disk(module: str) -> None:
    tree = ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))
    called = {name for node in ast.walk(tree) if isinstance(node, ast.Call) for name in [called_name(node)]}
    assert called & TOUCHES_THE_DISK == set()


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["init", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], user_environment: dict[str, str]) -> None:
    code = f"""
import sys
sys.argv = ["cplist", *{arguments!r}]
from cplist.cli import main
try:
    main()
finally:
    sys.stderr.write(" ".join(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8", env=user_environment
    )
    assert said.returncode == 0, said.stderr
    assert "cplist" in said.stdout
    assert [name for name in HEAVY if name in said.stderr.split()] == []


def test_no_module_is_called_utils() -> None:
    assert [path for path in SOURCE.rglob("*.py") if "util" in path.stem or "helper" in path.stem] == []


def imports(code: str) -> Iterator[str]:
    """The modules of cplist that a module imports, wherever it does, but not for types alone."""
    tree = ast.parse(code)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            package, _, module = node.module.partition(".")
            if package == "cplist":
                yield from [module] if module else [known(alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name.partition(".") for alias in node.names]
            yield from (module or "__init__" for package, _, module in names if package == "cplist")


def known(name: str) -> str:
    """A name imported from cplist itself: a module, or something that __init__ holds."""
    return name if (SOURCE / f"{name}.py").is_file() else "__init__"


def prints(code: str) -> Iterator[int]:
    """The lines that print."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            written = ast.unparse(node.func)
            if written in ("print", "pprint", "sys.stdout.write", "sys.stderr.write"):
                yield node.lineno


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
