-- Clients, codes and tokens are kept by the room `provider` now. What is dropped lived ten minutes at the most; clients register again at start.
DROP TABLE exchange.tokens;
DROP TABLE exchange.codes;
DROP TABLE exchange.clients;
