"""The ecosystem for other tools, one file a format: `exporting.export` writes one, tells what it leaves out.

============ ========================================= ======================================================
format       holds                                     leaves out (counted on stderr and in `left_out`)
============ ========================================= ======================================================
csv, xlsx    every cell of every table, as its own     nothing (in xlsx, a cell of 32,768 characters or more)
             file tells it
parquet      the same, typed                           a number of more digits than a double holds
trig, nq,    the built graph, named graphs and all     decisions (held through what they decide), the ids of
jsonld                                                 rows that describe what another row describes; which of
                                                       two passages of a document gives which of two spellings
turtle       the union of the named graphs             the same; which graph states a triple
kumu, gexf,  things, their cells, names,               challenges, objectives, lessons, leads, figures, a
graphml      classifications; ties; passages, doubts   funding without a funder, documents beyond their names
yeswiki      the same, one form a file                 the same, and the ids; HTML in a text is read as HTML
geojson      structures with coordinates               all the rest
pair         what PAIR has a term for, the passages    registers, amounts, roles of places, disputed links
             and doubts of things and participations
============ ========================================= ======================================================

People's contacts leave with none of them unless it is asked. Whatever comes back through `maillage import` is
recognised (`data/workspace/own_files.py`, the readers) and gives the same rows again, as
tests/graph/test_round_trips.py proves.
"""
