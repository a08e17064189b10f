"""What can happen in billing, as its event kinds, by subject."""
