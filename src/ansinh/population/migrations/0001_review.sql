-- Cases for people to review, and what they decided.
CREATE SCHEMA population;
