-- Business owners of a reseller, newest first: a page of them reads no more than it has.
-- Built under lock, for users are few: a million of them take a second, and hardly anybody writes them.
CREATE INDEX users_of_parent ON users (parent_id, id) WHERE parent_id IS NOT NULL;
DROP INDEX users_parent;
