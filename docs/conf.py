"""The project's pages and the reference of its package as one site: `python run.py docs`.

The source folder is the project itself, so that the pages' links to each other and to files work here as they do in a
folder or on a code host. Nothing is loaded from elsewhere: the theme brings its styles, and the fonts are the reader's.
"""

from mtqg_analysis import __version__

project, author, copyright = "mtqg_analysis", "The mtqg_analysis authors", "The mtqg_analysis authors, MIT"
release = __version__
language = "vi"
root_doc = "docs/index"
include_patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "docs/*.md"]
exclude_patterns = [".*", "build", "reports", "src", "tests", "notebooks"]  # folders that need not be searched
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 6
default_role = "code"  # docstrings mark code with single backticks
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
add_module_names = False
maximum_signature_line_length = 100
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
html_theme = "furo"
html_title = f"mtqg_analysis {release}"
html_extra_path = ["start"]
