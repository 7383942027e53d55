"""Any SPARQL 1.1 endpoint as something the runner can ask."""
