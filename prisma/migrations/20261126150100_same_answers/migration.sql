-- Samples of a leaf that answer the same, but for case and blanks at the ends.
CREATE INDEX "Sample_answers" ON "Sample" ("leafId", md5(lower(btrim("answer", E' \t\r\n'))));
