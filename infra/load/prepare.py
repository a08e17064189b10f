"""Makes a copy of the seeded database ready for a run: a new key for each machine, and no alarm of the time before.

Prints the keys as JSON, each by the number of its company.
"""

import json
import sys

from django.utils import timezone

from infra.bench.ours.calls import key_of
from infra.load.cast import CASTS
from motorblok.board.models import Alarm
from motorblok.kernel import schema
from tenants.models import Client

if __name__ == "__main__":
    with schema.entered(schema.PUBLIC):
        # Somebody was told of them long ago; all at once they would be a day's work for the readers.
        Alarm.objects.filter(fire_at__lte=timezone.now()).delete()
        cast = CASTS[int(sys.argv[1])]
        slugs = {number: cast.company(number).slug for number in range(cast.machines)}
        found = {number: key_of(Client.objects.get(slug=slug)) for number, slug in slugs.items()}
    print(json.dumps(found))
