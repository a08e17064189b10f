"""The check that refuses a migration which would stop others from working: tried on PostgreSQL before it is run in earnest."""
