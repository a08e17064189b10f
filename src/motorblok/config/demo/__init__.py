"""A provider to look at: ten staff, eight clients, ninety days of work and what it costs, all made by the verbs that people use."""
