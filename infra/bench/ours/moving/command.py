"""Runs one command of the product, and then prints the most memory (MB) that this process ever had."""

import sys
from resource import RUSAGE_SELF, getrusage

from django.core.management import call_command

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    call_command(name, *arguments)
    print(f"peak {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f}")
