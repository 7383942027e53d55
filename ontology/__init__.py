"""What exists: the ontology, its typologies, its alignments, its shapes."""
