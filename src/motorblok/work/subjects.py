"""How the event book and the clocks name tasks: made, read back, and asked for in the database."""

from uuid import UUID

from django.db.models import CharField, OuterRef, Value
from django.db.models.functions import Cast, Concat

PREFIX = "task:"


def subject_of(task_id: UUID) -> str:
    """The name of a task."""
    return f"{PREFIX}{task_id}"


def is_task(subject: str) -> bool:
    """Whether a name is that of a task."""
    return subject.startswith(PREFIX)


def task_id_of(subject: str) -> UUID:
    """The task that a name is of."""
    return UUID(subject.removeprefix(PREFIX))


def subject_in_sql(key: str | OuterRef = "id") -> Concat:
    """The name of the task whose id a column holds."""
    return Concat(Value(PREFIX), Cast(key, CharField()), output_field=CharField())
