"""The template that is in force: kept in the database by migrate, so that old and new processes build the same schemas."""

from datetime import datetime

from django.db import transaction

from motorblok.kernel import schema
from tenants import phases, planning
from tenants.models import SchemaTemplate
from tenants.standing import applied_in
from tenants.template import Template, template, template_at

_read: dict[str, Template] = {}


def in_force() -> Template:
    """What a client's schema is made of now: what the last migrate kept, also where this release knows more, or less.

    Before the first migrate that keeps one, it is the template of this release. Needs the owner login.
    """
    with schema.entered(schema.PUBLIC):
        fingerprint = SchemaTemplate.objects.values_list("fingerprint", flat=True).first()
        if fingerprint is None:
            return template()
        if fingerprint not in _read:
            row = SchemaTemplate.objects.get()
            _read[row.fingerprint] = _template_of(row)
            fingerprint = row.fingerprint
    return _read[fingerprint]


def keep(*, at: datetime) -> None:
    """Let new clients have what the public schema has had by now; a template of a newer release stays. Needs the owner login."""
    with schema.entered(schema.PUBLIC):
        plan = planning.plan()
        if _is_newer(plan):
            return
        waiting = phases.split(plan.migrations, had=applied_in(schema.PUBLIC)).waiting
        made = template_at(frozenset(plan.keys) - {planning.key_of(each) for each in waiting})
        with transaction.atomic():
            SchemaTemplate.objects.exclude(fingerprint=made.fingerprint).delete()
            SchemaTemplate.objects.update_or_create(
                fingerprint=made.fingerprint, defaults=_row_of(made, at=at)
            )


def _is_newer(plan: planning.Plan) -> bool:
    kept = SchemaTemplate.objects.values_list("keys", flat=True).first() or []
    return any(tuple(key) not in plan.keys for key in kept)


def _row_of(made: Template, *, at: datetime) -> dict[str, object]:
    keys = [list(key) for key in made.keys]
    return {"statements": list(made.statements), "keys": keys, "shape": sorted(made.shape), "kept_at": at}


def _template_of(row: SchemaTemplate) -> Template:
    keys = tuple((app, name) for app, name in row.keys)
    return Template(tuple(row.statements), keys, row.fingerprint, frozenset(row.shape))
