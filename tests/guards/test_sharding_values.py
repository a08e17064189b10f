"""What a statement computes while it writes is the same on every server: a cluster takes nothing else."""

import pytest
from django.db import ProgrammingError, connection, transaction

from motorblok.kernel.recordsets import CASTS

INSTANT = CASTS["timestamptz"].format(1)


def index_on(expression):
    """PostgreSQL takes only what is immutable into an index."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("CREATE TEMPORARY TABLE written (f text[]) ON COMMIT DROP")
        cursor.execute(f"CREATE INDEX ON written (({expression}))")


@pytest.mark.usefixtures("public")
def test_an_instant_that_is_written_depends_on_no_setting():
    index_on(INSTANT)


@pytest.mark.usefixtures("public")
def test_one_that_did_would_be_refused():
    with pytest.raises(ProgrammingError, match="must be marked IMMUTABLE"):
        index_on("timestamptz 'epoch' + f[1]::bigint * interval '1 microsecond'")
