"""Files that arrive, step by step: retrieved, parsed, loaded, moved."""
