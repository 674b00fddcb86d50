"""The SQL of check-in, a file for each thing it keeps."""
