"""The simulation room: the behaviour model, the compiled engine, runs and their truth.

`behaviour` (the model's numbers) · `dice` (keyed randomness) · `program` with `settings`, `codes`,
`clocks`, `passengers`, `texts`, `world` (a flight compiled to arrays) · `kernel/` (the loop) ·
`lives` and `truth` (what would have been) · `part`, `writer`, `segments` (a part flown and written) ·
`run` (simulate) · `results` (Run) · `preview` (a run of one).
"""
