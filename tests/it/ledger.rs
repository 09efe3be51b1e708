use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use futures::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use shared::app::App;
use shared::db::Tx;
use shared::ids::{JobId, MessageId, TransferId, UserId};
use shared::ledger::{self, CREDIT, Movement, Promotional, Refusal};

use crate::harness::TestApp;

const USERS: usize = 4;

/// A step of one client; numbers are indexes of users and charges.
#[derive(Debug, Clone)]
enum Step {
    /// Grants, mints and charges of several users in one batch.
    Set(Vec<(usize, Kind, i64)>),
    /// Transfers between users, all or nothing.
    Pay(Vec<(usize, usize, i64)>),
    /// Refunds of charges, known or unknown, possibly repeated.
    Refund(Vec<usize>),
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Grant,
    Mint,
    Charge(Promotional),
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let charge = prop_oneof![Just(Promotional::First), Just(Promotional::Unused), Just(Promotional::Last)];
    let kind = prop_oneof![1 => Just(Kind::Grant), 1 => Just(Kind::Mint), 4 => charge.prop_map(Kind::Charge)];
    let step = prop_oneof![
        3 => prop::collection::vec((0..USERS, kind, 1..40_i64), 1..6).prop_map(Step::Set),
        2 => prop::collection::vec((0..USERS, 1..USERS, 1..90_i64), 1..4).prop_map(Step::Pay),
        2 => prop::collection::vec(0..16_usize, 1..4).prop_map(Step::Refund),
    ];
    // Four concurrent clients.
    prop::collection::vec(prop::collection::vec(step, 1..8), 4)
}

/// The charges made by all clients.
type Charges = Arc<Mutex<Vec<TransferId>>>;

