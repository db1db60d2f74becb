-- A sample's words are kept once for each version of them, and dataset rows point to them.

-- ── the words of a sample ──
CREATE TABLE "SampleText" (
    "sampleId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "context" TEXT,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "isEdited" BOOLEAN NOT NULL,
    "templateMarks" TEXT[] NOT NULL,

    CONSTRAINT "SampleText_pkey" PRIMARY KEY ("sampleId","version")
);
ALTER TABLE "SampleText" ADD CONSTRAINT "SampleText_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Rows with marks are few; the publish page counts them.
CREATE INDEX "SampleText_with_marks" ON "SampleText" ("sampleId", "version") WHERE "templateMarks" <> '{}';

ALTER TABLE "Sample" ADD COLUMN "textVersion" INTEGER NOT NULL DEFAULT 0;
-- What publishing picks from, by phase and leaf, read without the rows themselves.
CREATE INDEX "Sample_approved" ON "Sample" ("leafId", "kind", "answerTokens", "isPractice") WHERE status = 'approved';

-- SHA-256 of JSON.stringify([context, question, answer]): to_json escapes exactly as JSON.stringify does.
CREATE FUNCTION seedleaf_text_hash(context text, question text, answer text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(convert_to(
    '[' || coalesce(to_json(context)::text, 'null') || ',' || to_json(question)::text || ',' || to_json(answer)::text || ']',
    'UTF8')), 'hex')
$$;

-- Tokens of known chat templates that stand in a text as words: a tokenizer may read them as the end of a turn.
CREATE FUNCTION seedleaf_template_marks(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN words LIKE '%<%' OR words LIKE '%[%' THEN ARRAY(
    SELECT DISTINCT mark[1] COLLATE "C" FROM regexp_matches(words,
      '(<[|｜][^|｜\s<>]{1,40}[|｜]>|</?s>|\[/?(?:INST|THINK|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|SYSTEM_PROMPT)\]|<</?SYS>>|<(?:start|end)_of_turn>|<(?:bos|eos)>|</?think>)',
      'g') AS mark ORDER BY 1) ELSE '{}' END
$$;

CREATE FUNCTION seedleaf_number_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.context, NEW.question, NEW.answer) IS DISTINCT FROM (OLD.context, OLD.question, OLD.answer) THEN
    NEW."textVersion" := NEW.version;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER number_text BEFORE INSERT OR UPDATE OF context, question, answer ON "Sample" FOR EACH ROW EXECUTE FUNCTION seedleaf_number_text();

CREATE FUNCTION seedleaf_keep_first_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "SampleText" ("sampleId", version, context, question, answer, hash, "isEdited", "templateMarks")
  SELECT id, "textVersion", context, question, answer, seedleaf_text_hash(context, question, answer), false,
         seedleaf_template_marks(concat_ws(' ', context, question, answer))
    FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_text_of_new AFTER INSERT ON "Sample" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_keep_first_text();

CREATE FUNCTION seedleaf_keep_changed_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE new_hash text := seedleaf_text_hash(NEW.context, NEW.question, NEW.answer);
BEGIN
  INSERT INTO "SampleText" ("sampleId", version, context, question, answer, hash, "isEdited", "templateMarks")
  VALUES (NEW.id, NEW."textVersion", NEW.context, NEW.question, NEW.answer,
          new_hash,
          new_hash <> (SELECT hash FROM "SampleText" WHERE "sampleId" = NEW.id ORDER BY version LIMIT 1),
          seedleaf_template_marks(concat_ws(' ', NEW.context, NEW.question, NEW.answer)));
  RETURN NULL;
END $$;
CREATE TRIGGER keep_changed_text AFTER UPDATE ON "Sample" FOR EACH ROW
  WHEN ((OLD.context, OLD.question, OLD.answer) IS DISTINCT FROM (NEW.context, NEW.question, NEW.answer))
  EXECUTE FUNCTION seedleaf_keep_changed_text();

INSERT INTO "SampleText" ("sampleId", version, context, question, answer, hash, "isEdited", "templateMarks")
SELECT id, "textVersion", context, question, answer, seedleaf_text_hash(context, question, answer), false,
       seedleaf_template_marks(concat_ws(' ', context, question, answer))
  FROM "Sample";

-- Only ever added to: a text goes only with its sample.
CREATE TRIGGER append_only BEFORE UPDATE ON "SampleText" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();
CREATE FUNCTION seedleaf_guard_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM removed JOIN "Sample" sample ON sample.id = removed."sampleId") THEN
    RAISE EXCEPTION 'SampleText is only ever added to' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER gone_with_its_sample AFTER DELETE ON "SampleText" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_text();

-- ── the rows and leaves of a dataset version ──
DROP TABLE "DatasetMember";
DROP FUNCTION seedleaf_guard_members();

