"""How much an export may be: the one place where that is said. docs/exports.md tells it to users.

A small file may hold so much without more ado; what a large one may hold grows with its size, so that an
honest export of millions of rows passes and a few kilobytes never become gigabytes.
"""

MEGABYTE = 1024**2

MAX_COLUMNS = 16_384  # as many as a spreadsheet has
MAX_SHEET_ROWS = 1_048_576  # as many as one has too
MAX_CELLS = 25_000_000  # of a sheet
MAX_STRINGS = 10_000_000  # that the cells of a workbook share
MAX_MEMBERS = 5_000  # files that a workbook is made of
MAX_SWOLLEN = 1024 * MEGABYTE  # what all of them come to
MAX_RATIO = 200  # what is unpacked, by what it was packed into
MAX_TEXT = 256 * MEGABYTE  # of a sheet
MAX_LINE = 16 * MEGABYTE  # of a file of one JSON object a line
MAX_FOOTER = 8 * MEGABYTE  # of a Parquet file, in which its columns and their pieces are listed
MAX_PAGES = 500_000
MAX_DEPTH = 40

# Of a small file.
_FREE_TEXT = 64 * MEGABYTE
_FREE_CELLS = 5_000_000
_FREE_ROWS = 1_000_000
_FREE_PLACES = 10_000_000
_FREE_REPEATED = 2_000_000
# What each further byte of a file may bring.
_CELLS_A_BYTE, _REPEATED_A_BYTE, _ROWS_A_BYTE = 64, 16, 8


def most_text(size: int) -> int:
    """How many bytes of text a file of so many bytes may come to."""
    return max(_FREE_TEXT, MAX_RATIO * size)


def most_cells(size: int) -> int:
    """How many cells may be read from a file of so many bytes."""
    return max(_FREE_CELLS, _CELLS_A_BYTE * size)


def most_rows(size: int) -> int:
    """How many rows a file of so many bytes may have."""
    return max(_FREE_ROWS, _ROWS_A_BYTE * size)


def most_text_of_sheet(size: int) -> int:
    """How many bytes of text a sheet may come to, in a workbook of so many bytes."""
    return min(MAX_TEXT, most_text(size))


def most_places(size: int) -> int:
    """How many cells a sheet may reach over, filled or not."""
    return min(MAX_CELLS, most_places_in_all(size))


def most_places_in_all(size: int) -> int:
    """How many cells the sheets of a workbook may reach over together."""
    return max(_FREE_PLACES, _CELLS_A_BYTE * size)


def most_repeated(size: int) -> int:
    """How many cells of a sheet may be filled, where one that is written may stand for many."""
    return min(MAX_CELLS, max(_FREE_REPEATED, _REPEATED_A_BYTE * size))


def most_memory(size: int) -> int:
    """How many bytes of memory opening a workbook may take where nothing else tells what it comes to."""
    return 768 * MEGABYTE + 64 * size


def most_seconds(size: int) -> int:
    """How many seconds of computing that may take."""
    return 20 + size // (MEGABYTE // 4)
