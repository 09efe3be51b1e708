//! Whatever many clients do with credits and money at once, and whenever workers are killed: the books balance.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use futures::future::join_all;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::json;
use shared::accounts::Role;
use shared::books;

use crate::harness::{Caller, Options, Process, TestApp, within};

const CLIENTS: u64 = 10;
const ROUNDS: u64 = 4;
const OPERATIONS: usize = 25;

struct Cast<'a> {
    admin: Caller<'a>,
    reseller: Caller<'a>,
    shops: Vec<(Caller<'a>, String)>,
    users: Vec<Caller<'a>>,
}

async fn cast(app: &TestApp) -> Cast<'_> {
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
    Cast { admin, reseller, shops, users }
}

/// One thing that somebody does; it may be refused for want of money or because it is too late.
async fn act(cast: &Cast<'_>, chance: &mut ChaCha8Rng) {
    let (shop, id) = cast.shops.choose(chance).unwrap();
    let user = cast.users.choose(chance).unwrap();
    let credits = json!({"business_owner_id": id, "credits": chance.random_range(1..60)});
    let answer = match chance.random_range(0..10) {
        0 => {
            cast.admin
                .post("/v1/credits/mint", &json!({"user": "reseller", "credits": chance.random_range(1..50)}))
                .await
        }
        1 | 2 => cast.reseller.post("/v1/credit-distributions", &credits).await,
        3 => cast.reseller.post("/v1/credit-distributions/reclaim", &credits).await,
        4 => {
            let items: Vec<_> =
                cast.shops.iter().map(|(_, id)| json!({"business_owner_id": id, "credits": 7})).collect();
            cast.reseller.post("/v1/credit-distributions/bulk", &json!({"items": items})).await
        }
        // To nobody: refused for good, and refunded.
        5 => shop.post("/v1/messages", &json!({"channel": "whatsapp", "to": "+15550000026", "body": "hello"})).await,
        6 => user.post("/v1/messages", &json!({"channel": "in_app", "to": "user_0", "body": "hello"})).await,
        7 => {
            // Ahead, so that it can be withdrawn.
            let send_at = chrono::Utc::now() + TimeDelta::seconds(3);
            let message = json!({"channel": "in_app", "to": "user_0", "body": "hello", "send_at": send_at});
            user.post("/v1/messages", &message).await
        }
        _ => {
            let to = format!("user_{}", chance.random_range(0..3));
            let amount = format!("0.{:02}", chance.random_range(1..99));
            user.post("/v1/transfers", &json!({"receiver": to, "amount": amount})).await
        }
    };
    let refusals = ["insufficient_credits", "insufficient_funds", "transfer_to_yourself"];
    let is_refused = refusals.iter().any(|code| answer.body["code"] == *code);
    assert!(answer.status < 300 || is_refused, "{}: {}", answer.status, answer.body);
    if chance.random_bool(0.2)
        && let Some(job) = answer.body["job"]["id"].as_str()
    {
        for owner in [&cast.reseller, shop, user] {
            let cancelled = owner.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.status;
            assert!([200, 404, 409].contains(&cancelled), "{cancelled}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_balance_whatever_happens() {
    let env = vec![("RATE_LIMIT_REQUESTS_PER_SECOND", "0".into()), ("WORKER_CONCURRENCY", "8".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let cast = cast(&app).await;
    for round in 0..ROUNDS {
        let mut worker = Process::worker(&app);
        let done = AtomicUsize::new(0);
        let clients = (0..CLIENTS).map(|client| {
            let (cast, done) = (&cast, &done);
            async move {
                let mut chance = ChaCha8Rng::seed_from_u64(round * CLIENTS + client);
                for _ in 0..OPERATIONS {
                    act(cast, &mut chance).await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        let moment = ChaCha8Rng::seed_from_u64(round).random_range(50..200);
        let fault = async {
            within(std::time::Duration::from_secs(30), "operations", || async {
                (done.load(Ordering::Relaxed) >= moment).then_some(())
            })
            .await;
            worker.kill();
        };
        tokio::join!(join_all(clients), fault);
        let proof = books::prove(&app.app, true).await.unwrap();
        assert!(proof.holds, "round {round}: {proof:?}");
    }
    // What killed workers held is taken up once their leases have run out.
    within(std::time::Duration::from_secs(30), "all jobs ended", || async {
        app.advance(TimeDelta::seconds(20));
        app.drain_jobs().await;
        (app.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL").await == 0).then_some(())
    })
    .await;
    assert_eq!(app.count("SELECT sum(balance)::bigint FROM wallets WHERE asset = 'USD'").await, 1_500);
    assert!(app.count("SELECT count(*) FROM transfers WHERE kind = 'refund'").await > 0);
    assert!(app.count("SELECT count(*) FROM transfers WHERE kind IN ('distribution', 'reclaim')").await > 50);
    app.finish().await;
}
