"""Who collects the money: gateways behind one port. What is owed is decided elsewhere; a gateway only carries it."""
