"""How the nights went, for operators: summaries and what could not be analysed. No call is opened here."""
