# titre : Vider un graphe
# title: Empty a graph
# Asked by graph/publishing.py, which fills in the graph, an IRI between < and >.
CLEAR SILENT GRAPH $graph
