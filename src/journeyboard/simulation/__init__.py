"""The simulation room: the behaviour model, the compiled engine, runs, their truth, and what is asked of them.

`behaviour` (the model's numbers) · `dice` (keyed randomness) · `program` with `settings`, `codes`,
`clocks`, `passengers`, `texts`, `world`, `remembered` (a flight compiled to arrays) · `circumstances`,
`season`, `capacity` (limits and seasons) · `kernel/` (the loop) · `lives`, `sums`, `truth` (what would
have been) · `sections`, `part`, `buffers`, `segments` (a part flown) · `logbook`, `writer`, `tables`,
`arrow`, `files` (and written) · `run` (simulate) · `results` (Run) · `preview` (a run of one) · `trial`
(designs flown in memory) · `step_counts`, `step_changes` (figures while drawing) · `tracing/` (one
customer) · `comparing/` (two designs, other assumptions) · `calibration/` (the model from a log) ·
`searching/` (a better design).
"""
