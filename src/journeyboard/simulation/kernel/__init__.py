"""The compiled engine: one loop per customer over a program that is plain data (`life.fly`).

The modules read from the ground up: `inner`, `reference`, `compiler`, `cache` and `machine` (how it is
compiled, kept on disk and called; `engine` is the door for whoever flies), `layout` (memory), `ground`
(what a flight may look at), `deciding` (why, for a life that is followed), `pending` (what is to come),
`rows` (what has happened), `hazard` (when an order falls due), `conditions`, `world` (visits, carts,
orders) and `parcels` (what follows an order), `tokens` (who is where in which journey), `arrivals`
(planned entries), `handover` (the sender's queue), `sending`, `replies` (texts that customers send),
`reading`, `steps` (one function for each node kind) and `life` (the loop). Beside them stand `summing`
(what lives add to the sums of a part) and `columns` (rows as the columns of a table).
"""
