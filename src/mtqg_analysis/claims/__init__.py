"""Every number of a draft held against the data: what it says, and whether facts bear it out."""
