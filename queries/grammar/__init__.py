"""The grammar of SPARQL 1.1 queries: what a text is made of, and where it leaves the grammar."""
