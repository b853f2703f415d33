"""The pure core: text in, values out. No file, socket, clock, environment or log."""
