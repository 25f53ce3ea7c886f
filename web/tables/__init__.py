"""Every table shown, as CSV for a spreadsheet and as Parquet for a program."""
