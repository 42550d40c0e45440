"""Texts that a terminal or a program would obey and not show; with each, a part of it as it is to be read."""

OBEYED_TEXTS = {
    "\x1b]0;tên\x07": "␛]0;tên␇",  # renames the window
    "\x1b]2;tên\x1b\\": "␛]2;tên␛\\",
    "\x1b]52;c;cm0gLXJm\x07": "␛]52;c;",  # fills the clipboard
    "\x1b]8;;https://evil.example\x07bấm\x1b]8;;\x07": "␛]8;;https",  # links
    "\x1b[2J": "␛[2J",  # clears the screen
    "\x1b[1A\x1b[2K": "␛[1A␛[2K",  # goes back over the line above
    "\x1b[?1049h": "␛[?1049h",  # another screen
    "\x1b[31m": "␛[31m",
    "\x1b[8m": "␛[8m",  # hides what follows
    "\x1bP1$r0m\x1b\\": "␛P1$r",  # a control string
    "\x1b_Gf=100\x1b\\": "␛_Gf",  # a picture
    "\x1bc": "␛c",  # resets the terminal
    "\x9b2J": "‹U+009B›2J",  # the same with the controls of eight bits
    "\x9d0;tên\x9c": "‹U+009D›0;tên",
    "tốt\rxấu": "tốt␍xấu",  # overwrites the line
    "tốt\b\b\bxấu": "tốt␈␈␈xấu",
    "\x00\x07\x0b\x0c\x0e\x7f": "␀␇␋␌␎‹U+007F›",
    "bao-cao\u202excod.exe": "‹U+202E›xcod.exe",  # reads from right to left
    "\u2066a\u2069\u2067b\u2069": "‹U+2066›a‹U+2069›‹U+2067›b",
    "\u200ea\u200fb\u061c": "‹U+200E›a‹U+200F›b‹U+061C›",
    "Hữu\u200bLũng\ufeff\u2060": "Hữu‹U+200B›Lũng‹U+FEFF›‹U+2060›",
    "a\u2028b\u2029c": "a‹U+2028›b‹U+2029›c",
    "\U000e0041\U000e0042": "‹U+E0041›‹U+E0042›",  # letters that nobody sees
    "\udcc3\udca1": "‹U+DCC3›‹U+DCA1›",  # bytes of a name that is no UTF-8
}
