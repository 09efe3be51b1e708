//! The queries of waiting and running jobs read their index, on tables without statistics too.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};

use crate::harness::TestApp;

/// The only query with all these parts, as compiled.
fn query(parts: &[&str]) -> (String, usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let queries = files.map(|text| serde_json::from_str::<Value>(&text).unwrap());
    let is_it = |it: &Value| parts.iter().all(|part| it["query"].as_str().unwrap().contains(part));
    let found: Vec<_> = queries.filter(is_it).collect();
    let [it] = &found[..] else { panic!("{} queries with {parts:?}", found.len()) };
    (it["query"].as_str().unwrap().to_owned(), it["describe"]["parameters"]["Left"].as_array().unwrap().len())
}

/// The indexes of waiting and running jobs that a plan reads.
fn indexes(plan: &[String]) -> BTreeSet<&str> {
    let uses = plan.iter().filter_map(|line| {
        let (_, name) = ["Scan using ", "Scan Backward using ", "Bitmap Index Scan on "]
            .iter()
            .find_map(|it| line.split_once(it))?;
        name.split_whitespace().next()
    });
    uses.filter(|name| {
        ["jobs_backlog", "jobs_queued", "jobs_leased", "jobs_failed", "jobs_owner_failed"]
            .iter()
            .any(|it| name.starts_with(it))
    })
    .collect()
}

#[tokio::test]
async fn queries_of_jobs_read_their_indexes_without_statistics() {
    let app = TestApp::start().await;
    let mut db = app.app.db.pool().acquire().await.unwrap();
    sqlx::raw_sql("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
        .execute(&mut *db)
        .await
        .unwrap();
    let cases: [(&[&str], &[&str]); 10] = [
        (&["SELECT true AS is_any", "LEFT JOIN LATERAL"], &["jobs_backlog_due", "jobs_queued"]),
        (&["WITH RECURSIVE moment"], &["jobs_backlog"]),
        (&["oldest_due_seconds"], &["jobs_backlog_due", "jobs_leased", "jobs_queued"]),
        (&["SELECT EXISTS", "state = 'running'", "owner_id = $1"], &["jobs_leased"]),
        (&["run_at AS \"run_at!\"", "ORDER BY 1, 2"], &["jobs_backlog", "jobs_queued"]),
        (&["AS \"before!\""], &["jobs_backlog", "jobs_queued"]),
        (&["id = ANY($1) AND worker = $2 AND state = $3"], &[]),
        (&["SELECT id AS \"id: JobId\", kind FROM jobs", "lease_expires_at <"], &["jobs_leased"]),
        (
            &["AS \"oldest!\"", "AND owner_id = $10"],
            &["jobs_backlog", "jobs_leased", "jobs_owner_failed", "jobs_queued"],
        ),
        (
            &["AS \"oldest!\"", "ORDER BY finished_at DESC"],
            &["jobs_backlog", "jobs_failed", "jobs_leased", "jobs_queued"],
        ),
    ];
    for (number, (parts, expected)) in cases.into_iter().enumerate() {
        let (query, parameters) = query(parts);
        let arguments = vec!["NULL"; parameters].join(", ");
        let statements = format!("PREPARE q{number} AS {query}");
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *db).await.unwrap();
        let explain = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN EXECUTE q{number} ({arguments})")));
        let plan: Vec<String> = explain.fetch_all(&mut *db).await.unwrap().iter().map(|row| row.get(0)).collect();
        assert_eq!(indexes(&plan), expected.iter().copied().collect(), "{parts:?}: {plan:#?}");
    }
    drop(db);
    app.finish().await;
}
