"""The command line: one small file for each command; each parses, calls, prints and returns."""
