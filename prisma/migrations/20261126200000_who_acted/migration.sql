-- Whoever did something has a row, the command line too.
ALTER TABLE "User" ADD COLUMN "isSystem" BOOLEAN NOT NULL DEFAULT false;
-- Its rights come from whoever can start a command (bin/shell.ts), so that nothing here counts it as an owner.
ALTER TABLE "User" ADD CONSTRAINT "User_system_has_no_role" CHECK (NOT "isSystem" OR role = 'viewer');
INSERT INTO "User" (id, name, email, "isSystem") VALUES ('command-line', 'Command line', 'command-line@system.invalid', true);

CREATE FUNCTION seedleaf_refuse_system_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT "isSystem" FROM "User" WHERE id = NEW."userId") THEN
    RAISE EXCEPTION '% is not a person and cannot sign in', NEW."userId" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_only BEFORE INSERT OR UPDATE OF "userId" ON "Account" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_system_sign_in();
CREATE TRIGGER people_only BEFORE INSERT OR UPDATE OF "userId" ON "Session" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_system_sign_in();

-- Made by nobody that is known, before this: the command line, as far as anybody can tell.
ALTER TABLE "LeafRevision" DISABLE TRIGGER append_only;
UPDATE "LeafRevision" SET "authorId" = 'command-line' WHERE "authorId" IS NULL;
ALTER TABLE "LeafRevision" ENABLE TRIGGER append_only;
UPDATE "Run" SET "startedById" = 'command-line' WHERE "startedById" IS NULL;
ALTER TABLE "DatasetVersion" DISABLE TRIGGER immutable_when_published;
UPDATE "DatasetVersion" SET "createdById" = 'command-line' WHERE "createdById" IS NULL;
ALTER TABLE "DatasetVersion" ENABLE TRIGGER immutable_when_published;
ALTER TABLE "LeafRevision" ALTER COLUMN "authorId" SET NOT NULL;
ALTER TABLE "Run" ALTER COLUMN "startedById" SET NOT NULL;
ALTER TABLE "DatasetVersion" ALTER COLUMN "createdById" SET NOT NULL;

-- Ids never change, and tables that are only ever added to could not follow: nothing is done ON UPDATE either.
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "LeafRevision" ADD CONSTRAINT "LeafRevision_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "Run" ADD CONSTRAINT "Run_startedById_fkey" FOREIGN KEY ("startedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "Judgement" DROP CONSTRAINT "Judgement_judgeId_fkey";
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_judgeId_fkey" FOREIGN KEY ("judgeId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "Run" ADD CONSTRAINT "Run_continuesId_fkey" FOREIGN KEY ("continuesId") REFERENCES "Run"("id") ON DELETE SET NULL ON UPDATE CASCADE;
