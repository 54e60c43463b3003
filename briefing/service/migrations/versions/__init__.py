"""One module for each revision, from the first."""
