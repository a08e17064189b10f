"""The pretended gateway: the embedded default, with pages to pay on, a clock of its own and notices, and no real money."""
