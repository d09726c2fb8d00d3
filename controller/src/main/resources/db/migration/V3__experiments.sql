-- What was to be found out, and what came of it. The files of a run are the record; this is what can be asked.

CREATE TABLE experiments (
  id         VARCHAR(48) PRIMARY KEY,
  spec       ${text} NOT NULL,
  state      VARCHAR(16) NOT NULL,
  reason     VARCHAR,
  who        VARCHAR(200) NOT NULL,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  started_at TIMESTAMP(3) WITH TIME ZONE,
  ended_at   TIMESTAMP(3) WITH TIME ZONE
);

-- Numbered from 1 in the order of the spec; one that has not ended yet has no row.
CREATE TABLE trials (
  experiment VARCHAR(48) NOT NULL REFERENCES experiments (id),
  number     INTEGER NOT NULL,
  measured   BOOLEAN NOT NULL,
  result     VARCHAR NOT NULL,
  PRIMARY KEY (experiment, number)
);
