"""The Report page's parts: figures at a glance, lift and truth, messages, ways, and breakdowns."""
