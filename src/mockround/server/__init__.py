"""HTTP: pages, API, streams; translates, decides nothing."""
