"""The desk: what people see of calls in their browser, and what programs fetch."""
