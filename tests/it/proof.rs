//! The ledger's hash chain, and proofs that start from a checkpoint.

use serde_json::{Value, json};
use shared::ledger_audit::{self, Proof};
use sqlx::AssertSqlSafe;

use crate::harness::TestApp;

async fn seal(app: &TestApp) -> Proof {
    ledger_audit::prove_and_checkpoint(&app.app, false).await.unwrap()
}

/// Changes a table as only the database owner can.
async fn forge(app: &TestApp, table: &str, change: &str) {
    for sql in [
        format!("ALTER TABLE {table} DISABLE TRIGGER {table}_immutable"),
        change.to_owned(),
        format!("ALTER TABLE {table} ENABLE TRIGGER {table}_immutable"),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(app.app.db.pool()).await.unwrap();
    }
}

#[tokio::test]
async fn checkpoints_cover_only_new_transfers() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let first = seal(&app).await;
    assert_eq!((first.chain.blocks, first.holds), (1, true));
    let again = seal(&app).await;
    assert_eq!((again.chain.blocks, &again.chain.head), (1, &first.chain.head), "there is nothing new");
    alice.send("in_app", "alice").await;
    app.drain_jobs().await;
    let (one, other) = tokio::join!(seal(&app), seal(&app));
    assert_eq!((one.chain.blocks, other.chain.blocks), (2, 2), "two concurrent ones seal one block");
    assert_ne!(one.chain.head, first.chain.head);
    let is_sealed = "SELECT count(*) FROM ledger_checkpoints c JOIN wallets w ON w.id = wallet_id
        WHERE block = 2 AND (c.entries, c.balance, platform) = (w.entries, w.balance, w.balance) AND w.balance = 99";
    assert_eq!(app.count(is_sealed).await, 1);
    for (path, full) in [("/v1/ledger/proof", false), ("/v1/ledger/proof?full=true", true)] {
        let proof = admin.get(path).await.expect(200);
        assert_eq!((&proof["holds"], &proof["full"]), (&json!(true), &json!(full)));
        assert_eq!(proof["chain"], json!({"blocks": 2, "head": one.chain.head, "wrong_blocks": []}));
        assert_eq!(proof["assets"][0]["sum"], 0);
    }
    admin.get("/v1/ledger/proof?full=maybe").await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn a_full_proof_finds_changes_before_a_checkpoint() {
    for (table, change) in [
        ("transfers", "UPDATE transfers SET note = 'forged' WHERE kind = 'charge'"),
        ("transfers", "UPDATE transfers SET created_at = created_at - interval '1 day' WHERE kind = 'grant'"),
        ("transfers", "UPDATE transfers SET promotional = 1 WHERE kind = 'charge'"),
        ("ledger_checkpoints", "UPDATE ledger_checkpoints SET platform = platform + 1"),
        ("ledger_checkpoints", "UPDATE ledger_checkpoints SET promotional = promotional + 1"),
        ("ledger_checkpoints", "DELETE FROM ledger_checkpoints"),
        ("ledger_blocks", "UPDATE ledger_blocks SET previous = 'x'"),
    ] {
        let app = TestApp::start().await;
        let (alice, admin) = (app.user("alice").await, app.admin().await);
        alice.send("in_app", "alice").await;
        app.drain_jobs().await;
        seal(&app).await;
        forge(&app, table, change).await;
        let proof = admin.get("/v1/ledger/proof?full=true").await.expect(200);
        assert_eq!((&proof["holds"], &proof["chain"]["wrong_blocks"]), (&json!(false), &json!([1])), "{change}");
        app.abandon().await;
    }
}

#[tokio::test]
async fn discrepancies_since_a_checkpoint_are_found_and_never_sealed() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    seal(&app).await;
    alice.send("in_app", "alice").await;
    app.drain_jobs().await;
    forge(&app, "transfers", "UPDATE transfers SET from_balance = 98 WHERE kind = 'charge'").await;
    let proof = admin.get("/v1/ledger/proof").await.expect(200);
    let wrong = &proof["assets"][0]["mismatched"][0];
    assert_eq!((&wrong["balance"], &wrong["replayed"]), (&json!(99), &json!(99)));
    assert_ne!(wrong["transfer_id"], Value::Null);
    let sealed = seal(&app).await;
    assert_eq!((sealed.holds, sealed.chain.blocks), (false, 1));
    app.abandon().await;
}

#[tokio::test]
async fn transfers_of_missing_wallets_are_orphans() {
    let app = TestApp::start().await;
    let (_, admin) = (app.user("alice").await, app.admin().await);
    let gone = "UPDATE transfers SET to_account = gen_random_uuid() WHERE kind = 'grant'";
    forge(&app, "transfers", gone).await;
    let proof = admin.get("/v1/ledger/proof?full=true").await.expect(200);
    assert_eq!((&proof["holds"], proof["strays"].as_array().unwrap().len()), (&json!(false), 1));
    app.abandon().await;
}
