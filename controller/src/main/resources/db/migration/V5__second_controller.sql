-- Who drives when there are several controllers, and what each must be able to do alone.

-- Each time another takes over the term grows; what one writes who drove before is refused by it.
CREATE TABLE leadership (
  name    VARCHAR(16) PRIMARY KEY,
  term    BIGINT NOT NULL,
  address VARCHAR(300) NOT NULL
);

INSERT INTO leadership (name, term, address) VALUES ('driver', 0, '');

-- Artifacts for controllers that do not have the files: as they are, and as they travel, in parts.
CREATE TABLE artifact_parts (
  digest  CHAR(64) NOT NULL,
  form    VARCHAR(8) NOT NULL,
  part    INTEGER NOT NULL,
  content ${bytes} NOT NULL,
  PRIMARY KEY (digest, form, part)
);
