"""The readers of the event books, in the order in which they look."""

READERS = [
    "tenants.readers.build_opened_clients",
    "motorblok.board.readers.clear_closed_clients",
    "motorblok.notify.readers.fill_inboxes",
    "motorblok.notify.addresses.tell_about_addresses",
    "motorblok.notify.readers.mail_about_accounts",
    "billing.readers.record_usage",
    "motorblok.config.billing_inbox.tell_about_billing",
    "motorblok.config.billing_mail.mail_about_billing",
    "motorblok.config.gateway_mail.mail_about_gateways",
]
