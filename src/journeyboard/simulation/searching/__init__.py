"""The search for a better design: `search` halves a field of designs, `searched` is what comes of it, `worth` is what is sought."""
