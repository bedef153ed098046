"""The executable specification of the simulation: one customer's life, event by event, in plain Python.

The rooms are those of the kernel: `dice`, `numbers` (the behaviour model), `customer` (who flies),
`known` (what a flight may look at), `record` (what a life remembers), `hazard`, `world`,
`conditions`, `tokens`, `content`, `sending`, `reading`, `steps` (one function for each node kind),
`entries` and `life` (the loop). Times are whole seconds
since the start of the run, money is whole cents, message cost is millionths of the currency.
"""
