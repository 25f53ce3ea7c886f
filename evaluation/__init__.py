"""What Warmline found against what people labelled: the figures a customer can hold us to."""
