-- Counts the statements that change something that the tree shows. A reader compares its last value to know whether
-- what it read before still holds. A sequence, because counting must not make writers wait for each other.
CREATE SEQUENCE "TreeChange";
CREATE FUNCTION seedleaf_count_tree_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM nextval('"TreeChange"');
  RETURN NULL;
END $$;
CREATE TRIGGER tree_change AFTER INSERT OR UPDATE OR DELETE ON "Node" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_count_tree_change();
CREATE TRIGGER tree_change AFTER INSERT OR UPDATE OR DELETE ON "Leaf" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_count_tree_change();
CREATE TRIGGER tree_change AFTER INSERT OR UPDATE OR DELETE ON "SampleCount" FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_count_tree_change();
