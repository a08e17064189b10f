"""What can happen to who invoices and who pays, and to VAT. A debtor's are in its client's book, the rest in the public one."""

from django.utils.translation import gettext_lazy as _

from billing import naming
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

LEGAL_ENTITY_SET = Kind(
    "billing.legal_entity.set",
    _("%(actor)s wrote down the company %(legal_name)s, whose invoices begin with %(prefix)s"),
    Audience.INTERNAL,
    facts=("prefix", "legal_name", "country", "vat_number", "iban", "time_zone", "is_default"),
)
TAX_RATE_SET = Kind(
    "billing.tax_rate.set",
    _("%(actor)s set the VAT of %(country)s (%(category)s) to %(percent)s %% from %(from_on)s"),
    Audience.INTERNAL,
    facts=("country", "category", "percent", "from_on"),
    spoken={"category": naming.by(naming.CATEGORIES), "percent": naming.figure},
)
TERMS = ("treatment", "currency", "country", "gateway", "payment_days", "time_zone", "language", "seller")
PERSONAL = ("street", "postcode", "city", "email", "vat_number", "registration", "po_number")
"""What is written down in `details`, as JSON."""
DEBTOR_REGISTERED = Kind(
    "billing.debtor.registered",
    _("%(actor)s wrote down how %(legal_name)s is invoiced"),
    Audience.CLIENT,
    facts=TERMS,
    private=("legal_name", "details"),
)
DEBTOR_CHANGED = Kind(
    "billing.debtor.changed",
    _("%(actor)s changed how %(legal_name)s is invoiced"),
    Audience.CLIENT,
    facts=(*TERMS, "changed"),
    private=("legal_name", "details"),
)

register(LEGAL_ENTITY_SET, TAX_RATE_SET, DEBTOR_REGISTERED, DEBTOR_CHANGED)
