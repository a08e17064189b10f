"""Questions that join tables or shape what they hold; each answers with frozen values."""
