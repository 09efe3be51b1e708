//! The demo activity of `switchboard dev`, created by `sample-data --history`.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};
use sqlx::Row;

use crate::command_line::run;
use crate::harness::{Caller, TestApp, sums};

const PASSWORD: &str = "switchboard-demo-1";
const DAYS: &str = "30";
/// Lists of every role.
const LISTS: [&str; 17] = [
    "/v1/api-keys",
    "/v1/audit",
    "/v1/sessions",
    "/v1/jobs",
    "/v1/jobs?state=failed",
    "/v1/events",
    "/v1/messages",
    "/v1/contacts",
    "/v1/templates",
    "/v1/template-grants",
    "/v1/opt-outs",
    "/v1/conversations",
    "/v1/credits/transactions",
    "/v1/credits/recharges",
    "/v1/wallet/transactions",
    "/v1/wallet/deposits",
    "/v1/transfers",
];

async fn log_in<'a>(app: &'a TestApp, username: &str) -> Caller<'a> {
    let body = json!({"username": username, "password": PASSWORD});
    let login = app.anonymous().post("/v1/auth/token", &body).await.expect(200);
    app.program(&json!({"key": login["access_token"]}))
}

async fn rows(caller: &Caller<'_>, list: &str) -> Vec<Value> {
    let page = caller.get(list).await.expect(200);
    page["data"].as_array().unwrap_or_else(|| panic!("{list}: {page}")).clone()
}

/// Number and digest of the rows of each table.
async fn tables(app: &TestApp) -> BTreeMap<String, (i64, String)> {
    let db = app.app.db.pool();
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )
    .fetch_all(db)
    .await
    .unwrap();
    let mut tables = BTreeMap::new();
    for name in names {
        let sql =
            format!("SELECT count(*), coalesce(md5(string_agg(it::text, '' ORDER BY it::text)), '') FROM {name} it");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(db).await.unwrap();
        tables.insert(name, (row.get(0), row.get(1)));
    }
    tables
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_history_balances_fills_every_list_and_is_created_once() {
    let app = TestApp::start().await;
    let began = Instant::now();
    let output = run(&app.env, &["sample-data", "--history", DAYS], "");
    assert!(output.status.success(), "{output:?}");
    println!("created in {:?}", began.elapsed());
    let proof = shared::ledger_audit::prove(&app.app, true).await.unwrap();
    assert!(proof.holds && proof.chain.blocks > 25, "{proof:?}");
    sums::check(&app.app).await;

    let before = tables(&app).await;
    let output = run(&app.env, &["sample-data", "--history", DAYS], "");
    assert!(output.status.success(), "{output:?}");
    let after = tables(&app).await;
    let changed: Vec<_> = before.iter().filter(|(name, rows)| after.get(*name) != Some(rows)).collect();
    assert!(changed.is_empty(), "changed by a second run: {changed:?}");

    let mut empty = Vec::new();
    for name in ["demo_admin", "demo_reseller", "demo_business", "alice"] {
        let caller = log_in(&app, name).await;
        for list in LISTS {
            if rows(&caller, list).await.is_empty() {
                empty.push(format!("{list} of {name}"));
            }
        }
    }
    assert!(empty.is_empty(), "{empty:?}");
    lists_of_single_roles(&app).await;
    // A message is scheduled for tomorrow, so not all jobs have ended.
    app.abandon().await;
}

async fn lists_of_single_roles(app: &TestApp) {
    let admin = log_in(app, "demo_admin").await;
    assert!(rows(&admin, "/v1/users").await.len() > 10);
    assert!(!rows(&admin, "/v1/users?status=suspended").await.is_empty());
    assert!(!rows(&admin, "/v1/queues").await.is_empty());
    let reseller = log_in(app, "demo_reseller").await;
    let id = reseller.id().await;
    for list in ["/v1/credit-distributions".to_owned(), format!("/v1/resellers/{id}/business-owners")] {
        assert!(rows(&reseller, &list).await.len() > 3, "{list}");
    }
    let business = log_in(app, "demo_business").await;
    let id = business.id().await;
    assert!(!rows(&business, &format!("/v1/business-owners/{id}/credit-distributions")).await.is_empty());
}
