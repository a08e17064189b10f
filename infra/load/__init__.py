"""Drives a whole deployment as two hundred people do, checks every answer, and writes down what it took."""
