-- Rules that Prisma's schema language cannot say. Every invariant of the product is a constraint here or
-- in the schema; nothing rests on the application remembering it.

-- A subtree is a range of paths; that only works when paths compare by their bytes.
ALTER TABLE "Node" ALTER COLUMN "path" TYPE TEXT COLLATE "C";
ALTER TABLE "Sample" ALTER COLUMN "path" TYPE TEXT COLLATE "C";

-- ── tree ──
ALTER TABLE "Node"
  ADD CONSTRAINT "Node_name_is_sound" CHECK (name <> '' AND length(name) <= 200 AND name !~ '[/\\]' AND name NOT IN ('.', '..') AND name = btrim(name)),
  ADD CONSTRAINT "Node_root_has_no_parent" CHECK ((depth = 0) = ("parentId" IS NULL)),
  ADD CONSTRAINT "Node_path_ends_with_itself" CHECK (right(path, length(id) + 1) = id || '/');
CREATE UNIQUE INDEX "Node_sibling_names" ON "Node" ("parentId", lower(name)) WHERE "deletedAt" IS NULL AND "parentId" IS NOT NULL;
CREATE UNIQUE INDEX "Node_one_root_a_branch" ON "Node" ("taxonomyId", branch) WHERE "parentId" IS NULL;

-- ── seeds, generation, review: numbers that must add up ──
ALTER TABLE "Leaf" ADD CONSTRAINT "Leaf_counts" CHECK ("seedCount" >= 0 AND "problemCount" >= 0 AND version >= 1);
ALTER TABLE "StepCount" ADD CONSTRAINT "StepCount_adds_up" CHECK (made = kept + dropped AND kept >= 0 AND dropped >= 0);
ALTER TABLE "SampleCount" ADD CONSTRAINT "SampleCount_not_negative" CHECK (n >= 0);
ALTER TABLE "Run" ADD CONSTRAINT "Run_items" CHECK ("itemsDone" + "itemsFailed" <= "itemsTotal" AND "maxCalls" > 0);
ALTER TABLE "RunLeaf" ADD CONSTRAINT "RunLeaf_items" CHECK ("itemsDone" + "itemsFailed" <= "itemsTotal");
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_has_text" CHECK (question <> '' AND answer <> '' AND version >= 0);
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_edit_has_change" CHECK (verdict <> 'edit' OR change IS NOT NULL);
ALTER TABLE "Chunk" ADD CONSTRAINT "Chunk_place" CHECK ("startChar" >= 0 AND "endChar" >= "startChar" AND tokens >= 0);
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_published_is_whole"
  CHECK (state <> 'published' OR (manifest IS NOT NULL AND "contentHash" IS NOT NULL AND "publishedAt" IS NOT NULL));

-- ── teachers ──
-- A removed teacher stays for the runs that it wrote, and its name becomes free again.
CREATE UNIQUE INDEX "Teacher_names" ON "Teacher" (lower(name)) WHERE "removedAt" IS NULL;
-- One built-in practice teacher.
CREATE UNIQUE INDEX "Teacher_one_practice" ON "Teacher" ("baseUrl") WHERE "baseUrl" = 'practice:' AND "removedAt" IS NULL;
ALTER TABLE "Teacher" ADD CONSTRAINT "Teacher_limits" CHECK (slots > 0 AND "timeoutSeconds" > 0 AND name <> '');

-- ── only ever added to ──
CREATE FUNCTION seedleaf_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "LeafRevision" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "TeacherCall" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "DroppedRow" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "Decision" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();

-- ── a published version never changes ──
CREATE FUNCTION seedleaf_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'dataset version % is published and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER immutable_when_published BEFORE UPDATE OR DELETE ON "DatasetVersion" FOR EACH ROW EXECUTE FUNCTION seedleaf_guard_version();

CREATE FUNCTION seedleaf_guard_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE published boolean;
BEGIN
  SELECT v.state = 'published' INTO published FROM "DatasetVersion" v
   WHERE v.id = (CASE TG_OP WHEN 'INSERT' THEN NEW."versionId" ELSE OLD."versionId" END);
  IF published THEN
    RAISE EXCEPTION 'the rows of a published dataset version cannot change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER immutable_when_published BEFORE INSERT OR UPDATE OR DELETE ON "DatasetMember" FOR EACH ROW EXECUTE FUNCTION seedleaf_guard_members();
