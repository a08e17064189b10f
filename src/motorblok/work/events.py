"""What can happen to a task, as its event kinds."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.billable import FIELD as BILLABLE
from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

RECEIVED = Kind(
    "work.task.received",
    _("%(actor)s asked for “%(title)s”, received as %(number)s"),
    Audience.CLIENT,
    facts=("number", "service_line", "level", "priority", "internal", "requester", "promises", BILLABLE),
    private=("title", "description"),
    version=2,
)
ASSIGNED = Kind(
    "work.task.assigned",
    _("%(actor)s assigned %(number)s to %(assignee_name)s"),
    Audience.INTERNAL,
    facts=("number", "assignee"),
    private=("assignee_name",),
)
RELEASED = Kind(
    "work.task.released",
    _("%(actor)s laid %(number)s back for anybody to take"),
    Audience.INTERNAL,
    facts=("number",),
)
TAKEN = Kind(
    "work.task.taken",
    _("%(actor)s took %(number)s in hand"),
    Audience.CLIENT,
    facts=("number",),
)
RESOLVED = Kind(
    "work.task.resolved",
    _("%(actor)s resolved %(number)s: %(answer)s"),
    Audience.CLIENT,
    facts=("number", BILLABLE),
    private=("answer",),
    version=2,
)

HANDED_OVER = Kind(
    "work.task.handed_over",
    _("%(actor)s handed %(number)s over to %(to_name)s: %(note)s"),
    Audience.INTERNAL,
    facts=("number", "to"),
    private=("to_name", "note"),
)
# The priority is named in both languages among the facts, and each language's sentence takes its own.
PRIORITISED = Kind(
    "work.task.prioritised",
    _("%(actor)s changed the priority of %(number)s from %(was_en)s to %(priority_en)s"),
    Audience.CLIENT,
    facts=(
        *("number", "was", "was_en", "was_nl", "priority", "priority_en", "priority_nl"),
        *("level_was", "level", "promises"),
    ),
    private=("reason",),
)
REPLIED = Kind(
    "work.task.replied",
    _("%(actor)s wrote to the client about %(number)s"),
    Audience.CLIENT,
    facts=("number",),
    private=("text",),
)
CLIENT_REPLIED = Kind(
    "work.task.client_replied",
    _("%(actor)s wrote about %(number)s"),
    Audience.CLIENT,
    facts=("number", "reason", BILLABLE),
    private=("text",),
    version=2,
)
NOTED = Kind(
    "work.task.noted",
    _("%(actor)s made a note on %(number)s"),
    Audience.INTERNAL,
    facts=("number",),
    private=("text",),
)
WAITED_FOR_CLIENT = Kind(
    "work.task.waited_for_client",
    _("%(actor)s asked the client a question about %(number)s and waits for the answer"),
    Audience.CLIENT,
    facts=("number", "reason", "party"),
    private=("question",),
)
WAITED_FOR_THIRD_PARTY = Kind(
    "work.task.waited_for_third_party",
    _("%(actor)s waits with %(number)s for a third party: %(whom)s"),
    Audience.CLIENT,
    facts=("number", "reason", "party"),
    private=("whom",),
)
RESUMED = Kind(
    "work.task.resumed",
    _("%(actor)s went on with %(number)s"),
    Audience.CLIENT,
    facts=("number", "reason"),
)
REOPENED = Kind(
    "work.task.reopened",
    _("%(actor)s reopened %(number)s: %(reason)s"),
    Audience.CLIENT,
    facts=("number", BILLABLE),
    private=("reason",),
    version=2,
)
CANCELLED = Kind(
    "work.task.cancelled",
    _("%(actor)s cancelled %(number)s: %(reason)s"),
    Audience.CLIENT,
    facts=("number",),
    private=("reason",),
)
# Who worked how long on what is for colleagues; what it costs a client, the bill says.
TIME_BOOKED = Kind(
    "work.task.time_booked",
    _("%(actor)s booked %(hours)s h on %(number)s, worked on %(worked_on)s"),
    Audience.INTERNAL,
    facts=("number", "entry", "seconds", "hours", "worked_on", BILLABLE),
    private=("note",),
)
TIME_TAKEN_BACK = Kind(
    "work.task.time_taken_back",
    _("%(actor)s took back %(hours)s h on %(number)s, worked on %(worked_on)s: %(reason)s"),
    Audience.INTERNAL,
    facts=("number", "entry", "seconds", "hours", "worked_on", BILLABLE),
    private=("reason",),
)
# That a client's later entries are gone is for the client to read, too.
NUMBERS_SKIPPED = Kind(
    "work.numbers.skipped",
    _("%(actor)s restored the data to what it was at %(restored_to)s; %(count)s numbers were left out"),
    Audience.CLIENT,
    facts=("count", "restored_to"),
)

register(
    *(
        RECEIVED,
        ASSIGNED,
        RELEASED,
        TAKEN,
        RESOLVED,
        HANDED_OVER,
        PRIORITISED,
        REPLIED,
        CLIENT_REPLIED,
        NOTED,
    ),
    *(WAITED_FOR_CLIENT, WAITED_FOR_THIRD_PARTY, RESUMED, REOPENED, CANCELLED),
    *(TIME_BOOKED, TIME_TAKEN_BACK, NUMBERS_SKIPPED),
)
