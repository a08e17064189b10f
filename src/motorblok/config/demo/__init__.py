"""A small provider to look at: five staff, four clients, a day's tasks, all made by the verbs that people use."""
