"""A provider to look at: nine staff, eight clients and ninety days of work, all made by the verbs that people use."""
