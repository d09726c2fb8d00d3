-- What telemetry comes to over time, and what makes room for it.

-- How far work has come that is done a little at a time, in the order of the numbers of records. Whoever does it holds
-- the row until it is committed, so that nobody else does the same.
CREATE TABLE progress (
  work  VARCHAR(32) PRIMARY KEY,
  up_to BIGINT NOT NULL
);

INSERT INTO progress (work, up_to) VALUES ('storing', 0), ('rolling up', 0);

-- What the records of a node come to in a minute, or in an hour: for each metric how many values, their sum, the least,
-- the greatest. They are added up as records come, however late.
CREATE TABLE telemetry_minutes (
  node    VARCHAR(64) NOT NULL,
  kind    VARCHAR(16) NOT NULL,
  at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  figures VARCHAR NOT NULL,
  PRIMARY KEY (node, kind, at)
);

CREATE INDEX telemetry_minutes_at ON telemetry_minutes (at);

CREATE TABLE telemetry_hours (
  node    VARCHAR(64) NOT NULL,
  kind    VARCHAR(16) NOT NULL,
  at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  figures VARCHAR NOT NULL,
  PRIMARY KEY (node, kind, at)
);

-- When records came, by the controller's clock: all up to that number before that time. Clocks of nodes lie.
CREATE TABLE arrivals (
  at    TIMESTAMP(3) WITH TIME ZONE PRIMARY KEY,
  up_to BIGINT NOT NULL
);
