"""Facts with provenance: their schema, how a dataset is read, queried and checked against itself."""
