"""Benchmarks: figures with their setup, compared as ratios within one run. Never a test."""
