"""One customer followed: `trace` is the way in, `moments`, `reasons` and `sender` put a life into words, `ledger` says where an order came from."""
