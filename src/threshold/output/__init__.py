"""What everything that is written shares: whole files, words, escaping, tables."""
