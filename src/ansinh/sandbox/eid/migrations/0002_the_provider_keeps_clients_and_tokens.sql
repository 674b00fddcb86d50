-- Clients, codes and tokens are kept by the room `provider` now. What is dropped lived five minutes at the most; clients register again at start.
DROP TABLE sandbox_eid.tokens;
DROP TABLE sandbox_eid.codes;
DROP TABLE sandbox_eid.clients;
