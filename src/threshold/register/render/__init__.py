"""What the register prints: lists, entries, histories and counts."""
