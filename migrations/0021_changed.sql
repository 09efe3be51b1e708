-- For statements that write what was worked out from what they did not lock: they call it where that is no longer so, and
-- then nothing of them is done.
CREATE FUNCTION fail_changed() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was read has changed since' USING ERRCODE = 'serialization_failure';
END
$$;
