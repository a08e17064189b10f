"""The library's name for what our migrate does, so that nobody runs the slow one by habit."""

from tenants.management.commands.migrate import Command

__all__ = ["Command"]
