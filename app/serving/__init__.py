"""The SPARQL endpoint and its pages over HTTP, on this machine only unless told otherwise."""
