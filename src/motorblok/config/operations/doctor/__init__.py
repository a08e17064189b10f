"""Looks a deployment over: each check is one function that says in one line how something stands and what to do."""
