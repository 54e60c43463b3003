"""Reading tools that several rooms share: sentences, normalising, names, numbers, dates. One of each."""
