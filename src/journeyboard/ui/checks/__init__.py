"""The Checks page: Everything unfinished, unwise or not allowed about a journey, with its source."""
