-- Phases are settings of a version: any number, named and ordered by people.

-- Rows of versions that were published before cannot be told in these terms; nothing of this was ever released.
SET LOCAL seedleaf.erase = 'on';
DELETE FROM "DatasetVersion";
SET LOCAL seedleaf.erase = 'off';
DELETE FROM "Job" WHERE kind IN ('publish-version', 'export-version');

ALTER TABLE "Sample"
  ADD COLUMN "textBytes" INTEGER NOT NULL
    GENERATED ALWAYS AS (octet_length(coalesce(context, '')) + octet_length(question) + octet_length(answer)) STORED,
  ADD COLUMN "isAuxiliary" BOOLEAN NOT NULL
    GENERATED ALWAYS AS (coalesce(provenance->>'isAuxiliary', 'false') = 'true') STORED;
-- What publishing picks from, by part and leaf, read without the rows themselves.
DROP INDEX "Sample_approved";
CREATE INDEX "Sample_approved" ON "Sample" ("leafId", "kind", "answerTokens", "isPractice", "pipeline")
  INCLUDE ("textBytes", "isAuxiliary") WHERE status = 'approved';

CREATE TABLE "ImportedSet" (
    "id" UUID NOT NULL,
    "taxonomyId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "contentHash" TEXT,
    "licence" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImportedSet_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ImportedSet_taxonomyId_name_key" ON "ImportedSet"("taxonomyId", "name");
ALTER TABLE "ImportedSet" ADD CONSTRAINT "ImportedSet_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ImportedSet" ADD CONSTRAINT "ImportedSet_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TABLE "ImportedRow" (
    "setId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "messages" JSONB NOT NULL,
    "bytes" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ImportedRow_pkey" PRIMARY KEY ("setId","ordinal")
);
ALTER TABLE "ImportedRow" ADD CONSTRAINT "ImportedRow_setId_fkey" FOREIGN KEY ("setId") REFERENCES "ImportedSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DROP TABLE "DatasetRow";
DROP TABLE "DatasetLeaf";
DROP TYPE "Phase";

CREATE TABLE "DatasetRow" (
    "versionId" UUID NOT NULL,
    "phase" SMALLINT NOT NULL,
    "split" SMALLINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "sampleId" UUID,
    "textVersion" INTEGER,
    "importedSetId" UUID,
    "importedOrdinal" INTEGER,
    "replay" SMALLINT,
    "unmask" BOOLEAN NOT NULL,
    "passageIds" UUID[],
    "passageVersions" INTEGER[],

    CONSTRAINT "DatasetRow_pkey" PRIMARY KEY ("versionId","phase","split","ordinal"),
    CONSTRAINT "DatasetRow_has_one_text" CHECK (num_nonnulls("sampleId", "importedSetId") = 1
      AND ("sampleId" IS NULL) = ("textVersion" IS NULL) AND ("importedSetId" IS NULL) = ("importedOrdinal" IS NULL)),
    CONSTRAINT "DatasetRow_replays_in_training" CHECK (split = 0 OR replay IS NULL)
);
CREATE INDEX "DatasetRow_sampleId_textVersion_idx" ON "DatasetRow"("sampleId", "textVersion");
CREATE INDEX "DatasetRow_importedSetId_importedOrdinal_idx" ON "DatasetRow"("importedSetId", "importedOrdinal") WHERE "importedSetId" IS NOT NULL;
ALTER TABLE "DatasetRow" ADD CONSTRAINT "DatasetRow_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetRow" ADD CONSTRAINT "DatasetRow_sampleId_textVersion_fkey" FOREIGN KEY ("sampleId", "textVersion") REFERENCES "SampleText"("sampleId", "version") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetRow" ADD CONSTRAINT "DatasetRow_importedSetId_importedOrdinal_fkey" FOREIGN KEY ("importedSetId", "importedOrdinal") REFERENCES "ImportedRow"("setId", "ordinal") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE FUNCTION seedleaf_sum(numbers int[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(sum(number), 0) FROM unnest(numbers) AS number
$$;

CREATE TABLE "DatasetLeaf" (
    "versionId" UUID NOT NULL,
    "leafId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "byPhase" INTEGER[],

    CONSTRAINT "DatasetLeaf_pkey" PRIMARY KEY ("versionId","leafId"),
    CONSTRAINT "DatasetLeaf_adds_up" CHECK ("rows" = seedleaf_sum("byPhase"))
);
CREATE INDEX "DatasetLeaf_versionId_rows_leafId_idx" ON "DatasetLeaf"("versionId", "rows" DESC, "leafId");
ALTER TABLE "DatasetLeaf" ADD CONSTRAINT "DatasetLeaf_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetLeaf" ADD CONSTRAINT "DatasetLeaf_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER guard_added AFTER INSERT ON "DatasetRow" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER guard_removed AFTER DELETE ON "DatasetRow" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON "DatasetRow" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_refuse_rows();
CREATE TRIGGER guard_added AFTER INSERT ON "DatasetLeaf" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER guard_removed AFTER DELETE ON "DatasetLeaf" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON "DatasetLeaf" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_refuse_rows();

-- A set that is ready is as frozen as the versions that repeat its rows. One that none repeats may be removed whole.
CREATE FUNCTION seedleaf_guard_imported_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM changed JOIN "ImportedSet" imported ON imported.id = changed."setId"
                WHERE imported."contentHash" IS NOT NULL) THEN
      RAISE EXCEPTION 'rows of an imported set go only with it' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF EXISTS (SELECT 1 FROM changed JOIN "ImportedSet" imported ON imported.id = changed."setId"
                 WHERE imported."contentHash" IS NOT NULL) THEN
    RAISE EXCEPTION 'an imported set that is ready cannot change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard_added AFTER INSERT ON "ImportedRow" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_imported_rows();
CREATE TRIGGER guard_removed AFTER DELETE ON "ImportedRow" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_imported_rows();
CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON "ImportedRow" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_refuse_rows();

-- The passages of a RAFT row: numbers below `passages`, which are those of its leaf, drawn by `seed`. Its own one, `own`,
-- is among them with probability 0.4, or when there is no other. Four of them, or all when there are fewer.
-- Facts: instructlab/sdg, datamixing.py.
CREATE FUNCTION seedleaf_raft_passages(seed text, passages int, own int) RETURNS int[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  drawn int[] := '{}';
  wanted int := least(4, passages);
  tries int := 0;
  next int;
  has_own boolean := passages = 1 OR seedleaf_fraction(seed || ':own') < 0.4;
BEGIN
  IF NOT has_own THEN wanted := least(4, passages - 1); END IF;
  IF has_own THEN drawn := ARRAY[own]; END IF;
  WHILE cardinality(drawn) < wanted LOOP
    next := floor(seedleaf_fraction(seed || ':' || tries) * passages);
    tries := tries + 1;
    IF next <> own AND NOT next = ANY(drawn) THEN drawn := drawn || next; END IF;
  END LOOP;
  RETURN ARRAY(SELECT number FROM unnest(drawn) AS number ORDER BY seedleaf_fraction(seed || ':place:' || number), number);
END $$;
-- A number from 0 to below 1 that only depends on the text.
CREATE FUNCTION seedleaf_fraction(seed text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('x' || substr(md5(seed), 1, 8))::bit(32)::bigint / 4294967296.0::float8
$$;
