-- A sample's place in the tree is that of its leaf: moving a folder rewrites no sample. Its indexes go with the column.
ALTER TABLE "Sample" DROP COLUMN "path";
