"""A key for each machine of the cast, made anew for each run; printed as JSON, the text by the number of its company."""

import json
import sys

from infra.bench.ours.calls import key_of
from infra.load.cast import CASTS
from motorblok.kernel import schema
from tenants.models import Client

if __name__ == "__main__":
    with schema.entered(schema.PUBLIC):
        cast = CASTS[int(sys.argv[1])]
        slugs = {number: cast.company(number).slug for number in range(cast.machines)}
        found = {number: key_of(Client.objects.get(slug=slug)) for number, slug in slugs.items()}
    print(json.dumps(found))
