"""The tables of people: who they are, where they are signed in, what they were given, and the keys of machines (public schema)."""

from motorblok.accounts.models.assignments import Assignment, ContactScope
from motorblok.accounts.models.invitations import Invitation
from motorblok.accounts.models.keys import ApiKey, Scope, Side
from motorblok.accounts.models.people import Person
from motorblok.accounts.models.roles import (
    MONEY_ROLES,
    WIDE_ROLES,
    ContactRole,
    Kind,
    Mails,
    StaffRole,
    Standing,
    Theme,
)
from motorblok.accounts.models.rules import SecondStepRule
from motorblok.accounts.models.sessions import Session
from motorblok.accounts.models.views import SavedView

__all__ = [
    "MONEY_ROLES",
    "WIDE_ROLES",
    "ApiKey",
    "Assignment",
    "ContactRole",
    "ContactScope",
    "Invitation",
    "Kind",
    "Mails",
    "Person",
    "SavedView",
    "Scope",
    "SecondStepRule",
    "Session",
    "Side",
    "StaffRole",
    "Standing",
    "Theme",
]
