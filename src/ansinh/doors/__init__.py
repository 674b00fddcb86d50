"""The pages and endpoints, one room per actor; they compose rooms and own no rule."""
