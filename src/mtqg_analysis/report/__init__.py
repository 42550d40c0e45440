"""Tables, charts and sentences as values; how they display; the exporters that read the executed notebook."""
