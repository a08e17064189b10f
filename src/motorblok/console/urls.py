"""The addresses of the console; a verb is a resource."""

from django.urls import include, path

from motorblok.console import bulk
from motorblok.console.addresses import address_check, address_removal, addresses, primary_address
from motorblok.console.agreements import agreement_page, agreement_version, new_agreement
from motorblok.console.assignments import assignment
from motorblok.console.billing_urls import urlpatterns as billing_urls
from motorblok.console.branding import (
    branding,
    branding_colour,
    branding_colour_removal,
    branding_logo,
    branding_logo_removal,
)
from motorblok.console.calendars import calendar_confirmation, calendar_version, new_calendar
from motorblok.console.changing import subscription_change, subscription_conditions
from motorblok.console.clause_urls import urlpatterns as clause_urls
from motorblok.console.client import client_page
from motorblok.console.client_list import clients
from motorblok.console.clients import new_client, provisioning
from motorblok.console.companies import company_list, company_page, new_company
from motorblok.console.contact import (
    contact,
    contact_deactivation,
    contact_invitation,
    contact_invitation_withdrawal,
    contact_role,
    contact_second_step_removal,
)
from motorblok.console.contacts import new_contact
from motorblok.console.copying import agreement_copy
from motorblok.console.debtors import client_billing, debtor_page
from motorblok.console.endings import cancellation
from motorblok.console.endings import reopening as task_reopening
from motorblok.console.exchange_rates import exchange_rate_list
from motorblok.console.first_agreement import onboarding_agreement
from motorblok.console.first_contacts import onboarding_contacts
from motorblok.console.first_staff import onboarding_staff
from motorblok.console.first_tasks import onboarding_tasks
from motorblok.console.gateway_urls import urlpatterns as gateway_urls
from motorblok.console.halting import (
    subscription_cancellation,
    subscription_continuation,
    subscription_pause,
    subscription_resumption,
)
from motorblok.console.handovers import handover
from motorblok.console.holidays import holidays
from motorblok.console.inbox import inbox, inbox_count, inbox_reading, inbox_unreading
from motorblok.console.keys import key_revocation, keys, new_key
from motorblok.console.mail import mail
from motorblok.console.messages import messages
from motorblok.console.money_urls import urlpatterns as money_urls
from motorblok.console.notes import notes
from motorblok.console.onboarding import (
    onboarding,
    onboarding_begin,
    onboarding_end,
    onboarding_finish,
    onboarding_invitations,
)
from motorblok.console.overview import overview
from motorblok.console.palette import palette
from motorblok.console.peek import peek
from motorblok.console.people import new_person, people
from motorblok.console.person import (
    person,
    person_deactivation,
    person_invitation,
    person_invitation_withdrawal,
    person_role,
    person_second_step_removal,
)
from motorblok.console.plans import (
    new_plan,
    plan_list,
    plan_offering,
    plan_page,
    plan_prices,
    plan_publication,
    plan_retirement,
)
from motorblok.console.posts import posts, withdrawal
from motorblok.console.priority import priority
from motorblok.console.receipts import client_new_task, new_task
from motorblok.console.releases import release
from motorblok.console.resolutions import resolution
from motorblok.console.second_step import second_step
from motorblok.console.settings import own_settings
from motorblok.console.standing import closing, reopening, suspension
from motorblok.console.standing_urls import urlpatterns as standing_urls
from motorblok.console.subscribing import new_subscription, subscription_start
from motorblok.console.subscriptions import subscription_list
from motorblok.console.takings import taking
from motorblok.console.tasks import task, task_news
from motorblok.console.team import team
from motorblok.console.time import time, time_correction
from motorblok.console.usage_urls import urlpatterns as usage_urls
from motorblok.console.vat_rates import vat_rate_list
from motorblok.console.views import saved_views, view_name, view_position, view_removal, view_restoration
from motorblok.console.waiting import resumption, third_party, waiting
from motorblok.console.workboard import workboard

