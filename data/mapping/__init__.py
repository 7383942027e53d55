"""What the fields of a source mean: by its format, its headers and its cells, or as a person settled it."""
