"""Networks: one file each, a manifest that names and verifies them, one place that makes ONNX sessions."""
