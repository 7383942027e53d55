"""What a graph says of itself."""

from rdflib import Dataset, Literal

from ..ontology.terms import MAI


def is_fictional(dataset: Dataset) -> bool:
    """Tell whether a source document of the graph says that its facts are made up (`mai:fictional`)."""
    return (None, MAI.fictional, Literal(True)) in dataset
