"""The views of an ecosystem: each chooses what of the graph a map shows, and says how to read it."""
