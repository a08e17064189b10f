"""Answers Prometheus: what the processes of the web counted, and how the queues stand at this moment."""

import platform
from collections.abc import Callable, Iterable, Iterator
from os import environ
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from motorblok.config import health
from motorblok.config.operations import backups, beats, gauges
from motorblok.config.operations.doctor.backups import asked_archiver
from motorblok.config.operations.sharing import VARIABLE

PATH = "/metrics"

Part = Callable[[], Iterable[GaugeMetricFamily]]


class MetricsMiddleware:
    """Answers at this machine's own names; at the console's to who knows the token; at a client's host to nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == PATH and request.method == "GET" and may_read(request):
            return metrics(request)
        return self.get_response(request)


def may_read(request: HttpRequest) -> bool:
    """Whether the figures are for who asks."""
    if health.is_local(request):
        return True
    host = split_domain_port(request.META.get("HTTP_HOST", "").lower())[0]
    token = settings.MOTORBLOK_METRICS_TOKEN
    sent = request.headers.get("Authorization", "")
    is_known = constant_time_compare(sent.encode(), f"Bearer {token}".encode())
    return bool(token) and host == settings.MOTORBLOK_CONSOLE_HOST and is_known


def metrics(_request: HttpRequest) -> HttpResponse:
    """Everything, in Prometheus' text format."""
    asked_now = CollectorRegistry()
    asked_now.register(Now())
    return HttpResponse(
        generate_latest(_counted()) + generate_latest(asked_now),
        content_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


class Now(Collector):
    """What is asked at this moment; a part that does not answer is left out."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        yield _gauge("build_info", "Which release this is.", BUILD, [(_build(), 1)])
        parts: dict[str, Part] = {"database": _of_database, "broker": _of_broker, "clients": _of_clients}
        answered = []
        for name, part in parts.items():
            began = perf_counter()
            try:
                yield from part()
            except (DatabaseError, RedisError):
                answered.append(([name], 0, perf_counter() - began))
            else:
                answered.append(([name], 1, perf_counter() - began))
        yield _gauge("scrape_up", "Whether a part answered.", ["part"], [each[:2] for each in answered])
        seconds = [(name, seconds) for name, _up, seconds in answered]
        yield _gauge("scrape_seconds", "How long a part took to answer.", ["part"], seconds)


BUILD = ["release", "python", "django"]


def _build() -> list[str]:
    return [settings.MOTORBLOK_RELEASE, platform.python_version(), django.get_version()]


def _counted() -> Any:
    if VARIABLE not in environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _of_database() -> Iterator[GaugeMetricFamily]:
    queues = gauges.database_queues()
    yield _gauge(
        "queue_length", "How much waits.", ["queue"], [([each.name], each.length) for each in queues]
    )
    ages = [([each.name], each.oldest_seconds) for each in queues]
    yield _gauge("queue_oldest_seconds", "For how long the oldest has waited.", ["queue"], ages)
    archiver = asked_archiver()
    if archiver.is_on:
        yield _gauge("log_failing", "Whether the log cannot be kept.", [], [([], archiver.is_failing)])
        yield _gauge(
            "log_late_seconds", "For how long what is ready was not kept.", [], [([], archiver.seconds)]
        )


def _of_broker() -> Iterator[GaugeMetricFamily]:
    lengths = [([each.name], each.length) for each in gauges.broker_queues()]
    yield _gauge("broker_queue_length", "How many messages wait in the broker.", ["queue"], lengths)
    ages = [([name], age) for name, age in sorted(beats.ages().items())]
    yield _gauge("beat_age_seconds", "How long ago the beat's work was last done.", ["entry"], ages)
    with beats.broker() as broker:
        last = backups.last(broker)
    if last:
        yield _gauge("backup_age_seconds", "How long ago a base backup was made.", [], [([], last.seconds)])
        yield _gauge("backup_bytes", "How large it is.", [], [([], last.size)])


def _of_clients() -> Iterator[GaugeMetricFamily]:
    busy = gauges.busy_clients()
    yield _gauge("client_open_tasks", "Open tasks.", ["client"], [([each.slug], each.open) for each in busy])
    late = [([each.slug], each.late) for each in busy]
    yield _gauge("client_late_tasks", "Open tasks with a promise that is broken.", ["client"], late)


def _gauge(
    name: str, words: str, labels: list[str], samples: Iterable[tuple[list[str], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"motorblok_{name}", words, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family
