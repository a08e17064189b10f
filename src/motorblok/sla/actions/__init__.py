"""Every verb of the promises: calendars and agreements are drawn up and published, fired alarms are told."""

from motorblok.sla.actions.agreements import (
    AgreementExists,
    CalendarIsMissing,
    ServiceLineIsUnknown,
    create_agreement,
    publish_agreement_version,
)
from motorblok.sla.actions.amending import amend_open_clocks, amend_reopened
from motorblok.sla.actions.calendars import (
    CalendarExists,
    CalendarIsConfirmed,
    confirm_calendar,
    create_calendar,
    publish_calendar_version,
)
from motorblok.sla.actions.copying import copy_agreement
from motorblok.sla.actions.days_off import add_holidays
from motorblok.sla.actions.telling import tell_fired

__all__ = [
    "AgreementExists",
    "CalendarExists",
    "CalendarIsConfirmed",
    "CalendarIsMissing",
    "ServiceLineIsUnknown",
    "add_holidays",
    "amend_open_clocks",
    "amend_reopened",
    "confirm_calendar",
    "copy_agreement",
    "create_agreement",
    "create_calendar",
    "publish_agreement_version",
    "publish_calendar_version",
    "tell_fired",
]
