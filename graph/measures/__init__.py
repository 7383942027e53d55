"""What a network measures: each measure of `measures.toml`, how sure it is, and the sentences for it."""
