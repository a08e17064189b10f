"""Views of the workboard under a name: save, rename, move, remove, and bring back what was removed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.records import record_in
from motorblok.accounts.actions.standing import locked_person
from motorblok.accounts.events import (
    VIEW_MOVED,
    VIEW_REMOVED,
    VIEW_RENAMED,
    VIEW_RESTORED,
    VIEW_SAVED,
)
from motorblok.accounts.models import Person, SavedView, StaffRole
from motorblok.audit.queries import Entry, history
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid, NotFound

NAME_LENGTH, QUERY_LENGTH, MOST = 60, 1000, 40
SHARERS = frozenset({StaffRole.OWNER, StaffRole.LEAD})


class ViewNameIsTaken(DomainError):
    """Two views of one person would have the same name."""

    code = "view-name-is-taken"
    words = _("You have a view of that name already. Choose another name.")


class TooManyViews(DomainError):
    """Nobody finds anything among so many."""

    code = "too-many-views"
    words = _("You have forty views. Remove one before you save another.")


@transaction.atomic
def save_view(
    person_id: UUID,
    *,
    name: str,
    query: str,
    is_shared: bool = False,
    actor: Actor,
    at: datetime,
) -> SavedView:
    """Keep what the workboard is asked, under a name, at the end of the person's list.

    Only owners and leads share. Raises NotFound, Invalid, ViewNameIsTaken, TooManyViews.
    """
    person = _staff(person_id)
    name = _checked_name(name)
    if len(query) > QUERY_LENGTH or "\x00" in query:
        raise Invalid(_("This view asks for too much to be kept."), field="query")
    _must_have_room(person, name=name, is_shared=is_shared)
    last = SavedView.objects.filter(owner=person).aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    view = SavedView.objects.create(owner=person, name=name, query=query, is_shared=is_shared, position=place)
    # What was searched for is free text, and may be somebody's name.
    facts, private = {"shared": is_shared}, {"name": name, "query": query}
    record_in(None, VIEW_SAVED, subject=view.subject, actor=actor, at=at, facts=facts, private=private)
    return view


@transaction.atomic
def rename_view(view_id: UUID, *, person_id: UUID, name: str, actor: Actor, at: datetime) -> SavedView:
    """Give a view another name: an own one, or as an owner a shared one. Raises NotFound, Invalid, ViewNameIsTaken."""
    view, name = _changeable(view_id, person_id), _checked_name(name)
    if name != view.name:
        _must_be_free(view.owner_id, name)
    view.name = name
    view.save(update_fields=["name"])
    record_in(None, VIEW_RENAMED, subject=view.subject, actor=actor, at=at, private={"name": name})
    return view


@transaction.atomic
def move_view(view_id: UUID, *, person_id: UUID, position: int, actor: Actor, at: datetime) -> SavedView:
    """Put one of the person's own views at a position (0 is the first); the others make room. Raises NotFound."""
    view = _own(view_id, person_id)
    others = list(SavedView.objects.filter(owner_id=person_id).exclude(pk=view_id).order_by("position", "id"))
    others.insert(max(0, position), view)
    for place, each in enumerate(others):
        each.position = place
    SavedView.objects.bulk_update(others, ["position"])
    facts = {"position": view.position}
    record_in(
        None, VIEW_MOVED, subject=view.subject, actor=actor, at=at, facts=facts, private={"name": view.name}
    )
    return view


@transaction.atomic
def remove_view(view_id: UUID, *, person_id: UUID, actor: Actor, at: datetime) -> SavedView:
    """Forget a view: an own one, or as an owner a shared one. `restore_view` brings it back. Raises NotFound."""
    view = _changeable(view_id, person_id)
    SavedView.objects.filter(pk=view_id).delete()
    facts = {"owner": str(view.owner_id), "shared": view.is_shared, "position": view.position}
    private = {"name": view.name, "query": view.query}
    record_in(None, VIEW_REMOVED, subject=view.subject, actor=actor, at=at, facts=facts, private=private)
    return view


@transaction.atomic
def restore_view(view_id: UUID, *, person_id: UUID, actor: Actor, at: datetime) -> SavedView:
    """Bring a removed view back as it was: whose it was, shared or not, in its place. One that is there stays as it is.

    By whoever may remove it. Raises NotFound, Invalid where its owner may not share any more, ViewNameIsTaken, TooManyViews.
    """
    person = _staff(person_id)
    if SavedView.objects.filter(pk=view_id).exists():
        return _changeable(view_id, person_id)
    removed = _removal_of(view_id)
    facts, private = removed.facts, removed.private
    if facts["owner"] != str(person_id) and not (facts["shared"] and person.role == StaffRole.OWNER):
        raise NotFound
    owner = _staff(UUID(facts["owner"]))
    _must_have_room(owner, name=private["name"], is_shared=facts["shared"])
    SavedView.objects.filter(owner=owner, position__gte=facts["position"]).update(position=F("position") + 1)
    view = SavedView.objects.create(
        id=view_id,
        owner=owner,
        name=private["name"],
        query=private["query"],
        is_shared=facts["shared"],
        position=facts["position"],
    )
    facts, private = {"owner": str(owner.pk)}, {"name": view.name}
    record_in(None, VIEW_RESTORED, subject=view.subject, actor=actor, at=at, facts=facts, private=private)
    return view


def _removal_of(view_id: UUID) -> Entry:
    """What the book tells of its removal. Raises NotFound, also where the words were erased since."""
    with schema.entered(schema.PUBLIC):
        told = [each for each in history(f"view:{view_id}") if each.kind == VIEW_REMOVED]
    if told and {"name", "query"} <= set(told[-1].private):
        return told[-1]
    raise NotFound


def _staff(person_id: UUID) -> Person:
    # Under its lock, so that two views saved at once get two places.
    person = locked_person(person_id)
    if not person.is_staff_member:
        raise NotFound
    return person


def _own(view_id: UUID, person_id: UUID) -> SavedView:
    _staff(person_id)
    if view := SavedView.objects.filter(pk=view_id, owner_id=person_id).first():
        return view
    raise NotFound


def _changeable(view_id: UUID, person_id: UUID) -> SavedView:
    person, view = _staff(person_id), SavedView.objects.filter(pk=view_id).first()
    if view and (view.owner_id == person_id or (view.is_shared and person.role == StaffRole.OWNER)):
        return view
    raise NotFound


def _checked_name(name: str) -> str:
    if not (name := name.strip()) or "\x00" in name:
        raise Invalid(_("Give the view a name."), field="name")
    if len(name) > NAME_LENGTH:
        raise Invalid(_("Use at most 60 characters for the name."), field="name")
    return name


def _must_have_room(person: Person, *, name: str, is_shared: bool) -> None:
    if is_shared and person.role not in SHARERS:
        raise Invalid(_("Only an owner or a lead can share a view."), field="is_shared")
    _must_be_free(person.pk, name)
    if SavedView.objects.filter(owner=person).count() >= MOST:
        raise TooManyViews


def _must_be_free(person_id: UUID, name: str) -> None:
    if SavedView.objects.filter(owner_id=person_id, name=name).exists():
        raise ViewNameIsTaken
