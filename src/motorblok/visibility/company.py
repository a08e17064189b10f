"""How much of their company's standing with the provider contacts are told: by role, and by where the company is in its life."""

from enum import StrEnum

from motorblok.accounts.models import ContactRole
from motorblok.accounts.viewers import ContactViewer

MONEY_ROLES = frozenset({ContactRole.DIRECTOR})
"""They look after what their company pays."""

# Lives are plain words here: this floor does not know billing, which names them (infra/docs/billing.md).
OF_WORK = frozenset({"grace", "suspended", "cancelled", "exported"})
"""In these something changes, or soon may, for everybody's work."""
OF_MONEY = OF_WORK | {"trialing", "past_due"}


class Concern(StrEnum):
    """What a contact is told: nothing, what concerns its work, or what is owed as well."""

    NOTHING = "nothing"
    WORK = "work"
    MONEY = "money"


def sees_money(viewer: ContactViewer) -> bool:
    """Whether sums, invoices and what is owed are for this viewer's eyes."""
    return viewer.role in MONEY_ROLES


def concern(viewer: ContactViewer, life: str) -> Concern:
    """How much a viewer is told of a company that is in this life. The default is nothing."""
    if sees_money(viewer):
        return Concern.MONEY if life in OF_MONEY else Concern.NOTHING
    return Concern.WORK if life in OF_WORK else Concern.NOTHING
