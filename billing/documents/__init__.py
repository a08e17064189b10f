"""An invoice on paper and as data, and the bank's answer to it: pure functions over frozen values; no tables, no clock."""
