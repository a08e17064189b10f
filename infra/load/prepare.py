"""Makes a copy of the seeded database ready for a run: a new key for each machine, and no alarm of the time before left to tell.

Prints the keys as JSON, each by the number of its company.
"""

import json
import sys

from django.db import connection, transaction

from infra.bench.ours.calls import key_of
from infra.load.cast import CASTS
from motorblok.kernel import schema
from tenants.models import Client

# All at once they would be a day's work for the readers.
TOLD_LONG_AGO = """
INSERT INTO board_fired (clock_id, cycle, kind, client_id, subject, target, fire_at, fired_at, told_at)
SELECT clock_id, cycle, kind, client_id, subject, target, fire_at, fire_at, fire_at FROM board_alarm
WHERE fire_at <= now() ON CONFLICT DO NOTHING
"""

if __name__ == "__main__":
    with schema.entered(schema.PUBLIC):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TOLD_LONG_AGO)
            cursor.execute("DELETE FROM board_alarm WHERE fire_at <= now()")
        cast = CASTS[int(sys.argv[1])]
        slugs = {number: cast.company(number).slug for number in range(cast.machines)}
        found = {number: key_of(Client.objects.get(slug=slug)) for number, slug in slugs.items()}
    print(json.dumps(found))
