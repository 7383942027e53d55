"""One reader a format: each turns files into a `RawSource`."""
