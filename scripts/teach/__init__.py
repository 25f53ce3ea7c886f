"""Teaching the network of the markers; for scripts/train_markers.py."""
