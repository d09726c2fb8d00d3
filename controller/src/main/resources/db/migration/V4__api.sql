-- Who may ask, and what was answered.

CREATE TABLE tokens (
  name       VARCHAR(64) PRIMARY KEY,
  role       VARCHAR(16) NOT NULL,
  hash       CHAR(64) NOT NULL UNIQUE,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP(3) WITH TIME ZONE
);

-- An answer is kept so that the same request, sent again, gets it again and does nothing twice.
-- Without a status it is not known yet.
CREATE TABLE answers (
  caller     VARCHAR(64) NOT NULL,
  request_key VARCHAR(128) NOT NULL,
  request    CHAR(64) NOT NULL,
  begun_by   VARCHAR(16) NOT NULL,
  begun_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  status     INTEGER,
  body       ${text},
  PRIMARY KEY (caller, request_key)
);

CREATE INDEX answers_by_age ON answers (begun_at);
