"""The people of the tests. Rita leads and Sam works at the provider, whose owner is Olga; Ann directs Acme and Bob asks
there; Cleo directs Globex and must see nothing of Acme."""

from datetime import UTC, datetime

from motorblok.kernel.actors import SYSTEM, Actor

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

# Actors for tests below the floor of accounts: nobody there looks a person up.
OLGA = Actor("staff", "01980000-0000-7000-8000-000000000001", "Olga Owner")
RITA = Actor("staff", "01980000-0000-7000-8000-000000000002", "Rita Lead")
SAM = Actor("staff", "01980000-0000-7000-8000-000000000003", "Sam Agent")
ANN = Actor("contact", "01980000-0000-7000-8000-000000000011", "Ann Director")
BOB = Actor("contact", "01980000-0000-7000-8000-000000000012", "Bob Requester")
CLEO = Actor("contact", "01980000-0000-7000-8000-000000000021", "Cleo Director")

__all__ = ["ANN", "BOB", "CLEO", "MONDAY", "OLGA", "RITA", "SAM", "SYSTEM"]
