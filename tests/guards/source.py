"""The product's own source, as syntax trees, for the guards that read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOTS = [ROOT / "src" / "motorblok", ROOT / "tenants", ROOT / "billing"]


@cache
def files() -> list[Path]:
    found = [path for root in ROOTS for path in sorted(root.rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def action_files() -> list[Path]:
    return [path for path in files() if path.name == "actions.py" or path.parent.name == "actions"]


def verbs() -> list[tuple[str, str]]:
    """Every public function of an actions module, as its file and its name; what verbs share stands in standing.py."""
    return sorted(
        (name(path), function.name)
        for path in action_files()
        for function in functions(path)
        if not function.name.startswith("_") and path.name != "standing.py"
    )
