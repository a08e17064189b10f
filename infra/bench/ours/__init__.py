"""The product as it is measured: its data, its calls and the questions that it is asked directly."""
