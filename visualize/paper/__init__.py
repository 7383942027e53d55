"""Maps on paper, without a browser: a sheet is composed once, then painted as SVG, PDF or PNG."""
