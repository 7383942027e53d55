"""The structures that have coordinates as GeoJSON, for QGIS, uMap or Leaflet.

Held: the cells of the structures with a latitude and a longitude. Nothing else: no tie, and none of the
structures without coordinates, which are counted.

References
----------
RFC 7946, The GeoJSON Format: https://www.rfc-editor.org/rfc/rfc7946 (WGS 84, longitude first)
"""

import json
from pathlib import Path
from typing import Any

from ...data.rows import Row
from ...messages import text
from ...ontology.terms import thing
from .cells import Cells
from .content import Content

FORMAT = "geojson"
_PLACE = ("latitude", "longitude")


def write(content: Content, path: Path) -> None:
    """Write a FeatureCollection to `path`, a Point a structure."""
    cells = Cells(content.tables)
    structures = content.gathered("structures")
    features = []
    for rows in structures.values():
        if feature := _feature(rows, cells):
            features.append(feature)
            for row in rows:
                content.ledger.keep(row)
    if len(features) < len(structures):
        unplaced = len(structures) - len(features)
        content.ledger.remarks.append(text("export.unplaced", count=unplaced, rows=len(structures)))
    collection = {"type": "FeatureCollection", "features": features}
    written = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    path.write_text(written, encoding="utf-8", newline="\n")


def _feature(rows: list[Row], cells: Cells) -> dict[str, Any] | None:
    """Return the Point of a structure that one row or several describe, None without coordinates."""
    words = [cells.words(row) for row in rows]
    place = next((row for row in rows if all(name in row.cells for name in _PLACE)), None)
    if place is None:
        return None
    first = rows[0]
    columns = dict.fromkeys(name for said in words for name in said if name not in _PLACE)
    return {
        "type": "Feature",
        "id": str(thing(first.table.segment, first.subject)),
        "geometry": {"type": "Point", "coordinates": [float(place.one(name)) for name in reversed(_PLACE)]},
        "properties": {
            name: " | ".join(dict.fromkeys(said[name] for said in words if name in said)) for name in columns
        },
    }
