"""A great many clients with a month of usage, of which nothing is invoiced yet."""

RECORDS = 1_000
"""How many records of usage each client has."""
