"""Rows and cells of any file into events and facts."""
