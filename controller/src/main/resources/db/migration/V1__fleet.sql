-- What a controller must not forget. Standard SQL, so that another database takes it too; only the name of
-- the type for long text differs between them.

CREATE TABLE nodes (
  id         VARCHAR(64) PRIMARY KEY,
  epoch      BIGINT NOT NULL,
  descriptor VARCHAR,
  reported   VARCHAR,
  labels     VARCHAR NOT NULL,
  last_seen  TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE desired_states (
  node  VARCHAR(64) PRIMARY KEY,
  state VARCHAR NOT NULL
);

CREATE TABLE artifacts (
  digest     CHAR(64) PRIMARY KEY,
  manifest   VARCHAR NOT NULL,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE rollouts (
  id         VARCHAR(128) PRIMARY KEY,
  spec       ${text} NOT NULL,
  state      ${text} NOT NULL,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE audit (
  rollout  VARCHAR(128) NOT NULL REFERENCES rollouts (id),
  seq      INTEGER NOT NULL,
  at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  who      VARCHAR(200) NOT NULL,
  what     VARCHAR(200) NOT NULL,
  why      VARCHAR NOT NULL,
  evidence ${text},
  PRIMARY KEY (rollout, seq)
);

-- The number gives readers an order to go on from; the rest of the key collapses duplicates.
CREATE TABLE telemetry (
  number  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node    VARCHAR(64) NOT NULL,
  epoch   BIGINT NOT NULL,
  seq     BIGINT NOT NULL,
  kind    VARCHAR(16) NOT NULL,
  at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  payload VARCHAR NOT NULL,
  UNIQUE (node, epoch, seq)
);

-- Every number up to up_to is stored or known to be lost; ahead lists the ranges stored after it.
CREATE TABLE marks (
  node    VARCHAR(64) NOT NULL,
  epoch   BIGINT NOT NULL,
  up_to   BIGINT NOT NULL,
  ahead   VARCHAR NOT NULL,
  dropped BIGINT NOT NULL,
  PRIMARY KEY (node, epoch)
);
