"""Stripe behind the port: it carries the flat fees and collects; every sum, number and rate of VAT on it is ours."""
