-- Business owners of a reseller, newest first: a page of them reads no more than it has.
CREATE INDEX users_of_parent ON users (parent_id, id) WHERE parent_id IS NOT NULL;
DROP INDEX users_parent;
