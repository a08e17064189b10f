"""The rig of a scenario, opened for it alone; what no rig can play is no test, rather than one that is skipped."""

from collections.abc import Iterator

import pytest

from tests.billing.gateways.rigs import RIGS, Rig


def pytest_pycollect_makeitem(name: str, obj: object) -> list[pytest.Item] | None:
    """Collect nothing of a scenario that no rig can play."""
    return [] if getattr(obj, "rigs", None) == [] else None


@pytest.fixture
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """The rig that `needs` chose, by its name; Stripe on the stand-in where a test asks for none."""
    entry = RIGS[getattr(request, "param", "stripe")]
    for name in entry.fixtures:
        request.getfixturevalue(name)
    with entry.opened() as opened:
        yield opened
