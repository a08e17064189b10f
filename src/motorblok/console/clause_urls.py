"""The addresses of what one client gets for missed promises; beneath its billing at the console."""

from django.urls import path

from motorblok.console import billing_clauses

urlpatterns = [
    path("", billing_clauses.clauses, name="clauses"),
    path("new/", billing_clauses.new_clause, name="new-clause"),
    path("<uuid:clause_id>/exclusion/", billing_clauses.clause_exclusion, name="clause-exclusion"),
    path("<uuid:clause_id>/ending/", billing_clauses.clause_ending, name="clause-ending"),
]
