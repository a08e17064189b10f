"""What stands between the server and Django: how much is worked on at once, who waits, and who is told to come back."""
