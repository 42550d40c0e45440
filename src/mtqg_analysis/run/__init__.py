"""Making reports: parameters checked, one notebook executed, its formats exported, a manifest written."""
