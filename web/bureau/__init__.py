"""The back office: what an editor or an admin of a region works with. One module per room, each with its ROUTES."""
