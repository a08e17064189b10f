"""Measures Motorblok beside others in one run, so that the machine's noise falls on both (infra/docs/speed.md)."""
