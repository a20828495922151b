"""Names that no pack takes as its prefix or for a group of facts: what else stands at the head of a case."""

from threshold.vocabulary.counted import GROUPS_OF_COUNTS

# The keys of a case file that are no groups of facts, whatever the vocabulary.
FRAME = ("case", "about", "family", "as_at", "covers", "overrides", "timeline", "expect")
# Those that state a fact at the head of the file, without its group.
STATED_AT_THE_HEAD = ("age", "born_month")
RESERVED = (*FRAME, *STATED_AT_THE_HEAD, *GROUPS_OF_COUNTS)
