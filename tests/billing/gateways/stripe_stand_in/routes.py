"""Which part of the stand-in answers which address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.billing.gateways.stripe_stand_in.refusals import Refusal
from tests.billing.gateways.stripe_stand_in.world import Object, World

Form = dict[str, Any]
Handler = Callable[..., Object]


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    handler: Handler


ROUTES: list[Route] = []


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """The function answers this method on this path; `{id}` in it is handed over by name."""

    def register(handler: Handler) -> Handler:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
        ROUTES.append(Route(method, pattern, handler))
        return handler

    return register


def answer(world: World, method: str, path: str, form: Form) -> Object:
    """What Stripe would answer, expanded as asked. Raises Refusal."""
    for each in ROUTES:
        found = each.pattern.fullmatch(path)
        if found and each.method == method:
            thing = each.handler(world, form, **found.groupdict())
            shown = thing if thing.get("object") in {"list", "search_result"} else world.shown(thing)
            return expanded(world, shown, form.get("expand", []), full=thing)
    raise Refusal(404, f"Unrecognized request URL ({method}: {path}).")


def page(world: World, form: Form, found: list[Object], *, url: str) -> Object:
    """One page of a list, the newest first, by `limit`, `starting_after` and `created`."""
    after = form.get("starting_after")
    if after:
        ids = [thing["id"] for thing in found]
        found = found[ids.index(after) + 1 :]
    found = [thing for thing in found if _is_within(thing["created"], form.get("created"))]
    limit = int(form.get("limit", 10))
    return world.listed([world.shown(each) for each in found[:limit]], more=len(found) > limit, url=url)


def _is_within(at: int, asked: Any) -> bool:
    return at >= int(asked.get("gte", 0)) if isinstance(asked, dict) else True


def expanded(world: World, shown: Object, paths: list[str], *, full: Object) -> Object:
    """Put objects in the place of the ids that `expand` names."""
    if "payments" in paths and full.get("object") == "invoice":
        held = [world.shown(world.objects[each]) for each in full["_payments"]]
        shown["payments"] = world.listed(held)
    for path in paths:
        _expand(world, shown, path.split("."))
    return shown


def _expand(world: World, place: Any, path: list[str]) -> None:
    if isinstance(place, list):
        for each in place:
            _expand(world, each, path)
    elif isinstance(place, dict) and path[0] in place:
        inner = place[path[0]]
        if len(path) > 1:
            _expand(world, inner, path[1:])
        elif isinstance(inner, str) and inner in world.objects:
            place[path[0]] = world.shown(world.objects[inner])
