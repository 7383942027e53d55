"""Maillage: a sourced knowledge graph of a territory's cooperations, its questions, measures and maps."""
