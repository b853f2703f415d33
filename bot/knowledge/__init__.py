"""The edge to the knowledge folder: YAML bytes in, snapshots out."""
