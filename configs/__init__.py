"""Settings, phrases and weights: every threshold has its place and its reason here, none in the code."""
