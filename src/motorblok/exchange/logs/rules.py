"""What the lines of a log do to a task: the verbs that a map may give to an activity, and the rules between lines."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs.content import Part, refuse


class Verb(StrEnum):
    """What an activity of a log does to its task. NOTHING is passed over, as though the line were not there."""

    RECEIVE = "receive"
    TAKE = "take"
    REPLY = "reply"
    NOTE = "note"
    WAIT_FOR_CLIENT = "wait_for_client"
    WAIT_FOR_THIRD_PARTY = "wait_for_third_party"
    RESUME = "resume"
    PRIORITISE = "prioritise"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CANCEL = "cancel"
    NOTHING = "nothing"


ENDINGS = frozenset({Verb.RESOLVE, Verb.CANCEL})
WAITS = frozenset({Verb.WAIT_FOR_CLIENT, Verb.WAIT_FOR_THIRD_PARTY})

NEXT_LINE, ANY_LINE, CHANGE = "next_line", "any_line", "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one line does beyond its own verb, because of the lines before it.

    `resumes_at_next_line`: a wait ends with the task's next line. `reopens_by_any_line`: a line that ends nothing opens
    a task that was ended. `prioritises_by_change`: a priority or level other than in the line before is a new one.
    Where one of them is False, only a line whose activity says so does it. `final` are activities after which nothing
    opens the task again. `keeps_notes`: a line that can do nothing leaves a note.
    """

    resumes_at_next_line: bool = False
    reopens_by_any_line: bool = False
    prioritises_by_change: bool = False
    final: frozenset[str] = frozenset()
    keeps_notes: bool = False


def read_rules(content: Part, *, activities: Collection[str], keeps_notes: bool) -> Rules:
    """The rules of a map; a map may have none. Raises MapIsUnusable."""
    if "rules" not in content.values:
        return Rules(keeps_notes=keeps_notes)
    part = content.part("rules").only("resume", "reopen", "prioritise", "final")
    return Rules(
        resumes_at_next_line=_is(part, "resume", NEXT_LINE),
        reopens_by_any_line=_is(part, "reopen", ANY_LINE),
        prioritises_by_change=_is(part, "prioritise", CHANGE),
        final=_final(part, activities),
        keeps_notes=keeps_notes,
    )


def _is(part: Part, name: str, rule: str) -> bool:
    """Whether the rule is in force; `activity`, which is also meant where nothing is said, turns it off."""
    value = part.text(name, "activity")
    if value not in (rule, "activity"):
        raise refuse(part.at(name), _("write one of {choices}"), choices=f"{rule}, activity")
    return value == rule


def _final(part: Part, activities: Collection[str]) -> frozenset[str]:
    found = part.values.get("final", [])
    if not isinstance(found, list):
        raise refuse(part.at("final"), _("write a list"))
    for each in found:
        if each not in activities:
            raise refuse(part.at("final"), _("“{value}” is not among the activities"), value=each)
    return frozenset(found)
