"""Whatever is sent, at both kinds of host: no failure of ours, and no answer that the description does not announce."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from motorblok.api import description
from motorblok.config.serving.product import handler
from tenants.models import Client
from tests.api.callers import CONSOLE, DRAFT, TASKS, Caller, at_the_client, at_the_provider, staff
from tests.sla.promised import HOUR, an_agreement

ALWAYS = 1_000_000
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def in_the_tests_transaction(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The application, without Django closing the connection before and after: it is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    return handler(environ, start_response)


api = schemathesis.openapi.from_dict(description.document())
api.app = in_the_tests_transaction


@pytest.fixture(params=["client", "provider"])
def caller(request: pytest.FixtureRequest, acme: Client) -> Caller:
    """A machine of either side, never asking too often, with a task for it to find."""
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    ritas = at_the_provider(acme, staff("Rita Lead"), per_minute=ALWAYS)
    ritas.post(TASKS, {**DRAFT, "audience": "client"})
    return ritas if request.param == "provider" else at_the_client(acme, per_minute=ALWAYS)


@pytest.mark.slow
@api.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_those_described(case: schemathesis.Case, caller: Caller) -> None:
    make_meaningful(case, caller)

    answer = case.call(headers={"Host": caller.host, "Authorization": f"Bearer {caller.key}"})

    case.validate_response(answer, checks=CHECKS)


def make_meaningful(case: schemathesis.Case, caller: Caller) -> None:
    """Give what is well formed a chance to succeed: a task that exists, a service line, an audience where it is due."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.path_parameters:
        case.path_parameters["number"] = "ACME-1"
    if isinstance(case.body, dict) and "service_line" in case.body:
        case.body["service_line"] = "finance"
        case.body.pop("audience", None)
        if caller.host == CONSOLE:
            case.body["audience"] = "internal"
