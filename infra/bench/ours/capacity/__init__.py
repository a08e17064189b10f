"""What a client, and a task of it, take of a machine: measured in the database itself, to reckon with."""
