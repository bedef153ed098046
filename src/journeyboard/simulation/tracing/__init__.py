"""One customer followed: `trace` is the way in, `moments` and `reasons` put a life into words, `ledger` says where an order came from."""
