"""Who is who: rows that registers link, names that are only proposed, and what people decide of them."""
