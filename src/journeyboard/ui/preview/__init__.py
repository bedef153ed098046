"""The Preview page: how a journey's messages look, read and land; a new view goes into `views`."""
