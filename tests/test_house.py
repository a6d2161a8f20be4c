"""The rules of the house, checked by reading the code (docs/house.md says why they are)."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [["geo"], ["model"], ["store"], ["search"], ["importers", "exporters"], ["actions"], ["web"], ["config"],
          ["app", "cli", "cli_account", "cli_courses", "cli_gazetteer", "cli_worker",
          "cli_common"]]  # fmt: skip
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
HOUSE = sorted(path for name in FLOOR for path in [ROOT / f"{name}.py", *(ROOT / name).rglob("*.py")] if path.is_file())
CODE = sorted({*HOUSE, *ROOT.glob("*.py"), *(path for name in ("benchmarks", "data", "script")
                                               for path in (ROOT / name).rglob("*.py"))})  # fmt: skip
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in HOUSE}


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]


def imports(path: Path, within: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Each import below a node, as the full name of what is imported; `from store import offers` is store.offers."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(within):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node, f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS))


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, FUNCTIONS) and not node.name.startswith("_"):
            yield node


def none_of(offenders: list[str]) -> None:
    assert not offenders, "\n" + "\n".join(offenders)


def test_each_floor_knows_only_the_floors_below_it():
    offenders = []
    for path in HOUSE:
        own = module_name(path).split(".")[0]
        for node, name in imports(path, tree(path)):
            other = name.split(".")[0]
            if other in FLOOR and other != own and (FLOOR[other] > FLOOR[own] or {own, other} == {*FLOORS[4]}):
                offenders.append(f"{where(path, node)}: {own} must not know {other}")
    none_of(offenders)


def test_no_modules_import_each_other_in_a_circle():
    knows = {name: {other for _, other in imports(path, tree(path)) if other in MODULES and other != name}
             for name, path in MODULES.items()}  # fmt: skip
    while free := {name for name, others in knows.items() if not others & knows.keys()}:
        knows = {name: others for name, others in knows.items() if name not in free}
    none_of([f"{name} is in a circle, or above one: it knows {', '.join(sorted(others & knows.keys()))}"
             for name, others in knows.items()])  # fmt: skip


def test_our_own_modules_are_imported_at_the_top_of_a_file():
    none_of([f"{where(path, node)}: {name} is imported inside {function.name}" for path in HOUSE
             for function in functions(path) for node, name in imports(path, function)
             if name.split(".")[0] in FLOOR])  # fmt: skip


@pytest.mark.parametrize(
    ("library", "allowed"),
    [("flask", {"web", *FLOORS[-1]}), ("sqlalchemy", {"store"}), ("psycopg", {"store"})],
)
def test_a_library_stays_in_its_rooms(library, allowed):
    none_of([f"{where(path, node)}: {library} belongs to {', '.join(sorted(allowed))}" for path in HOUSE
             for node, name in imports(path, tree(path))
             if name.split(".")[0] == library and module_name(path).split(".")[0] not in allowed])  # fmt: skip


def test_files_and_functions_are_short():
    files = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in CODE]
    none_of([f"{path.relative_to(ROOT)}: {lines} lines, 350 at most" for path, lines in files if lines > 350]
            + [f"{where(path, node)}: {node.name} has {node.end_lineno - node.lineno + 1} lines, 50 at most"
               for path in CODE for node in functions(path) if node.end_lineno - node.lineno >= 50])  # fmt: skip


def test_public_functions_say_what_they_do_and_what_they_give():
    offenders = []
    for path in HOUSE:
        for node in public_functions(tree(path).body):
            lacks = [word for word, there in (("a return type", node.returns), ("a docstring", ast.get_docstring(node)))
                     if not there]  # fmt: skip
            if lacks:
                offenders.append(f"{where(path, node)}: {node.name} lacks {' and '.join(lacks)}")
    none_of(offenders)


def test_tracked_files_name_no_package_host_and_no_machine_path():
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so nobody knows which files belong to the project")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    hosts = "://[a-z.-]*(" + "|".join(["npm" + "js", "py" + "pi", "python" + "hosted", "deb" + "ian"]) + ")[a-z.-]*/"
    paths = "(^|[^A-Za-z0-9_.-])/(" + "|".join(["wo" + "rk", "fa" + "rm", "tmp/rese" + "arch", "ro" + "ot"]) + ")/"
    pattern = re.compile(f"{hosts}|{paths}".encode(), re.MULTILINE)
    files = [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    texts = [(file, data) for file in files if b"\0" not in (data := file.read_bytes())]
    none_of([f"{file.relative_to(ROOT)}: {found[0].decode(errors='replace')}" for file, data in texts
             for found in [pattern.search(data)] if found])  # fmt: skip


def test_every_script_begins_with_a_sentence_of_help():
    offenders = []
    for path in sorted(file for file in (ROOT / "script").iterdir() if file.is_file()):
        text = path.read_text(encoding="utf-8")
        first = (ast.get_docstring(tree(path)) or "") if path.suffix == ".py" else text.split("\n", 1)[1]
        if not re.match(r"(# )?[A-Z][^\n]{20,}[.:;]", first):
            offenders.append(f"{path.relative_to(ROOT)}: a sentence that says what it does is missing at the top")
    none_of(offenders)


def test_every_importer_has_its_golden_files():
    names = [path.stem for path in (ROOT / "importers").glob("*.py") for node in tree(path).body
             if isinstance(node, ast.Assign | ast.AnnAssign) and re.match(r"SOURCE\b", ast.unparse(node))]  # fmt: skip
    none_of([f"importers/{name}.py: tests/importers/{name}/ is missing" for name in names
             if not (ROOT / "tests" / "importers" / name).is_dir()])  # fmt: skip
