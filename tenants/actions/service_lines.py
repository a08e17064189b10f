"""The provider's own service lines, beside the seven usual ones."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid
from tenants import events, queries
from tenants.models import ServiceLine


class ServiceLineExists(DomainError):
    """There is a service line of that name."""

    code = "service-line-exists"
    words = _("There is a service line of this name already.")


def add_service_line(*, name_en: str, name_nl: str, actor: Actor, at: datetime) -> ServiceLine:
    """Add a part of a back office that the provider works in, listed last. Raises Invalid, ServiceLineExists."""
    code = slugify(name_en)[:30]
    if not code or not name_nl.strip():
        raise Invalid(
            _("A service line needs a name in both languages."), field="name_nl" if code else "name_en"
        )
    with schema.entered(schema.PUBLIC), transaction.atomic():
        if ServiceLine.objects.filter(code=code).exists():
            raise ServiceLineExists(field="name_en")
        last = ServiceLine.objects.aggregate(last=Max("position"))["last"] or 0
        added = ServiceLine.objects.create(code=code, name_en=name_en, name_nl=name_nl, position=last + 10)
        facts = {"code": code, "name": name_en}
        record(events.SERVICE_LINE_ADDED, subject=f"service_line:{code}", actor=actor, at=at, facts=facts)
        transaction.on_commit(queries.forget_service_lines, robust=True)
    return added
