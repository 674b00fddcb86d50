-- Whoever follows the history reads it by transaction.
CREATE INDEX history_by_transaction ON register.history (txid);
