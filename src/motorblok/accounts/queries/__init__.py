"""Questions about people and keys that join or shape."""

from motorblok.accounts.queries.invitations import invited_person
from motorblok.accounts.queries.keys import KeyRow, keys_of
from motorblok.accounts.queries.people import (
    contact_row,
    contacts_of,
    person_row,
    staff,
    staff_assigned_to,
    staff_row,
)
from motorblok.accounts.queries.rows import PersonRow, Post
from motorblok.accounts.queries.second_steps import (
    must_keep_second_step,
    second_step_owed_from,
    second_step_rules,
    staff_without_second_step,
)
from motorblok.accounts.queries.workers import colleagues_for, may_work_on

__all__ = [
    "KeyRow",
    "PersonRow",
    "Post",
    "colleagues_for",
    "contact_row",
    "contacts_of",
    "invited_person",
    "keys_of",
    "may_work_on",
    "must_keep_second_step",
    "person_row",
    "second_step_owed_from",
    "second_step_rules",
    "staff",
    "staff_assigned_to",
    "staff_row",
    "staff_without_second_step",
]
