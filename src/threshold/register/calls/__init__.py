"""The log of calls to the consultation line: what an entry says of a call, and what follows it up."""
