-- Where a session was opened from, as its user sees it. Unknown for those from before.
ALTER TABLE sessions ADD COLUMN address text;
