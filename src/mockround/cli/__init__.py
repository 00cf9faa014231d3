"""The command line: parses words, calls use cases, prints."""