CREATE TABLE "DatasetRow" (
    "versionId" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "sampleId" UUID NOT NULL,
    "textVersion" INTEGER NOT NULL,
    "replayOf" "Phase",

    CONSTRAINT "DatasetRow_pkey" PRIMARY KEY ("versionId","phase","ordinal")
);
CREATE INDEX "DatasetRow_sampleId_textVersion_idx" ON "DatasetRow"("sampleId", "textVersion");
ALTER TABLE "DatasetRow" ADD CONSTRAINT "DatasetRow_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetRow" ADD CONSTRAINT "DatasetRow_sampleId_textVersion_fkey" FOREIGN KEY ("sampleId", "textVersion") REFERENCES "SampleText"("sampleId", "version") ON DELETE NO ACTION ON UPDATE CASCADE;

CREATE TABLE "DatasetLeaf" (
    "versionId" UUID NOT NULL,
    "leafId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "knowledgeShort" INTEGER NOT NULL DEFAULT 0,
    "knowledgeLong" INTEGER NOT NULL DEFAULT 0,
    "skills" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "DatasetLeaf_pkey" PRIMARY KEY ("versionId","leafId"),
    CONSTRAINT "DatasetLeaf_adds_up" CHECK ("rows" = "knowledgeShort" + "knowledgeLong" + "skills" AND "rows" > 0)
);
CREATE INDEX "DatasetLeaf_versionId_rows_leafId_idx" ON "DatasetLeaf"("versionId", "rows" DESC, "leafId");
ALTER TABLE "DatasetLeaf" ADD CONSTRAINT "DatasetLeaf_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetLeaf" ADD CONSTRAINT "DatasetLeaf_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE NO ACTION ON UPDATE CASCADE;

-- The version is locked while its rows change, so that nobody adds a row beside the one who publishes it.
CREATE FUNCTION seedleaf_guard_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('seedleaf.erase', true) = 'on' THEN RETURN NULL; END IF;
  PERFORM 1 FROM "DatasetVersion" version
    JOIN (SELECT DISTINCT "versionId" FROM changed) row ON row."versionId" = version.id
    FOR SHARE OF version;
  IF EXISTS (SELECT 1 FROM "DatasetVersion" version
              WHERE version.state = 'published' AND version.id IN (SELECT "versionId" FROM changed)) THEN
    RAISE EXCEPTION 'the rows of a published dataset version cannot change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION seedleaf_refuse_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the rows of a dataset version are not changed, and not emptied' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER guard_added AFTER INSERT ON "DatasetRow" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER guard_removed AFTER DELETE ON "DatasetRow" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON "DatasetRow" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_refuse_rows();
CREATE TRIGGER guard_added AFTER INSERT ON "DatasetLeaf" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER guard_removed AFTER DELETE ON "DatasetLeaf" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_guard_rows();
CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON "DatasetLeaf" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_refuse_rows();

-- What a row's metadata say besides its text: once a version holds the sample, it stays.
CREATE FUNCTION seedleaf_guard_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "DatasetRow" row WHERE row."sampleId" = OLD.id) THEN
    RAISE EXCEPTION 'sample % is in a dataset version: where it comes from cannot change', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER origin_of_published BEFORE UPDATE OF id, kind, "leafId", "runId", "isPractice", provenance, "revisionId", "chunkId" ON "Sample" FOR EACH ROW
  WHEN ((OLD.id, OLD.kind, OLD."leafId", OLD."runId", OLD."isPractice", OLD.provenance, OLD."revisionId", OLD."chunkId")
        IS DISTINCT FROM (NEW.id, NEW.kind, NEW."leafId", NEW."runId", NEW."isPractice", NEW.provenance, NEW."revisionId", NEW."chunkId"))
  EXECUTE FUNCTION seedleaf_guard_origin();

-- ── the version itself ──
CREATE OR REPLACE FUNCTION seedleaf_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' AND (TG_OP = 'UPDATE' OR current_setting('seedleaf.erase', true) IS DISTINCT FROM 'on') THEN
    RAISE EXCEPTION 'dataset version % is published and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
ALTER TABLE "DatasetVersion" ADD COLUMN "card" TEXT;
ALTER TABLE "DatasetVersion" DROP CONSTRAINT "DatasetVersion_published_is_whole";
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_published_is_whole"
  CHECK (state <> 'published' OR (manifest IS NOT NULL AND card IS NOT NULL AND "contentHash" IS NOT NULL AND "publishedAt" IS NOT NULL));

-- A format may have options, and each choice of them is an export of its own.
ALTER TABLE "Export" ADD COLUMN "options" JSONB NOT NULL DEFAULT '{}';
DROP INDEX "Export_versionId_format_key";
CREATE UNIQUE INDEX "Export_versionId_format_options_key" ON "Export"("versionId", "format", "options");
