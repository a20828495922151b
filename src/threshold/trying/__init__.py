"""Two policies put to the same examples, cases, exports and recorded decisions: who comes out differently."""
