"""Runs one statement in the public schema: the loss that a restore makes good."""

import sys

from django.db import connection

from motorblok.kernel import schema

if __name__ == "__main__":
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(sys.argv[1])
