"""Starts and stops what Motorblok runs on one machine: its servers and its processes."""
