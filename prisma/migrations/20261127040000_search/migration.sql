-- What the search reads: the lower-case path of every node, and the lower-case text of every leaf's seeds.

ALTER TABLE "Node" ADD COLUMN "names" TEXT NOT NULL DEFAULT '';

WITH RECURSIVE place AS (
  SELECT id, lower(name) AS names FROM "Node" WHERE "parentId" IS NULL
  UNION ALL
  SELECT n.id, p.names || '/' || lower(n.name) FROM place p JOIN "Node" n ON n."parentId" = p.id)
UPDATE "Node" n SET names = p.names FROM place p WHERE p.id = n.id;

CREATE FUNCTION seedleaf_set_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.names := coalesce((SELECT names || '/' FROM "Node" WHERE id = NEW."parentId"), '') || lower(NEW.name);
  RETURN NEW;
END $$;
CREATE TRIGGER names_of_new BEFORE INSERT ON "Node" FOR EACH ROW EXECUTE FUNCTION seedleaf_set_names();
CREATE TRIGGER names_of_changed BEFORE UPDATE OF name, "parentId" ON "Node" FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD."parentId" IS DISTINCT FROM NEW."parentId") EXECUTE FUNCTION seedleaf_set_names();

-- '0' is the character after '/': ids from the node's path to there are the nodes below it.
CREATE FUNCTION seedleaf_set_names_below() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Node" SET names = NEW.names || substr(names, length(OLD.names) + 1)
   WHERE path > NEW.path AND path < rtrim(NEW.path, '/') || '0';
  RETURN NULL;
END $$;
CREATE TRIGGER names_below AFTER UPDATE OF name, "parentId" ON "Node" FOR EACH ROW
  WHEN (OLD.names <> NEW.names) EXECUTE FUNCTION seedleaf_set_names_below();

CREATE TABLE "SeedText" (
    "leafId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "SeedText_pkey" PRIMARY KEY ("leafId")
);
ALTER TABLE "SeedText" ADD CONSTRAINT "SeedText_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "SeedText" ("leafId", text)
SELECT l."nodeId", lower(normalize(coalesce((
         SELECT string_agg(each #>> '{}', E'\n') FROM jsonb_path_query(r.content -> 'seeds', 'strict $.**?(@.type() == "string")') AS each), '')))
  FROM "Leaf" l JOIN "LeafRevision" r ON r.id = l."currentRevisionId";

-- Finds a word without reading all seeds. Without the extension (a server that does not have or allow it), search works
-- and is slower.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "SeedText_text_trigrams" ON "SeedText" USING gin (text gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE NOTICE 'pg_trgm is not available: %', SQLERRM;
END $$;
