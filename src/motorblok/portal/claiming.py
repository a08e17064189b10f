"""Whether somebody may claim what was missed: the one question that pages outside billing ask about it."""

from billing.queries.claiming import may_be_claimed
from motorblok.accounts.models import ContactRole
from motorblok.accounts.viewers import ContactViewer


def claims_of(viewer: ContactViewer) -> bool:
    """Whether this contact sees the money of its client, and its client pays anything. One statement for a director."""
    return viewer.role == ContactRole.DIRECTOR and may_be_claimed(viewer.client_id)
