"""Files as they come: encodings, delimited text, records and workbooks, none of which may swell."""
