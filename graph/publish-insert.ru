# titre : Ajouter des triplets à un graphe
# title: Add triples to a graph
# Asked by graph/publishing.py, which fills in the graph, an IRI between < and >, and triples in N-Triples. Not
# INSERT DATA, in which Virtuoso takes no blank node.
INSERT {
  GRAPH $graph {
$triples
  }
}
WHERE {}
