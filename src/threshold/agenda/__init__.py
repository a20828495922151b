"""What is due, by whom and how it stands: from decisions or a whole export; as a table and a calendar."""
