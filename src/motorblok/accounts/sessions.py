"""The session store: a session is found only at the hosts of the client that it was begun for."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Q

from motorblok.accounts.models import Session

BEGUN = "begun_at"
SEEN_EVERY = timedelta(minutes=5)
# Before anybody has signed in, a session holds a form's token and no more.
ANONYMOUS_AGE = timedelta(hours=2)


class SessionStore(DatabaseStore):
    """Sessions of one client's hosts (client_id None: of the console). Elsewhere their keys are unknown.

    A session ends `MOTORBLOK_SESSION_IDLE` after it was last seen, and `MOTORBLOK_SESSION_LIFE` after it was begun.
    """

    def __init__(self, session_key: str | None = None, *, client_id: UUID | None = None) -> None:
        super().__init__(session_key)
        self.client_id = client_id
        self.row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def begin(self, *, at: datetime) -> None:
        """Count the whole life anew: somebody has just signed in."""
        self[BEGUN] = at.timestamp()

    def touch(self, *, at: datetime) -> None:
        """Note that the browser was seen; written at most once every five minutes."""
        if self.row and at - self.row.seen_at > SEEN_EVERY:
            self._mine(self.row.session_key).update(seen_at=at)

    def save(self, must_create: bool = False) -> None:
        """Store it. Loading first makes sure that a key of another host is forgotten, never written over."""
        self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # not in the stubs
        super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        """Remove a session of this host; another host's stays."""
        self._mine(session_key or self.session_key or "").delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to write, with what the table must know of the sealed content."""
        now = datetime.now(UTC)
        begun = datetime.fromtimestamp(data.get(BEGUN, self._begun(now).timestamp()), UTC)
        person_id = data.get(SESSION_KEY)
        life = settings.MOTORBLOK_SESSION_LIFE if person_id else ANONYMOUS_AGE
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # not in the stubs
            session_data=self.encode(data),
            expire_date=begun + life,
            client_id=self.client_id,
            person_id=person_id,
            begun_at=begun,
            seen_at=now,
        )

    def _begun(self, now: datetime) -> datetime:
        is_stored = self.row is not None and self.row.session_key == self.session_key
        return self.row.begun_at if self.row and is_stored else now

    def _get_session_from_db(self) -> Session | None:
        now = datetime.now(UTC)
        alive = self._mine(self.session_key or "").filter(
            expire_date__gt=now, seen_at__gt=now - settings.MOTORBLOK_SESSION_IDLE
        )
        self.row = alive.first()
        if self.row is None:
            # Keeping the key would let a sign-in here delete or overwrite the session of another host.
            self._session_key = None
        return self.row

    def _mine(self, session_key: str) -> Any:
        return Session.objects.filter(Q(client_id=self.client_id), session_key=session_key)
