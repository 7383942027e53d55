"""What answers a SPARQL text from a store: the store that is served, and the bodies of the answers."""
