"""What an administrator sees of a running Motorblok: its log lines, its errors, its figures, and what stands wrong with it."""
