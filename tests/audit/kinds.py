"""Kinds of events for the tests of the book itself."""

from motorblok.audit.catalogue import Kind
from motorblok.audit.models import Audience
from motorblok.kernel.actors import Actor

RITA = Actor("staff", "01980000-0000-7000-8000-000000000001", "Rita")
NOTED = Kind(
    "test.noted",
    "%(actor)s noted %(number)s: %(text)s",
    Audience.CLIENT,
    facts=("number",),
    private=("text",),
)
BEGUN = Kind(
    "test.begun", "%(actor)s begins on %(begins_on)s", Audience.CLIENT, facts=("begins_on",), private=()
)
