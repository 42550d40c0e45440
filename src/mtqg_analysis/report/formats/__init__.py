"""An executed notebook as HTML, PDF, Word and Excel: one reading of its displays, four writers."""
