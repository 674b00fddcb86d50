"""The SQL of the room, a file for each thing it keeps."""
