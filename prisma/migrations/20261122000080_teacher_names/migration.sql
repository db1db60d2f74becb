-- A removed teacher stays for the runs that it wrote, and its name becomes free again.
DROP INDEX "Teacher_name_key";
CREATE UNIQUE INDEX "Teacher_names" ON "Teacher" (lower(name)) WHERE "removedAt" IS NULL;
-- One built-in practice teacher.
CREATE UNIQUE INDEX "Teacher_one_practice" ON "Teacher" ("baseUrl") WHERE "baseUrl" = 'practice:' AND "removedAt" IS NULL;
ALTER TABLE "Teacher" ADD CONSTRAINT "Teacher_limits" CHECK (slots > 0 AND "timeoutSeconds" > 0 AND name <> '');
