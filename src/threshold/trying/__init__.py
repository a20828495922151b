"""Two policies put to the same examples, cases, exports and recorded decisions, and who comes out differently."""
