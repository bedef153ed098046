"""The journey: node kinds, graph, brand, files, edits, and the questions asked of them."""
