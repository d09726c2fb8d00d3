-- Files of experiments for controllers that did not run them: models above all, which take hours to make.

CREATE TABLE run_files (
  experiment VARCHAR(48) NOT NULL REFERENCES experiments (id),
  path       VARCHAR(200) NOT NULL,
  digest     CHAR(64) NOT NULL,
  PRIMARY KEY (experiment, path)
);

CREATE TABLE run_file_parts (
  experiment VARCHAR(48) NOT NULL,
  path       VARCHAR(200) NOT NULL,
  part       INTEGER NOT NULL,
  content    ${bytes} NOT NULL,
  PRIMARY KEY (experiment, path, part)
);
