"""What a person is to us: its kind, its role, where it stands, and what it may choose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Whose person it is. It decides at which host the person may sign in."""

    STAFF = "staff", _("staff")
    CONTACT = "contact", _("contact")


class StaffRole(models.TextChoices):
    """What staff may do: an owner all, a lead all work of all clients, an agent the work it is assigned to.

    Who is in finance does the work of an agent, and sees what every client pays.
    """

    OWNER = "owner", _("owner")
    LEAD = "lead", pgettext_lazy("role of staff", "lead")
    AGENT = "agent", _("agent")
    FINANCE = "finance", pgettext_lazy("role of staff", "finance")


WIDE_ROLES = (StaffRole.OWNER, StaffRole.LEAD)  # they see every client
MONEY_ROLES = (StaffRole.OWNER, StaffRole.FINANCE)  # they see what every client pays


class ContactRole(models.TextChoices):
    """What a contact sees: a director all service lines, a lead those of its scopes, a requester its own tasks."""

    DIRECTOR = "director", _("director")
    LEAD = "lead", pgettext_lazy("role of a contact", "lead")
    REQUESTER = "requester", _("requester")


class Theme(models.TextChoices):
    """How a person wants the screens: the system's choice, light or dark."""

    AUTO = "auto", _("as the system")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class Mails(models.TextChoices):
    """What a person is mailed about: all that its inbox gets, its own tasks alone, or nothing."""

    ALL = "all", _("about everything in the inbox")
    MINE = "mine", _("about own tasks only")
    NONE = "none", _("not at all")

    def include(self, *, is_own: bool) -> bool:
        """Whether a mail about a task is wanted: the person's own, or another's."""
        return self is Mails.ALL or (self is Mails.MINE and is_own)


class Standing(models.TextChoices):
    """Where a person is in the life of an account."""

    INVITED = "invited", _("invited")
    ACTIVE = "active", _("active")
    INACTIVE = "inactive", _("inactive")
