"""A great many armed alarms, a part of which become due at one instant."""
