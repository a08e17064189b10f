"""What clients pay for the work: plans, subscriptions, usage, invoices and what settles them; the product never imports it."""
