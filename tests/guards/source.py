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
