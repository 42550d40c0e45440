"""Sentences and drafts with known claims, and how well `mtqg claims` finds and judges them."""
