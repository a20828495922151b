"""The morning's contacts as a ranked worklist: what to do about each, why, by when, and what is missing."""
