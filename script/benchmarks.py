"""Tells script/bench which benchmarks there are, and which of the packages that one compares are not installed."""

import ast
import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks"


def listing() -> str:
    """The benchmarks by name, each with the first line of its own description."""
    files = [file for file in sorted(FOLDER.glob("*.py")) if not file.name.startswith("_")]
    lines = [f"  {file.stem:12} {(ast.get_docstring(_tree(file)) or '').partition(chr(10))[0]}" for file in files]
    return "\n".join(["Benchmarks (script/bench NAME runs one):", *lines])


def absent(name: str) -> list[str]:
    """The packages that this benchmark imports somewhere and that are not installed here."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            if (file := FOLDER / f"{module}.py").is_file():
                waiting.extend(_imports(file))
    known = {path.stem for path in [*FOLDER.glob("*.py"), *ROOT.iterdir()]}
    return sorted(module for module in seen - known if importlib.util.find_spec(module) is None)


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _imports(file: Path) -> list[str]:
    names = []
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            names += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module.partition(".")[0])
    return names


def main() -> None:
    """Prints the list, or what is missing for one benchmark."""
    if sys.argv[1] == "list":
        print(listing())
    elif gone := absent(sys.argv[2]):
        print(f"Not installed here and therefore left out: {', '.join(gone)}.")


if __name__ == "__main__":
    main()
