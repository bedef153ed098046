"""Charts: pure functions from results to Plotly figures, in the app's own colours."""
