"""Wires everything; nobody imports it."""

from motorblok.config.celery import app as celery_app

__all__ = ["celery_app"]
