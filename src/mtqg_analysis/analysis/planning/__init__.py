"""What a five-year plan can be held against: capacity, stock and flow, uncertainty, coherence, counterpart money."""
