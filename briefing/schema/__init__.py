"""The types that stages hand on to one another, pages are made of and files are read into; no stage is known here."""
