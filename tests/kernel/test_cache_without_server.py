"""A cache that does not answer is not felt: by its first caller a little, by the next ones not at all."""

import socket
import time

import pytest
from django.core.cache.backends.base import BaseCache
from django.utils.connection import ConnectionProxy
from django_redis.cache import RedisCache

from motorblok.kernel import caching, schema
from motorblok.kernel.breaker import Breaker


@pytest.fixture(autouse=True)
def _fresh_breaker(monkeypatch):
    monkeypatch.setattr(caching, "breaker", Breaker(seconds=5))


@pytest.fixture
def hung():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture
def refused():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


def seconds(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began


def cache_at(url, settings) -> BaseCache | ConnectionProxy:
    with schema.entered(schema.PUBLIC):
        return RedisCache(url, settings.CACHES["default"])


@pytest.mark.parametrize("server", ["hung", "refused"])
def test_only_the_first_call_waits(server, request, settings):
    cache = cache_at(request.getfixturevalue(server), settings)

    with schema.entered(schema.PUBLIC):
        first = seconds(lambda: cache.get("key"))
        others = [seconds(lambda: cache.get("key")) for _ in range(5)]

    assert first < 1.0
    assert max(others) < 0.1
    assert caching.breaker.is_open()


def test_the_log_is_told_once_and_not_by_each_call(refused, settings, caplog):
    cache = cache_at(refused, settings)

    with schema.entered(schema.PUBLIC):
        for _time in range(5):
            cache.get("key")

    told = [record for record in caplog.records if record.name == "django_redis.cache"]
    assert len(told) == 1


def test_after_a_while_it_is_asked_again(monkeypatch, settings):
    cache = cache_at(settings.REDIS_URL, settings)
    monkeypatch.setattr(caching, "breaker", Breaker(seconds=0.05))
    caching.breaker.trip()

    time.sleep(0.1)

    with schema.entered(schema.PUBLIC):
        cache.set("key", "value", 5)
        assert cache.get("key") == "value"
