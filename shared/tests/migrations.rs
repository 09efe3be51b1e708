//! Enforces the rules of docs/howto/add-migration.md: on a database with data no migration blocks other transactions for a
//! time that grows with a table's size.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::tokenizer::{Token, Tokenizer};

/// The last migration released before the rule; released migrations never change.
const LAST_BEFORE: u32 = 36;
/// Exceptions, each with its reason in the file: they build indexes of small tables, or indexes that can be built before the
/// update.
const EXCEPTIONS: [u32; 2] = [38, 40];

/// Statements as upper-case words and symbols, without string literals and comments.
fn statements(sql: &str) -> Vec<Vec<String>> {
    let tokens = Tokenizer::new(&PostgreSqlDialect {}, sql).tokenize().unwrap();
    let mut statements = vec![Vec::new()];
    for token in tokens {
        match token {
            Token::Whitespace(_) => {}
            Token::SemiColon => statements.push(Vec::new()),
            Token::Word(word) => statements.last_mut().unwrap().push(word.value.to_uppercase()),
            // Function bodies are not checked.
            Token::DollarQuotedString(_) | Token::SingleQuotedString(_) => {
                statements.last_mut().unwrap().push("'…'".into());
            }
            other => statements.last_mut().unwrap().push(other.to_string()),
        }
    }
    statements.retain(|statement| !statement.is_empty());
    statements
}

/// Whether the words occur consecutively.
fn has(statement: &[String], words: &str) -> bool {
    let words: Vec<_> = words.split(' ').collect();
    statement.windows(words.len()).any(|window| window.iter().zip(&words).all(|(found, word)| found == word))
}

/// The name after the word, skipping `IF NOT EXISTS`, `ONLY` and the like.
fn name_after<'a>(statement: &'a [String], word: &str) -> Option<&'a String> {
    let at = statement.iter().position(|it| it == word)?;
    statement[at + 1..].iter().find(|it| !["IF", "NOT", "EXISTS", "ONLY", "CONCURRENTLY"].contains(&it.as_str()))
}

/// The faults of a migration.
fn faults(sql: &str) -> Vec<String> {
    let without_transaction = sql.starts_with("-- no-transaction");
    let all = statements(sql);
    let new: BTreeSet<_> =
        all.iter().filter(|it| has(it, "CREATE TABLE")).filter_map(|it| name_after(it, "TABLE")).collect();
    let mut faults = Vec::new();
    if without_transaction && all.len() != 1 {
        faults.push("has several statements without a transaction: one that breaks off leaves half of it".to_owned());
    }
    for statement in &all {
        let verb: Vec<_> = statement.iter().map(String::as_str).take(3).collect();
        let mut refuse = |why: &str| faults.push(format!("{}: {why}", statement[..statement.len().min(8)].join(" ")));
        let is_concurrent = statement.iter().any(|it| it == "CONCURRENTLY");
        if is_concurrent && !without_transaction {
            refuse("CONCURRENTLY takes a file of its own that begins with `-- no-transaction`");
        }
        match verb.as_slice() {
            ["CREATE", "INDEX", ..] | ["CREATE", "UNIQUE", "INDEX"]
                if !is_concurrent && name_after(statement, "ON").is_some_and(|table| !new.contains(table)) =>
            {
                refuse("writes wait until the index is built: CREATE INDEX CONCURRENTLY");
            }
            ["DROP", "INDEX", ..] | ["REINDEX", ..] if !is_concurrent => refuse("CONCURRENTLY"),
            ["CLUSTER", ..] | ["VACUUM", "FULL", ..] | ["LOCK", ..] => {
                refuse("locks a table for as long as it is large")
            }
            ["ALTER", "TABLE", ..] if name_after(statement, "TABLE").is_some_and(|table| !new.contains(table)) => {
                alter(statement, &mut refuse);
            }
            _ => {}
        }
    }
    // In one transaction with the lock of ADD CONSTRAINT, validation would block everyone again.
    if all.iter().any(|it| has(it, "NOT VALID")) && all.iter().any(|it| has(it, "VALIDATE CONSTRAINT")) {
        faults.push("VALIDATE CONSTRAINT belongs into a file of its own".to_owned());
    }
    faults
}

