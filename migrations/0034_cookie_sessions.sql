-- Refresh tokens of browsers travel in a cookie. A browser may present one twice without theft: two tabs race, or the
-- answer with the next token was lost. `successor` is the token that was issued for this one most recently; while it is
-- unused, the same cookie is answered once more for a short time.
ALTER TABLE refresh_tokens
    ADD COLUMN via_cookie boolean NOT NULL DEFAULT false,
    ADD COLUMN successor  bytea;
