"""One client that is exported and restored: its data, and the commands in a process that tells what memory they took."""
