"""The timeline by column: entries, episodes and facts, as `semantics.timeline` reads them."""
