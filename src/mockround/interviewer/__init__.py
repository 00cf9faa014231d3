"""A move becomes words."""
