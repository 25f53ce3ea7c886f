"""The order of the work: the stages of one call, and the Prefect flows of a night."""
