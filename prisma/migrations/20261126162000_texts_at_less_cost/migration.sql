-- Keeping the text of a new sample costs little: nothing runs for each row, and the hash is part of the statement.

-- A new sample says itself which version its words have (0 unless it names another); only a change gives a new number.
DROP TRIGGER number_text ON "Sample";
CREATE OR REPLACE FUNCTION seedleaf_number_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.context, NEW.question, NEW.answer) IS DISTINCT FROM (OLD.context, OLD.question, OLD.answer) THEN
    NEW."textVersion" := NEW.version;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER number_text BEFORE UPDATE OF context, question, answer ON "Sample" FOR EACH ROW EXECUTE FUNCTION seedleaf_number_text();

-- As stable as to_json: else Postgres calls it as a function for each row instead of making it part of the statement.
ALTER FUNCTION seedleaf_text_hash(text, text, text) STABLE;

CREATE OR REPLACE FUNCTION seedleaf_keep_first_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "SampleText" ("sampleId", version, context, question, answer, hash, "isEdited", "templateMarks")
  SELECT id, "textVersion", context, question, answer, seedleaf_text_hash(context, question, answer), false,
         CASE WHEN words ~ '[<[]' THEN seedleaf_template_marks(words) ELSE '{}' END
    FROM (SELECT *, concat_ws(' ', context, question, answer) AS words FROM added) AS sample;
  RETURN NULL;
END $$;
