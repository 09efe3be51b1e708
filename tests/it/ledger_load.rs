//! The ledger balances under concurrent operations of many clients while workers are killed.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use futures::stream::{self, StreamExt};
use rand::Rng;
use rand::seq::{IndexedMutRandom, IndexedRandom};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::json;
use shared::accounts::Role;
use shared::ledger_audit;

use crate::harness::{Caller, Options, PASSWORD, Process, TestApp, within};

const CLIENTS: usize = 16;
const ROUNDS: u64 = 5;
/// Operations of a round; a ledger audit follows each round.
const OPERATIONS: u64 = 1_000;
const WORKERS: usize = 2;
/// The share of operations at which a worker is killed.
const KILL_RATE: f64 = 0.004;

struct Actors<'a> {
    admin: Caller<'a>,
    reseller: Caller<'a>,
    /// Business owners and their ids.
    shops: Vec<(Caller<'a>, String)>,
    users: Vec<Caller<'a>>,
    nobody: Caller<'a>,
}

async fn create_actors(app: &TestApp) -> Actors<'_> {
    let admin = app.admin().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let (mut shops, mut users) = (Vec::new(), Vec::new());
    for number in 0..3 {
        let shop = app.business_owner(&format!("shop_{number}"), &reseller).await;
        let id = shop.id().await;
        shops.push((shop, id));
        let user = app.user(&format!("user_{number}")).await;
        app.fund(&user, 500).await;
        users.push(user);
    }
    Actors { admin, reseller, shops, users, nobody: app.anonymous() }
}

/// The operation with this number. It may be refused for lack of money.
async fn act(actors: &Actors<'_>, number: u64, rng: &mut ChaCha8Rng) {
    let (shop, id) = actors.shops.choose(rng).unwrap();
    let user = actors.users.choose(rng).unwrap();
    let somebody = format!("user_{}", rng.random_range(0..3));
    let credits = json!({"business_owner_id": id, "credits": rng.random_range(1..60)});
    let (who, path, body) = match rng.random_range(0..13) {
        0 => {
            let newcomer = json!({"username": format!("newcomer_{number}"), "password": PASSWORD});
            (&actors.nobody, "/v1/auth/signup", newcomer)
        }
        1 => {
            let user = if rng.random_bool(0.5) { "reseller" } else { &somebody };
            (&actors.admin, "/v1/credits/mint", json!({"user": user, "credits": rng.random_range(1..50)}))
        }
        2 | 3 => (&actors.reseller, "/v1/credit-distributions", credits),
        4 => (&actors.reseller, "/v1/credit-distributions/reclaim", credits),
        5 => {
            let items: Vec<_> =
                actors.shops.iter().map(|(_, id)| json!({"business_owner_id": id, "credits": 7})).collect();
            (&actors.reseller, "/v1/credit-distributions/bulk", json!({"items": items}))
        }
        // To an unreachable number: refused permanently and refunded.
        6 | 7 => (shop, "/v1/messages", json!({"channel": "whatsapp", "to": "+15550000026", "body": "hello"})),
        // Never paid with sign-up credits.
        8 => (user, "/v1/messages", json!({"channel": "whatsapp", "to": "+15550000026", "body": "hello"})),
        9 => (user, "/v1/messages", json!({"channel": "in_app", "to": somebody, "body": "hello"})),
        10 => {
            // Scheduled, so that it can be cancelled.
            let send_at = Utc::now() + TimeDelta::seconds(3);
            (user, "/v1/messages", json!({"channel": "in_app", "to": somebody, "body": "hello", "send_at": send_at}))
        }
        _ => {
            let amount = format!("0.{:02}", rng.random_range(1..99));
            (user, "/v1/transfers", json!({"receiver": somebody, "amount": amount}))
        }
    };
    let answer = who.post(path, &body).await;
    let refusals = ["insufficient_credits", "insufficient_funds", "transfer_to_yourself"];
    let is_refused = refusals.iter().any(|code| answer.body["code"] == *code);
    assert!(answer.status < 300 || is_refused, "{path}: {}: {}", answer.status, answer.body);
    if rng.random_bool(0.2)
        && let Some(job) = answer.body["job"]["id"].as_str()
    {
        let cancelled = who.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.status;
        assert!([200, 409].contains(&cancelled), "{cancelled}");
    }
}

/// Kills a worker during its work and starts another.
fn replace_one(app: &TestApp, workers: &Mutex<Vec<Process>>, rng: &mut ChaCha8Rng) {
    let mut workers = workers.lock().unwrap();
    let worker = workers.choose_mut(rng).unwrap();
    worker.kill();
    *worker = Process::worker(app);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_balances_under_concurrent_load_and_crashes() {
    let no_limits = ["RATE_LIMIT_REQUESTS_PER_SECOND", "RATE_LIMIT_SIGNUPS_PER_HOUR"].map(|name| (name, "0".into()));
    let own = [("WORKER_CONCURRENCY", "8".into()), ("SIGNUP_CREDITS_FOR", "in_app".into())];
    let unlimited = ("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", "0".into());
    let env = no_limits.into_iter().chain(own).chain([unlimited]).collect();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let actors = create_actors(&app).await;
    let workers = Mutex::new((0..WORKERS).map(|_| Process::worker(&app)).collect::<Vec<_>>());
    for round in 0..ROUNDS {
        let operations = stream::iter(round * OPERATIONS..(round + 1) * OPERATIONS);
        operations
            .for_each_concurrent(CLIENTS, async |number| {
                // The operations and those at which a worker is killed are the same in each run; their order is not.
                let mut rng = ChaCha8Rng::seed_from_u64(number);
                if rng.random_bool(KILL_RATE) {
                    replace_one(&app, &workers, &mut rng);
                }
                act(&actors, number, &mut rng).await;
            })
            .await;
        let proof = ledger_audit::prove(&app.app, true).await.unwrap();
        assert!(proof.holds, "round {round}: {proof:?}");
    }
    let outside = "SELECT count(*) FROM transfers t JOIN messages m ON m.id = t.reference
        WHERE t.kind = 'charge' AND m.channel <> 'in_app' AND (t.promotional > 0) = $1 AND m.sender_id IN (
            SELECT id FROM users WHERE role = 'user')";
    for (promotional, expected) in [(true, false), (false, true)] {
        let found: i64 = sqlx::query_scalar(outside).bind(promotional).fetch_one(app.app.db.pool()).await.unwrap();
        assert_eq!(found > 0, expected, "{found} charges, promotional: {promotional}");
    }
    drop(workers);
    // Jobs of killed workers are claimed again once their leases expire.
    within(Duration::from_secs(30), "all jobs ended", || async {
        app.advance(TimeDelta::seconds(20));
        app.drain_jobs().await;
        (app.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL").await == 0).then_some(())
    })
    .await;
    assert_eq!(app.count("SELECT sum(balance)::bigint FROM wallets WHERE asset = 'USD'").await, 1_500);
    for (kind, least) in [
        ("grant", 300),
        ("mint", 300),
        ("charge", 600),
        ("refund", 300),
        ("distribution", 100),
        ("reclaim", 100),
        ("transfer", 300),
    ] {
        let many: i64 = sqlx::query_scalar("SELECT count(*) FROM transfers WHERE kind = $1")
            .bind(kind)
            .fetch_one(app.app.db.pool())
            .await
            .unwrap();
        assert!(many > least, "{kind}: {many}");
    }
    app.finish().await;
}
