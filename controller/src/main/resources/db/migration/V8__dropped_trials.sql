-- What a race did without has no figures and needs none; it used to be counted among what was measured.

ALTER TABLE trials ADD COLUMN dropped BOOLEAN DEFAULT FALSE NOT NULL;

UPDATE trials SET measured = FALSE, dropped = TRUE WHERE measured AND result LIKE '%"status":"dropped"%';
