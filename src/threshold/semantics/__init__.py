"""What rules mean: the one place where each part of the language has its meaning, for one case.

The batch carries the same meanings out on columns, in files of the same names.
"""
