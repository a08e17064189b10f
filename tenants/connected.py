"""Which processes of other releases are connected to the database: PostgreSQL knows by the name that each gives itself."""

from dataclasses import dataclass

from django.db import connection

from motorblok.kernel import schema

# Every login may see the names of all sessions.
OTHERS = """
SELECT application_name, count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND application_name LIKE 'motorblok%%' AND application_name NOT LIKE %s
GROUP BY application_name ORDER BY application_name
"""


class OtherReleaseConnected(RuntimeError):
    """A process of another release still works here, and may need what would be taken away."""

    def __init__(self, others: "list[Other]") -> None:
        super().__init__(
            f"Processes of another release are connected: {', '.join(map(str, others))}. Replace or stop them, "
            "then run migrate --contract again."
        )


@dataclass(frozen=True, slots=True)
class Other:
    """A process that says it is of another release, or says nothing, as those do that came before it was said."""

    name: str
    connections: int

    def __str__(self) -> str:
        plural = "" if self.connections == 1 else "s"
        return f"{self.name} ({self.connections} connection{plural})"


def must_be_of_this_release() -> None:
    """Refuse while anybody else is connected. Raises OtherReleaseConnected."""
    if others := of_other_releases():
        raise OtherReleaseConnected(others)


def of_other_releases() -> list[Other]:
    """Who else is connected now; a process that holds no connection at this moment is not seen."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(OTHERS, [f"% {_release()}"])
        return [Other(name, count) for name, count in cursor.fetchall()]


def _release() -> str:
    # As we say it ourselves: motorblok web 1.2.3+abc.
    name = str(connection.settings_dict["OPTIONS"]["application_name"])
    return name.rpartition(" ")[2].replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
