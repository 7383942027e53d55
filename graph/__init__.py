"""What we build and measure: tables to RDF, RDF to networks, networks to figures."""
