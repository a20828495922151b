"""A document's entries know where they begin and end."""

from threshold.layout.tree import Collection, documents, read, walk


def test_each_entry_stands_in_its_place() -> None:
    text = "a: 1\nb:\n  - {c: é,\n     d}\n  - >-\n    text\n"
    found = {
        entry.key or str(entry.value): (
            entry.line,
            entry.column,
            text[entry.start : entry.start + 2],
            len(above),
        )
        for entry, above in walk(read(text))
        if entry.key or not isinstance(entry.value, Collection)
    }
    assert found == {
        "a": (0, 0, "a:", 1),
        "b": (1, 0, "b:", 1),
        "c": (2, 5, "c:", 3),
        "d": (3, 5, "d}", 3),
        # An item stands where its dash does.
        "text": (4, 2, ">-", 2),
    }


def test_a_collection_knows_how_it_was_written() -> None:
    text = "a: [x, {}]\nb:\n- y\n"
    held = [entry.value for entry, _ in walk(read(text)) if isinstance(entry.value, Collection)]
    assert [(each.mapping, each.in_brackets, each.column) for each in held] == [
        (True, False, 0),
        (False, True, 3),
        (True, True, 7),
        (False, False, 0),
    ]
    assert text[held[1].start : held[1].end] == "[x, {}]"


def test_nothing_is_told_from_text() -> None:
    values = [entry.value for entry, _ in walk(read("[null, ~, 'null', \"\", none]"))][1:]
    assert values == [None, None, "null", "", "none"]
    assert read("# nothing").value is None


def test_documents_are_parted_with_what_belongs_to_them() -> None:
    assert documents("# a\n---\nb\n# c\n---\n# d\n--- e\n") == ["# a\n---\nb\n# c\n", "---\n# d\n", "--- e\n"]
    assert documents("") == [""]
