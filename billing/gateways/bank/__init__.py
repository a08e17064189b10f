"""Payment by bank transfer: what is issued is our own paper, and money is seen on statements."""
