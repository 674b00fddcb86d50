"""The page of a counter with a card reader, and the service that reception screens listen to; for this machine alone."""
