-- Samples of a run are counted once for each statement that decides on many: one change of a counter for each sample made
-- a statement on n samples cost n².
DROP TRIGGER count_decided ON "Sample";
DROP FUNCTION seedleaf_count_decided_sample();
CREATE FUNCTION seedleaf_count_decided_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- All counters of the statement in one order, so that two statements never wait for each other.
  INSERT INTO "RunSampleCount" AS counted ("runId", "leafId", status, n)
  SELECT "runId", "leafId", status, 0
    FROM (SELECT before."runId", before."leafId", unnest(ARRAY[before.status, after.status]) AS status
            FROM before JOIN after ON after.id = before.id WHERE before.status <> after.status) AS touched
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT ("runId", "leafId", status) DO UPDATE SET n = counted.n;
  UPDATE "RunSampleCount" counted SET n = counted.n + changed.n
    FROM (SELECT "runId", "leafId", status, sum(n) AS n
            FROM (SELECT before."runId", before."leafId", before.status, -1 AS n
                    FROM before JOIN after ON after.id = before.id WHERE before.status <> after.status
                   UNION ALL
                  SELECT after."runId", after."leafId", after.status, 1
                    FROM before JOIN after ON after.id = before.id WHERE before.status <> after.status) AS each
           GROUP BY 1, 2, 3) AS changed
   WHERE counted."runId" = changed."runId" AND counted."leafId" = changed."leafId" AND counted.status = changed.status;
  RETURN NULL;
END $$;
CREATE TRIGGER count_decided AFTER UPDATE ON "Sample" REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_count_decided_samples();
