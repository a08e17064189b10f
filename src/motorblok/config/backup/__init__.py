"""Backs a whole deployment up and restores it: base backups, and the write-ahead log that is kept between them."""
