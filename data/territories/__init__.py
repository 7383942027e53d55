"""The territories of France as INSEE lists them, and which of them a written name or code designates."""
