"""Checks each request that the suite sends to Stripe against the types that the pinned library ships for it.

`stripe.params` is generated from Stripe's description of the version that we speak. The library itself sends whatever
it is given, and its enumerations admit any text; here they are closed, and so are the mappings.
"""

import ast
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, NotRequired

import stripe
from stripe._stripe_context import StripeContext
from stripe._stripe_service import StripeService
from typing_extensions import get_type_hints, is_typeddict

OPTIONS = frozenset(stripe.RequestOptions.__annotations__)
LATE = {"StripeContext": StripeContext, "Mapping": Mapping}
"""Names that the library's annotations use and its modules do not hold when they run."""


class BadRequest(AssertionError):
    """A request that Stripe has no place for; says where and why."""


class Endpoint(NamedTuple):
    verb: str
    path: re.Pattern[str]
    params: Any


def check_request(service: StripeService, verb: str, path: str, params: Any) -> None:
    """Raises BadRequest unless `params` are of the type that the library declares for this address."""
    for endpoint in endpoints(type(service)):
        if endpoint.verb == verb and endpoint.path.fullmatch(path):
            wrong = next(complaints(dict(params or {}), endpoint.params, f"{verb} {path}"), None)
            if wrong:
                raise BadRequest(wrong)
            return
    raise BadRequest(f"{verb} {path}: no such address")


@cache
def endpoints(service: type[StripeService]) -> tuple[Endpoint, ...]:
    """Each address of a service with the type of its parameters, read from the library's source."""
    module = sys.modules[service.__module__]
    tree = ast.parse(inspect.getsource(module))
    names = _imported(tree)
    methods = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    found = (each for node in methods for each in _endpoint(node, names))
    return tuple(sorted(found, key=lambda each: "[^/]+" in each.path.pattern))  # /search before /{customer}


def _endpoint(node: ast.FunctionDef, names: Mapping[str, Any]) -> Iterator[Endpoint]:
    declared = next((arg.annotation for arg in node.args.args if arg.arg == "params"), None)
    for call in ast.walk(node):
        is_request = isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "_request"
        if is_request and declared is not None:
            verb, path = (_text(arg) for arg in call.args[:2])
            named = next(each for each in ast.walk(declared) if isinstance(each, ast.Constant) and each.value)
            yield Endpoint(verb, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), names[str(named.value)])


def _text(node: ast.expr) -> str:
    return next(str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant))


def _imported(tree: ast.Module) -> dict[str, Any]:
    """What stands below `if TYPE_CHECKING`, imported after all."""
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    wanted = [node for node in froms if (node.module or "").startswith("stripe.params")]
    for node in wanted:
        __import__(str(node.module))
    return {
        name.name: getattr(sys.modules[str(node.module)], name.name) for node in wanted for name in node.names
    }


def complaints(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What is wrong with a value, outermost first; nothing where it is of the kind."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is NotRequired:
        yield from complaints(value, parts[0], path)
    elif origin in (typing.Union, types.UnionType):
        yield from _of_none(value, parts, path)
    elif is_typeddict(kind):
        yield from _of_mapping(value, kind, path)
    elif origin in (list, dict):
        yield from _of_many(value, origin, parts, path)
    elif origin is Literal:
        yield from () if value in parts else (f"{path}: {value!r} is none of {parts}",)
    elif not _is_a(value, origin or kind):
        yield f"{path}: {value!r} is not {getattr(kind, '__name__', kind)}"


def _of_none(value: Any, parts: tuple[Any, ...], path: str) -> Iterator[str]:
    """Of several kinds one must fit; text beside an enumeration is what keeps it open, and is left out."""
    closed = any(typing.get_origin(part) is Literal and part != Literal[""] for part in parts)
    kinds = [part for part in parts if not (closed and part is str)]
    wrong = [next(complaints(value, kind, path), None) for kind in kinds]
    if None not in wrong:
        yield max((each for each in wrong if each), key=lambda each: each.partition(": ")[0].count("."))


def _of_mapping(value: Any, kind: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is not {kind.__name__}"
        return
    fields = _fields(kind)
    yield from (
        f"{path}.{name}: {kind.__name__} has no such parameter" for name in value.keys() - fields.keys()
    )
    for name, declared in fields.items():
        if name in value:
            yield from complaints(value[name], declared, f"{path}.{name}")
        elif typing.get_origin(declared) is not NotRequired and name not in OPTIONS:
            yield f"{path}.{name}: {kind.__name__} needs it"


def _of_many(value: Any, origin: type, parts: tuple[Any, ...], path: str) -> Iterator[str]:
    if not isinstance(value, origin):
        yield f"{path}: {value!r} is not {origin.__name__}"
        return
    each = value.items() if origin is dict else enumerate(value)
    for name, inner in each:
        yield from complaints(inner, parts[-1], f"{path}.{name}")


def _is_a(value: Any, kind: Any) -> bool:
    if kind is Any:
        return True
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, localns=LATE, include_extras=True)


def checked(sent: Callable[..., Any]) -> Callable[..., Any]:
    """The library's way to send a request, with the check before it."""
    if getattr(sent, "is_checked", False):
        return sent

    def send(self: StripeService, method: str, url: str, params: Any = None, **more: Any) -> Any:
        check_request(self, method, url, params)
        return sent(self, method, url, params=params, **more)

    send.is_checked = True
    return send
