"""What we ask: one SPARQL file a question."""
