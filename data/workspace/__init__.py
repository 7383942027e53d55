"""A network's folder: made, filled by imports, compared with what stood, and never half-written."""
