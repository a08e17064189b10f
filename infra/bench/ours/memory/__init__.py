"""Clients by the hundred, each with a little work: what one process keeps in memory after it has served all of them."""
