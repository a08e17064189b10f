"""Which resolvers DNS is asked through is read from the environment; what is no IP number is refused."""

import pytest

from motorblok.config import environment
from motorblok.config.resolvers import resolvers


@pytest.fixture(autouse=True)
def problems(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The problems of this test alone."""
    found: list[str] = []
    monkeypatch.setattr(environment, "problems", found)
    return found


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ("", []),
        ("192.0.2.53", [("192.0.2.53", 53)]),
        (
            "192.0.2.53:5353, [2001:db8::53]:54 2001:db8::53",
            [("192.0.2.53", 5353), ("2001:db8::53", 54), ("2001:db8::53", 53)],
        ),
    ],
)
def test_ip_numbers_are_taken_with_a_port_or_without(
    problems: list[str], value: str, places: list[tuple[str, int]]
) -> None:
    assert resolvers(value, name="MOTORBLOK_RESOLVERS") == places
    assert problems == []


@pytest.mark.parametrize(
    "value",
    [
        "dns.example.com",
        "192.0.2.53:",
        "192.0.2.53:0",
        "192.0.2.53:65536",
        "192.0.2.53:x",
        "1.2.3",
        "[::1",
        "::1]:53x",
    ],
)
def test_all_else_is_refused_in_one_sentence(problems: list[str], value: str) -> None:
    resolvers(f"192.0.2.1 {value}", name="MOTORBLOK_RESOLVERS")

    assert problems == [
        "MOTORBLOK_RESOLVERS must hold IP numbers, each with a port or without, such as 192.0.2.53 192.0.2.54:5353."
    ]
