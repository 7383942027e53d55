"""Networks too large to be read node by node, drawn as groups that open."""
