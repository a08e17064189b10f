"""What is owed for a period: pure functions from prices, usage and credits to lines; no tables, no settings, no clock."""
