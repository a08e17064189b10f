"""What clients pay for the work: plans, subscriptions, usage and invoices will stand here; the product never imports it."""