async fn client(app: App, users: Vec<UserId>, admin: UserId, charges: Charges, steps: Vec<Step>) -> i64 {
    let mut change = 0;
    for step in steps {
        let now = app.clock.now();
        let mut tx = app.db.begin().await.unwrap();
        match step {
            Step::Set(items) => {
                let movements: Vec<_> =
                    items.iter().map(|(user, kind, amount)| movement(users[*user], admin, *kind, *amount)).collect();
                let answers = ledger::post(&mut tx, CREDIT, &movements, now).await.unwrap();
                tx.commit().await.unwrap();
                for ((_, kind, amount), answer) in items.iter().zip(answers) {
                    match (kind, answer) {
                        (Kind::Charge(_), Ok(transfer)) => {
                            change -= amount;
                            charges.lock().unwrap().push(transfer.id);
                        }
                        (_, Ok(_)) => change += amount,
                        (Kind::Charge(with), Err(Refusal::Insufficient { balance, promotional, needed })) => {
                            assert!(balance - promotional < needed);
                            assert!(*with == Promotional::Unused || promotional == 0);
                        }
                        (Kind::Grant, Err(Refusal::Done)) => {}
                        (kind, Err(refusal)) => panic!("{kind:?}: {refusal}"),
                    }
                }
            }
            Step::Pay(items) => {
                let payment = |(from, by, amount): &(usize, usize, i64)| {
                    Movement::transfer(users[*from], users[(from + by) % USERS], *amount, None)
                };
                let movements: Vec<_> = items.iter().map(payment).collect();
                let known = balances(&mut tx, &users).await;
                let answer = ledger::post_all(&mut tx, CREDIT, &movements, now).await.unwrap();
                if answer.is_err() {
                    assert_eq!(balances(&mut tx, &users).await, known, "a refusal moved credits");
                }
                tx.commit().await.unwrap();
            }
            Step::Refund(picks) => {
                let known = charges.lock().unwrap().clone();
                let picked: Vec<_> = picks.iter().filter_map(|pick| known.get(*pick).copied()).collect();
                ledger::refund(&mut tx, &picked, now).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }
    change
}

/// All balances, locked until the end of the transaction.
async fn balances(tx: &mut Tx, users: &[UserId]) -> Vec<i64> {
    ledger::lock(tx, CREDIT, users).await.unwrap();
    let mut balances = Vec::new();
    for user in users {
        balances.push(ledger::balance(tx.conn(), *user, CREDIT).await.unwrap().unwrap());
    }
    balances
}

fn movement(user: UserId, admin: UserId, kind: Kind, amount: i64) -> Movement {
    match kind {
        Kind::Grant => Movement::grant(user, amount, Promotional::Granted(amount)),
        Kind::Mint => Movement::mint(user, amount, admin, None),
        Kind::Charge(with) => Movement::charge(user, amount, with, MessageId::new().uuid(), JobId::new()),
    }
}

async fn new_user(app: &App) -> UserId {
    let id = UserId::new();
    let mut tx = app.db.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO users (id, username, password_hash, role, created_at) VALUES ($1, $1::text, '', 'user', now())",
    )
    .bind(id)
    .execute(tx.conn())
    .await
    .unwrap();
    ledger::ensure_wallets(&mut tx, &[id], CREDIT, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn check(app: &App, clients: Vec<Vec<Step>>) {
    let users = join_all((0..USERS).map(|_| new_user(app))).await;
    let admin = users[0];
    let charges = Charges::default();
    let tasks = clients
        .into_iter()
        .map(|steps| tokio::spawn(client(app.clone(), users.clone(), admin, charges.clone(), steps)));
    let changes: i64 = join_all(tasks).await.into_iter().map(Result::unwrap).sum();

    let mut held = 0;
    for user in &users {
        let balance = ledger::balance(app.db.pool(), *user, CREDIT).await.unwrap().unwrap();
        assert!(balance >= 0, "below zero: {balance}");
        held += balance;
    }
    let known = charges.lock().unwrap().clone();
    let refunds: Vec<(uuid::Uuid, i64)> =
        sqlx::query_as("SELECT reference, amount FROM transfers WHERE kind = 'refund' AND reference = ANY($1)")
            .bind(&known)
            .fetch_all(app.db.pool())
            .await
            .unwrap();
    let once: HashSet<_> = refunds.iter().map(|(charge, _)| charge).collect();
    assert_eq!(once.len(), refunds.len(), "a charge was refunded twice");
    assert_eq!(held, changes + refunds.iter().map(|(_, amount)| amount).sum::<i64>(), "credits were lost or made");
    let handed_on: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM transfers WHERE promotional > 0 AND from_entry IS NOT NULL AND to_entry IS NOT NULL",
    )
    .fetch_one(app.db.pool())
    .await
    .unwrap();
    assert_eq!(handed_on, 0, "promotional credits went to another user");
    let mut snapshot = app.db.snapshot().await.unwrap();
    for asset in ledger::prove(&mut snapshot, true).await.unwrap() {
        assert!(asset.holds(), "{asset:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credits_are_conserved_in_any_interleaving() {
    let app = TestApp::start().await;
    let (inner, runtime) = (app.app.clone(), tokio::runtime::Handle::current());
    let checked = tokio::task::spawn_blocking(move || {
        let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
        runner.run(&steps(), |clients| {
            runtime.block_on(check(&inner, clients));
            Ok(())
        })
    });
    checked.await.unwrap().unwrap();
    // These charges have no messages, so the usual final ledger audit would fail.
    app.abandon().await;
}

#[tokio::test]
async fn the_proof_finds_discrepancies() {
    for (damage, sum) in [
        ("UPDATE wallets SET balance = balance + 5 WHERE balance = 100", 5),
        ("UPDATE wallets SET entries = entries + 1 WHERE balance = 100", 0),
        ("UPDATE wallets SET promotional = 5 WHERE balance = 100", 0),
    ] {
        let app = TestApp::start().await;
        let (alice, admin) = (app.user("alice").await, app.admin().await);
        sqlx::query(damage).execute(app.app.db.pool()).await.unwrap();
        let proof = admin.get("/v1/ledger/proof").await.expect(200);
        assert_eq!(proof["holds"], false, "{damage}");
        let asset = &proof["assets"][0];
        assert_eq!((asset["sum"].as_i64(), asset["mismatches"].as_i64()), (Some(sum), Some(1)), "{damage}");
        let me = alice.get("/v1/me").await.expect(200);
        assert_eq!(asset["mismatched"][0]["user_id"], me["id"]);
        app.abandon().await;
    }
}

#[tokio::test]
async fn a_charge_without_an_outcome_is_an_orphan() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    alice.send("whatsapp", "+15550100001").await;
    assert_eq!(admin.get("/v1/ledger/proof").await.expect(200)["holds"], true, "its job is open");
    app.drain_jobs().await;
    sqlx::query("UPDATE messages SET status = 'failed'").execute(app.app.db.pool()).await.unwrap();
    let proof = admin.get("/v1/ledger/proof").await.expect(200);
    assert_eq!((proof["holds"].as_bool(), proof["orphan_charges"].as_i64()), (Some(false), Some(1)));
    app.abandon().await;
}

#[tokio::test]
async fn transfers_are_immutable() {
    let app = TestApp::start().await;
    app.user("alice").await;
    for change in ["UPDATE transfers SET amount = 1", "DELETE FROM transfers"] {
        let error = sqlx::query(change).execute(app.app.db.pool()).await.unwrap_err();
        assert!(error.to_string().contains("never changed"), "{error}");
    }
    app.finish().await;
}
