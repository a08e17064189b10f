"""A plain installation of django-helpdesk to measure beside: its own settings, addresses and data."""
