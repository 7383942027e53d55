"""RDF, GEXF and GraphML that reach outside themselves, swell, or stop short."""

import pytest

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
OUTSIDE = '<!ENTITY out SYSTEM "file:///etc/passwd">'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://ex.test/">{}</rdf:RDF>'
)
THING = '<rdf:Description rdf:about="http://ex.test/a"><e:name>{}</e:name></rdf:Description>'
GEXF = '<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph><nodes>{}</nodes></graph></gexf>'
GRAPHML_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
GRAPHML = f'<graphml xmlns="{GRAPHML_NAMESPACE}"><graph edgedefault="directed">{{}}</graph></graphml>'
LAUGHING = '<node id="&l9;"/>'
NODE = '<node id="a" label="{}"/>'
PAIR = "@prefix pair: <http://virtual-assembly.org/ontologies/pair#> .\n"

FILES = {
    "truncated.ttl": (f'{PAIR}<http://ex.test/a> a pair:Organization ; pair:label "Ess', "rdf.syntax"),
    "no-prefix.ttl": ("<http://ex.test/a> a pair:Organization .", "rdf.syntax"),
    "surrogate.ttl": (PAIR + r'<http://ex.test/a> pair:label "\ud83d" .', "rdf.syntax"),
    "nul.ttl": (f'{PAIR}<http://ex.test/a> pair:label "a" . \0', "rdf.syntax"),
    "cp1252.ttl": (f'{PAIR}<http://ex.test/a> pair:label "Élan" .'.encode("cp1252"), "rdf.syntax"),
    "nothing.ttl": ('<http://ex.test/a> <http://ex.test/b> "c" .', "rdf.nothing"),
    "imports.ttl": (
        "<http://ex.test/o> a <http://www.w3.org/2002/07/owl#Ontology> ; "
        "<http://www.w3.org/2002/07/owl#imports> <file:///etc/passwd> .",
        "rdf.nothing",
    ),
    "deep.ttl": ("<http://ex.test/a> <http://ex.test/b> " + "(" * 100_000, "rdf.syntax"),
    "broken.nq": ("<http://ex.test/a> <http://ex.test/b> .\n", "rdf.syntax"),
    "relative.nq": ('<a> <b> "c" .\n', "rdf.syntax"),
    "broken.trig": ("<http://ex.test/g> { <http://ex.test/a>", "rdf.syntax"),
    "remote.jsonld": (
        '{"@context": "http://ex.test/context.jsonld", "@id": "http://ex.test/a", "name": "Essai"}',
        "rdf.remote-context",
    ),
    "local.jsonld": (
        '{"@context": "file:///etc/passwd", "@id": "http://ex.test/a", "name": "E"}',
        "rdf.remote-context",
    ),
    "truncated.jsonld": ('{"@context": {"name": "http://ex.test/', "reading.json-syntax"),
    "deep.jsonld": ('{"@graph": ' + "[" * 100_000 + "]" * 100_000 + "}", "reading.json-deep"),
    "laughs.rdf": (f"<!DOCTYPE x [{LAUGHS}]>{RDF.format(THING.format('&l9;'))}", "rdf.entity"),
    "outside.rdf": (f"<!DOCTYPE x [{OUTSIDE}]>{RDF.format(THING.format('&out;'))}", "rdf.entity"),
    "truncated.rdf": (RDF.format(THING)[:-20], "rdf.syntax"),
    "laughs.gexf": (f"<!DOCTYPE x [{LAUGHS}]>{GEXF.format(NODE.format('&l9;'))}", "xml.doctype"),
    "outside.gexf": (f"<!DOCTYPE x [{OUTSIDE}]>{GEXF.format(NODE.format('&out;'))}", "xml.doctype"),
    "truncated.gexf": (GEXF.format(NODE.format("a"))[:-25], "xml.syntax"),
    "empty.gexf": (GEXF.format(""), "network.no-node"),
    "deep.gexf": (GEXF.format('<node id="a"><nodes>' * 20_000 + "</nodes></node>" * 20_000), "xml.deep"),
    "words.gexf": ("Nom;Ville", "xml.syntax"),
    "nul.gexf": (GEXF.format(NODE.format("a\0b")), "xml.syntax"),
    "laughs.graphml": (f"<!DOCTYPE x [{LAUGHS}]>{GRAPHML.format(LAUGHING)}", "xml.doctype"),
    "outside.graphml": (
        f'<!DOCTYPE x SYSTEM "http://ex.test/x.dtd" [{OUTSIDE}]>{GRAPHML.format("")}',
        "xml.doctype",
    ),
    "parameter.graphml": (
        f'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://ex.test/p.dtd"> %p;]>{GRAPHML.format("")}',
        "xml.doctype",
    ),
    "truncated.graphml": (GRAPHML.format('<node id="a"/>')[:-12], "xml.syntax"),
    "empty.graphml": (GRAPHML.format(""), "network.no-node"),
    "deep.graphml": (
        GRAPHML.format('<node id="a"><graph>' * 20_000 + "</graph></node>" * 20_000),
        "xml.deep",
    ),
    "undeclared.graphml": (GRAPHML.format('<node id="&a;"/>'), "xml.syntax"),
    "surrogate.graphml": (GRAPHML.format('<node id="&#xD800;"/>'), "xml.syntax"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_graph_that_cannot_be_read(name, tmp_path, refused):
    content, key = FILES[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert refused(tmp_path / name).key == key