fn alter(statement: &[String], refuse: &mut impl FnMut(&str)) {
    let checks = ["CHECK", "REFERENCES"].iter().any(|word| statement.iter().any(|it| it == word));
    if checks && !has(statement, "NOT VALID") {
        refuse("reads the whole table under lock: NOT VALID, and VALIDATE CONSTRAINT in a later file");
    }
    let is_unique = statement.iter().any(|it| it == "UNIQUE") || has(statement, "PRIMARY KEY");
    if is_unique && !has(statement, "USING INDEX") {
        refuse("builds an index under lock: build it CONCURRENTLY, then ADD CONSTRAINT … USING INDEX");
    }
    if has(statement, "SET NOT NULL") {
        refuse("reads the whole table under lock: a CHECK (… IS NOT NULL) NOT VALID, validated later");
    }
    let changes_type = |it: &[String]| ["COLUMN", "ALTER"].contains(&it[0].as_str()) && it[2] == "TYPE";
    if has(statement, "SET DATA TYPE") || statement.windows(3).any(changes_type) {
        refuse("writes the whole table anew: a new column");
    }
    if statement.iter().any(|it| ["STORED", "SERIAL", "BIGSERIAL", "IDENTITY"].contains(&it.as_str())) {
        refuse("writes the whole table anew: a column without a value, filled in sets");
    }
    let volatile = ["GEN_RANDOM_UUID", "UUIDV7", "RANDOM", "CLOCK_TIMESTAMP", "NEXTVAL"];
    if statement.iter().any(|it| volatile.contains(&it.as_str())) {
        refuse("a default that differs by row writes the whole table anew");
    }
}

#[test]
fn migrations_do_not_lock_large_tables() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let number: u32 = name.split('_').next().unwrap().parse().unwrap();
        let sql = fs::read_to_string(&path).unwrap();
        // Including exempt ones: an unparsable migration would pass otherwise.
        let faults = faults(&sql);
        if number > LAST_BEFORE && !EXCEPTIONS.contains(&number) {
            found.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn dangerous_statements_are_found_and_harmless_ones_pass() {
    for dangerous in [
        "CREATE INDEX a ON jobs (b);",
        "create unique index if not exists a on jobs (b);",
        "CREATE INDEX CONCURRENTLY a ON jobs (b);",
        "-- no-transaction\nCREATE INDEX CONCURRENTLY a ON jobs (b); CREATE INDEX CONCURRENTLY c ON jobs (d);",
        "-- CREATE TABLE jobs ();\nCREATE INDEX a ON jobs (b);",
        "DROP INDEX a;",
        "REINDEX TABLE jobs;",
        "LOCK TABLE jobs;",
        "ALTER TABLE jobs ADD CONSTRAINT a CHECK (b > 0);",
        "ALTER TABLE ONLY jobs ADD COLUMN b integer CHECK (b > 0);",
        "ALTER TABLE jobs ADD FOREIGN KEY (a) REFERENCES users (id);",
        "ALTER TABLE jobs ADD CONSTRAINT a CHECK (b > 0) NOT VALID; ALTER TABLE jobs VALIDATE CONSTRAINT a;",
        "ALTER TABLE jobs ADD CONSTRAINT a UNIQUE (b);",
        "ALTER TABLE jobs ALTER COLUMN a SET NOT NULL;",
        "ALTER TABLE jobs ALTER COLUMN a TYPE bigint;",
        "ALTER TABLE jobs ADD COLUMN a tsvector GENERATED ALWAYS AS (to_tsvector('simple', b)) STORED;",
        "ALTER TABLE jobs ADD COLUMN a uuid DEFAULT gen_random_uuid();",
    ] {
        assert!(!faults(dangerous).is_empty(), "{dangerous}");
    }
    for harmless in [
        "CREATE TABLE a (b uuid PRIMARY KEY, c integer CHECK (c > 0)); CREATE INDEX d ON a (c);",
        "-- no-transaction\nCREATE INDEX CONCURRENTLY a ON jobs (b);",
        "-- no-transaction\nDROP INDEX CONCURRENTLY a;",
        "ALTER TABLE jobs ADD COLUMN a text; ALTER TABLE jobs ADD COLUMN b integer NOT NULL DEFAULT 0;",
        "ALTER TABLE jobs ADD CONSTRAINT a CHECK (b > 0) NOT VALID;",
        "ALTER TABLE jobs VALIDATE CONSTRAINT a;",
        "ALTER TABLE jobs ADD CONSTRAINT a UNIQUE USING INDEX b;",
        "CREATE FUNCTION a() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE jobs; RETURN NULL; END $$;",
        "COMMENT ON TABLE jobs IS 'CREATE INDEX a ON jobs (b); LOCK TABLE jobs';",
    ] {
        assert_eq!(faults(harmless), Vec::<String>::new(), "{harmless}");
    }
}