app_name = "console"
urlpatterns = [
    path("", workboard, name="workboard"),
    path("board/taking/", bulk.taking, name="board-taking"),
    path("board/assignment/", bulk.assignment, name="board-assignment"),
    path("board/priority/", bulk.priority, name="board-priority"),
    path("board/resolution/", bulk.resolution, name="board-resolution"),
    path("board/waiting/", bulk.waiting, name="board-waiting"),
    path("board/resumption/", bulk.resumption, name="board-resumption"),
    path("board/cancellation/", bulk.cancellation, name="board-cancellation"),
    path("board/undo/", bulk.undo, name="board-undo"),
    path("palette/", palette, name="palette"),
    path("views/", saved_views, name="saved-views"),
    path("views/<uuid:view_id>/name/", view_name, name="view-name"),
    path("views/<uuid:view_id>/position/", view_position, name="view-position"),
    path("views/<uuid:view_id>/removal/", view_removal, name="view-removal"),
    path("views/<uuid:view_id>/restoration/", view_restoration, name="view-restoration"),
    path("tasks/new/", new_task, name="new-task"),
    path("clients/", clients, name="clients"),
    path("clients/new/", new_client, name="new-client"),
    path("clients/<slug:slug>/", client_page, name="client"),
    path("clients/<slug:slug>/onboarding/", onboarding, name="onboarding"),
    path("clients/<slug:slug>/onboarding/contacts/", onboarding_contacts, name="onboarding-contacts"),
    path("clients/<slug:slug>/onboarding/agreement/", onboarding_agreement, name="onboarding-agreement"),
    path("clients/<slug:slug>/onboarding/staff/", onboarding_staff, name="onboarding-staff"),
    path("clients/<slug:slug>/onboarding/tasks/", onboarding_tasks, name="onboarding-tasks"),
    path("clients/<slug:slug>/onboarding/finish/", onboarding_finish, name="onboarding-finish"),
    path(
        "clients/<slug:slug>/onboarding/invitations/", onboarding_invitations, name="onboarding-invitations"
    ),
    path("clients/<slug:slug>/onboarding/begin/", onboarding_begin, name="onboarding-begin"),
    path("clients/<slug:slug>/onboarding/end/", onboarding_end, name="onboarding-end"),
    path("clients/<slug:slug>/provisioning/", provisioning, name="provisioning"),
    path("clients/<slug:slug>/suspension/", suspension, name="suspension"),
    path("clients/<slug:slug>/reopening/", reopening, name="reopening"),
    path("clients/<slug:slug>/closing/", closing, name="closing"),
    path("clients/<slug:slug>/contacts/new/", new_contact, name="new-contact"),
    path("clients/<slug:slug>/contacts/<uuid:contact_id>/", contact, name="contact"),
    path("clients/<slug:slug>/contacts/<uuid:contact_id>/role/", contact_role, name="contact-role"),
    path(
        "clients/<slug:slug>/contacts/<uuid:contact_id>/deactivation/",
        contact_deactivation,
        name="contact-deactivation",
    ),
    path(
        "clients/<slug:slug>/contacts/<uuid:contact_id>/invitation/",
        contact_invitation,
        name="contact-invitation",
    ),
    path(
        "clients/<slug:slug>/contacts/<uuid:contact_id>/invitation/withdrawal/",
        contact_invitation_withdrawal,
        name="contact-invitation-withdrawal",
    ),
    path(
        "clients/<slug:slug>/contacts/<uuid:contact_id>/second-step/removal/",
        contact_second_step_removal,
        name="contact-second-step-removal",
    ),
    path("clients/<slug:slug>/staff/", posts, name="posts"),
    path("clients/<slug:slug>/staff/withdrawal/", withdrawal, name="withdrawal"),
    path("clients/<slug:slug>/agreement/", agreement_page, name="agreement"),
    path("clients/<slug:slug>/agreement/new/", new_agreement, name="new-agreement"),
    path(
        "clients/<slug:slug>/agreement/<uuid:agreement_id>/version/",
        agreement_version,
        name="agreement-version",
    ),
    path("clients/<slug:slug>/calendars/new/", new_calendar, name="new-calendar"),
    path(
        "clients/<slug:slug>/calendars/<uuid:calendar_id>/confirmation/",
        calendar_confirmation,
        name="calendar-confirmation",
    ),
    path(
        "clients/<slug:slug>/calendars/<uuid:calendar_id>/version/", calendar_version, name="calendar-version"
    ),
    path("clients/<slug:slug>/branding/", branding, name="branding"),
    path("clients/<slug:slug>/branding/colour/", branding_colour, name="branding-colour"),
    path(
        "clients/<slug:slug>/branding/colour/removal/",
        branding_colour_removal,
        name="branding-colour-removal",
    ),
    path("clients/<slug:slug>/branding/logo/", branding_logo, name="branding-logo"),
    path("clients/<slug:slug>/branding/logo/removal/", branding_logo_removal, name="branding-logo-removal"),
    path("clients/<slug:slug>/keys/", keys, name="keys"),
    path("clients/<slug:slug>/keys/new/", new_key, name="new-key"),
    path("clients/<slug:slug>/keys/<uuid:key_id>/revocation/", key_revocation, name="key-revocation"),
    path("clients/<slug:slug>/addresses/", addresses, name="addresses"),
    path("clients/<slug:slug>/addresses/primary/", primary_address, name="primary-address"),
    path("clients/<slug:slug>/addresses/check/", address_check, name="address-check"),
    path("clients/<slug:slug>/addresses/removal/", address_removal, name="address-removal"),
    path("clients/<slug:slug>/tasks/new/", client_new_task, name="client-new-task"),
    path("clients/<slug:slug>/tasks/<str:number>/", task, name="task"),
    path("clients/<slug:slug>/tasks/<str:number>/peek/", peek, name="peek"),
    path("clients/<slug:slug>/tasks/<str:number>/assignment/", assignment, name="assignment"),
    path("clients/<slug:slug>/tasks/<str:number>/taking/", taking, name="taking"),
    path("clients/<slug:slug>/tasks/<str:number>/release/", release, name="release"),
    path("clients/<slug:slug>/tasks/<str:number>/resolution/", resolution, name="resolution"),
    path("clients/<slug:slug>/tasks/<str:number>/news/", task_news, name="task-news"),
    path("clients/<slug:slug>/tasks/<str:number>/messages/", messages, name="messages"),
    path("clients/<slug:slug>/tasks/<str:number>/notes/", notes, name="notes"),
    path("clients/<slug:slug>/tasks/<str:number>/waiting/", waiting, name="waiting"),
    path("clients/<slug:slug>/tasks/<str:number>/waiting/third-party/", third_party, name="third-party"),
    path("clients/<slug:slug>/tasks/<str:number>/resumption/", resumption, name="resumption"),
    path("clients/<slug:slug>/tasks/<str:number>/handover/", handover, name="handover"),
    path("clients/<slug:slug>/tasks/<str:number>/priority/", priority, name="priority"),
    path("clients/<slug:slug>/tasks/<str:number>/time/", time, name="time"),
    path("clients/<slug:slug>/tasks/<str:number>/time/correction/", time_correction, name="time-correction"),
    path("clients/<slug:slug>/tasks/<str:number>/cancellation/", cancellation, name="cancellation"),
    path("clients/<slug:slug>/tasks/<str:number>/reopening/", task_reopening, name="task-reopening"),
    path("clients/<slug:slug>/billing/", client_billing, name="client-billing"),
    path("clients/<slug:slug>/billing/standing/", include(standing_urls)),
    path("clients/<slug:slug>/billing/money/", include(money_urls)),
    path("clients/<slug:slug>/billing/clauses/", include(clause_urls)),
    path("clients/<slug:slug>/billing/debtor/", debtor_page, name="debtor"),
    path("clients/<slug:slug>/billing/subscription/", new_subscription, name="new-subscription"),
    path("clients/<slug:slug>/billing/start/", subscription_start, name="subscription-start"),
    path("clients/<slug:slug>/billing/change/", subscription_change, name="subscription-change"),
    path("clients/<slug:slug>/billing/conditions/", subscription_conditions, name="subscription-conditions"),
    path("clients/<slug:slug>/billing/pause/", subscription_pause, name="subscription-pause"),
    path("clients/<slug:slug>/billing/resumption/", subscription_resumption, name="subscription-resumption"),
    path(
        "clients/<slug:slug>/billing/cancellation/",
        subscription_cancellation,
        name="subscription-cancellation",
    ),
    path(
        "clients/<slug:slug>/billing/continuation/",
        subscription_continuation,
        name="subscription-continuation",
    ),
    path("billing/", include(billing_urls)),
    path("billing/", include(usage_urls)),
    path("billing/gateways/", include(gateway_urls)),
    path("billing/subscriptions/", subscription_list, name="subscriptions"),
    path("billing/plans/", plan_list, name="plans"),
    path("billing/plans/new/", new_plan, name="new-plan"),
    path("billing/plans/<slug:code>/", plan_page, name="plan"),
    path("billing/plans/<slug:code>/prices/", plan_prices, name="plan-prices"),
    path("billing/plans/<slug:code>/publication/", plan_publication, name="plan-publication"),
    path("billing/plans/<slug:code>/offering/", plan_offering, name="plan-offering"),
    path("billing/plans/<slug:code>/retirement/", plan_retirement, name="plan-retirement"),
    path("billing/companies/", company_list, name="companies"),
    path("billing/companies/new/", new_company, name="new-company"),
    path("billing/companies/<uuid:company_id>/", company_page, name="company"),
    path("billing/vat-rates/", vat_rate_list, name="vat-rates"),
    path("billing/exchange-rates/", exchange_rate_list, name="exchange-rates"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/count/", inbox_count, name="inbox-count"),
    path("inbox/reading/", inbox_reading, name="inbox-reading"),
    path("inbox/unreading/", inbox_unreading, name="inbox-unreading"),
    path("agreements/copy/", agreement_copy, name="agreement-copy"),
    path("holidays/", holidays, name="holidays"),
    path("overview/", overview, name="overview"),
    path("team/", team, name="team"),
    path("people/", people, name="people"),
    path("people/new/", new_person, name="new-person"),
    path("people/second-step/", second_step, name="second-step"),
    path("people/<uuid:person_id>/", person, name="person"),
    path("people/<uuid:person_id>/role/", person_role, name="person-role"),
    path("people/<uuid:person_id>/deactivation/", person_deactivation, name="person-deactivation"),
    path("people/<uuid:person_id>/invitation/", person_invitation, name="person-invitation"),
    path(
        "people/<uuid:person_id>/invitation/withdrawal/",
        person_invitation_withdrawal,
        name="person-invitation-withdrawal",
    ),
    path(
        "people/<uuid:person_id>/second-step/removal/",
        person_second_step_removal,
        name="person-second-step-removal",
    ),
    path("mail/", mail, name="mail"),
    path("settings/", own_settings, name="settings"),
]
