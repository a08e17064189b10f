"""The description of the API is complete, current, and the same for everybody."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern
from django.utils.translation import override

from motorblok.api import description
from motorblok.api.v1 import urls
from tenants.models import Client
from tests.api.callers import CONSOLE, Caller

KEPT = Path(__file__).parents[2] / "infra" / "docs" / "openapi.yaml"
OPEN = {"/api/v1/", "/api/v1/schema/"}


@pytest.fixture(autouse=True)
def _made_anew() -> None:
    description.document.cache_clear()


def operations() -> dict[tuple[str, str], dict]:
    paths = description.document()["paths"]
    return {(path, method): each for path, methods in paths.items() for method, each in methods.items()}


def test_the_kept_description_is_current() -> None:
    assert KEPT.read_text(encoding="utf-8") == description.as_yaml(), (
        "run: ./motorblok describe_api --into infra/docs/openapi.yaml"
    )


def test_the_command_writes_it(tmp_path: Path) -> None:
    call_command("describe_api", into=tmp_path / "openapi.yaml")

    assert (tmp_path / "openapi.yaml").read_text(encoding="utf-8") == KEPT.read_text(encoding="utf-8")


def test_the_language_in_force_does_not_change_it() -> None:
    english = description.document()
    description.document.cache_clear()

    with override("nl"):
        assert description.document() == english


def test_it_is_open_to_all_and_the_same_at_every_host(acme: Client, globex: Client) -> None:
    hosts = ["acme.localhost", "globex.localhost", CONSOLE]

    answers = [Caller(host, "").get("/api/v1/schema/", Accept_Language="nl") for host in hosts]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["openapi"].startswith("3.1")


def matches(route: URLPattern, path: str) -> bool:
    """Whether a described path is this route's."""
    return bool(route.pattern.match(path.removeprefix("/api/v1/").replace("{number}", "ACME-1")))


@pytest.mark.parametrize("route", urls.urlpatterns, ids=lambda route: route.name)
def test_every_method_of_every_route_is_described(route: URLPattern) -> None:
    view = route.callback.cls
    methods = {method for method in ("get", "post", "delete") if hasattr(view, method)}

    described = {method for (path, method), each in operations().items() if each and matches(route, path)}

    assert methods
    assert methods == described
    assert set(getattr(view, "scopes", {})) <= {"GET", "HEAD", "POST", "DELETE"}


@pytest.mark.parametrize(("path", "method"), operations())
def test_every_operation_names_its_refusals(path: str, method: str) -> None:
    operation = operations()[path, method]
    refusals = {status: each for status, each in operation["responses"].items() if int(status) >= 400}

    assert operation["summary"]
    assert operation["description"]
    assert {"406", "500", "503"} <= set(refusals)
    assert ("401" not in refusals) is (path in OPEN)
    for refusal in refusals.values():
        assert list(refusal["content"]) == ["application/problem+json"]


def test_all_addresses_are_found_from_the_first(acme: Client) -> None:
    index = Caller("acme.localhost", "").get("/api/v1/").json()

    assert set(index.values()) - {"1.0.0"} <= {path for path, _method in operations()}


def test_service_lines_are_named_in_the_language_asked_for(erp: Caller, sams: Caller) -> None:
    english = erp.get("/api/v1/service-lines/", Accept_Language="en").json()["service_lines"]
    dutch = erp.get("/api/v1/service-lines/", Accept_Language="nl").json()["service_lines"]
    own = sams.get("/api/v1/service-lines/").json()["service_lines"]

    assert [line["code"] for line in english] == [line["code"] for line in dutch]
    assert english != dutch
    assert [line["code"] for line in own] == ["finance"]
