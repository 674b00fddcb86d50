"""Where the objects meet: settings become a database, rooms become apps. Owns no rule."""
