"""Where things are: points, places, regions and spatial indexes. Has never heard of an offer."""
