"""Every verb of billing, by subject; the only place that saves."""
