"""Rating runs where there is no product around it: no settings, no tables, no database driver."""

import json
import subprocess
import sys

PROGRAM = """
import json, os, sys
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
from tests.billing.priced import item, rated
from billing.rating.canonical import rated_json
first = rated_json(rated(item()))
from django.conf import settings
from billing.refusing import Refused
try:
    rated()
except Refused as refusal:
    refused = refusal.words_en
print(json.dumps({
    "settings": settings.configured, "refused": refused, "bytes": first.decode(),
    "loaded": [name for name in sys.modules if name.split(".")[0] in ("psycopg", "celery") or name == "django.db.models"],
}))
"""


def run(seed: str) -> dict:
    command = [sys.executable, "-c", PROGRAM]
    answer = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".:src"},
    )
    return json.loads(answer.stdout)


def test_rating_needs_no_settings_and_loads_no_tables():
    answer = run("0")

    assert answer["settings"] is False
    assert answer["loaded"] == []
    assert answer["refused"].startswith("There is nothing to be billed")


def test_two_processes_write_the_same_bytes():
    assert run("1")["bytes"] == run("2")["bytes"]
