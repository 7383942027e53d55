"""How rows become quads, quads a build, and builds are kept: dated copies, in force one at a time."""
