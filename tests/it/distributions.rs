//! Credits from a reseller to its business owners, and back.

use futures::future::join_all;
use serde_json::{Value, json};
use shared::accounts::Role;
use sqlx::AssertSqlSafe;

use crate::harness::{Caller, Options, Process, TestApp, eventually};

pub(super) const PATH: &str = "/v1/credit-distributions";

/// A reseller with credits.
pub(super) async fn reseller<'a>(app: &'a TestApp, admin: &Caller<'_>, credits: i64) -> Caller<'a> {
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    admin.post("/v1/credits/mint", &json!({"user": "reseller", "credits": credits})).await.expect(201);
    reseller
}

pub(super) fn to(owner: &str, credits: i64) -> Value {
    json!({"business_owner_id": owner, "credits": credits})
}

async fn shop_credits(app: &TestApp) -> i64 {
    app.count(
        "SELECT balance FROM wallets JOIN users ON users.id = user_id WHERE username = 'shop' AND asset = 'CREDIT'",
    )
    .await
}

#[tokio::test]
async fn jobs_distribute_and_reclaim_credits() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 1000).await;
    let shop = app.business_owner("shop", &reseller).await;
    let (id, own) = (shop.id().await, reseller.id().await);

    let body = json!({"business_owner_id": id, "credits": 500, "note": "March"});
    let answer = reseller.post_once(PATH, "a key", &body).await;
    let location = answer.headers["location"].to_str().unwrap().to_owned();
    let accepted = answer.expect(202);
    let (given, job) = (&accepted["distribution"], &accepted["job"]);
    assert_eq!(given["id"].as_str().unwrap().split('_').next(), Some("dst"));
    assert_eq!(
        (&given["status"], &given["credits"], &given["note"]),
        (&json!("pending"), &json!(500), &json!("March"))
    );
    assert_eq!((&given["reseller_id"], &given["business_owner_id"]), (&json!(own), &json!(id)));
    assert_eq!((&given["job_id"], &job["kind"]), (&job["id"], &json!("credits.distribute")));
    assert_eq!(location, format!("/v1/jobs/{}", job["id"].as_str().unwrap()));
    assert_eq!((reseller.balance().await, shop.balance().await), (1000, 0), "nothing moves before the job runs");
    let again = reseller.post_once(PATH, "a key", &body).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.expect(202), accepted);
    app.drain_jobs().await;
    assert_eq!((reseller.balance().await, shop.balance().await), (500, 500));
    let ended = reseller.get(&format!("{PATH}/{}", given["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&ended["status"], &ended["error"]), (&json!("succeeded"), &Value::Null));
    let job = reseller.get(&location).await.expect(200);
    assert_eq!((&job["state"], &job["result"]), (&json!("succeeded"), &json!({"distributions": 1, "credits": 500})));

    // Its business owner reads it, too; another one does not.
    let path = format!("{PATH}/{}", given["id"].as_str().unwrap());
    assert_eq!(shop.get(&path).await.expect(200), ended);
    let other = app.user_with_role("other_reseller", shared::accounts::Role::Reseller).await;
    app.business_owner("other_shop", &other).await.get(&path).await.problem(404, "not_found");

    shop.send("in_app", "shop").await;
    let back = reseller.post(&format!("{PATH}/reclaim"), &to(&id, 120)).await.expect(202);
    assert_eq!(back["distribution"]["credits"], -120);
    app.drain_jobs().await;
    assert_eq!((reseller.balance().await, shop.balance().await), (620, 379));
    assert_eq!(reseller.statement().await, ["reclaim", "distribution", "mint"]);
    assert_eq!(shop.statement().await, ["reclaim", "charge", "distribution"]);
    let row = &shop.get("/v1/credits/transactions?limit=100").await.expect(200)["data"][2];
    assert_eq!((&row["reference"], &row["counterparty"]), (&given["id"], &json!("reseller")));

    let stats = reseller.get(&format!("/v1/resellers/{own}/credit-stats")).await.expect(200);
    let share =
        json!({"business_owner": {"id": id, "username": "shop"}, "balance": 379, "distributed": 500, "reclaimed": 120});
    assert_eq!(
        stats,
        json!({"balance": 620, "received": 1000, "distributed": 500, "reclaimed": 120, "spent": 0, "refunded": 0,
            "business_owners": 1, "by_business_owner": [share]})
    );
    let of_shop = json!({"balance": 379, "received": 500, "reclaimed": 120, "spent": 1, "refunded": 0,
        "messages": {"sent": 1, "delivered": 1, "failed": 0}});
    for caller in [&shop, &reseller, &admin] {
        assert_eq!(caller.get(&format!("/v1/business-owners/{id}/credit-stats")).await.expect(200), of_shop);
        let list = caller.get(&format!("/v1/business-owners/{id}/credit-distributions")).await.expect(200);
        assert_eq!(list["data"].as_array().unwrap().len(), 2);
    }
    let sums = reseller.get(&format!("{PATH}/summary")).await.expect(200);
    assert_eq!(
        sums,
        json!({"resellers": 1, "business_owners": 1, "balance": 620, "received": 1000, "distributed": 500,
            "reclaimed": 120, "pending": 0, "succeeded": 2, "failed": 0, "cancelled": 0})
    );
    // And the other reseller with its business owner.
    let mut all = sums;
    (all["resellers"], all["business_owners"]) = (json!(2), json!(2));
    assert_eq!(admin.get(&format!("{PATH}/summary")).await.expect(200), all);
    let actions = admin.get("/v1/audit?limit=100").await.expect(200);
    let actions: Vec<_> = actions["data"].as_array().unwrap().iter().map(|it| it["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"credits.distribution_requested") && actions.contains(&"credits.reclaim_requested"));
    app.finish().await;
}

#[tokio::test]
async fn impossible_distributions_are_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let other = app.user_with_role("other_reseller", Role::Reseller).await;
    let (shop, alice) = (app.business_owner("shop", &reseller).await, app.user("alice").await);
    let id = shop.id().await;
    for caller in [&admin, &shop, &alice] {
        caller.post(PATH, &to(&id, 1)).await.problem(403, "forbidden");
        caller.post(&format!("{PATH}/reclaim"), &to(&id, 1)).await.problem(403, "forbidden");
    }
    other.post(PATH, &to(&id, 1)).await.problem(404, "not_found");
    reseller.post(PATH, &to(&alice.id().await, 1)).await.problem(404, "not_found");
    reseller.post(PATH, &to(&id, 101)).await.problem(402, "insufficient_credits");
    reseller.post(&format!("{PATH}/reclaim"), &to(&id, 1)).await.problem(402, "insufficient_credits");
    for credits in [json!(0), json!(-5), json!(1.5), json!("7")] {
        let problem = reseller.post(PATH, &json!({"business_owner_id": id, "credits": credits})).await;
        assert_eq!(problem.problem(422, "validation_failed")["errors"][0]["field"], "credits");
    }
    // A reseller cannot reclaim credits from other sources.
    admin.post("/v1/credits/mint", &json!({"user": "shop", "credits": 50})).await.expect(201);
    reseller.post(PATH, &to(&id, 10)).await.expect(202);
    app.drain_jobs().await;
    reseller.post(&format!("{PATH}/reclaim"), &to(&id, 11)).await.problem(402, "insufficient_credits");
    // A suspended business owner gets no credits, but can be reclaimed from.
    let path = format!("/v1/resellers/{}/business-owners/{id}", reseller.id().await);
    reseller.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    reseller.post(PATH, &to(&id, 1)).await.problem(409, "business_owner_suspended");
    // Each of two reclaims is valid, but not both: the second would take credits from other sources.
    for _ in 0..2 {
        reseller.post(&format!("{PATH}/reclaim"), &to(&id, 10)).await.expect(202);
    }
    app.drain_jobs().await;
    assert_eq!((reseller.balance().await, shop_credits(&app).await), (100, 50));
    let failed = reseller.get(&format!("{PATH}?status=failed")).await.expect(200);
    assert_eq!(failed["data"][0]["error"]["code"], "insufficient_credits");
    assert_eq!(app.count("SELECT count(*) FROM credit_distributions").await, 3, "refusals leave no row");
    app.finish().await;
}

#[tokio::test]
async fn a_batch_of_distributions_is_all_or_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let mut ids = Vec::new();
    for name in ["shop_a", "shop_b", "shop_c"] {
        ids.push(app.business_owner(name, &reseller).await.id().await);
    }
    let bulk = format!("{PATH}/bulk");
    let items = |credits: i64| ids.iter().map(|id| to(id, credits)).collect::<Vec<_>>();
    reseller.post(&bulk, &json!({"items": []})).await.problem(422, "validation_failed");
    reseller.post(&bulk, &json!({"items": items(34)})).await.problem(402, "insufficient_credits");
    let not_owned = json!({"items": [to(&ids[0], 1), to(&admin.id().await, 1)]});
    reseller.post(&bulk, &not_owned).await.problem(404, "not_found");
    let first = reseller.post(&bulk, &json!({"items": items(30), "note": "all"})).await.expect(202);
    let second = reseller.post(&bulk, &json!({"items": items(20)})).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(first["distributions"][2]["note"], "all");
    let state = async |accepted: &Value| {
        let job = reseller.get(&format!("/v1/jobs/{}", accepted["job"]["id"].as_str().unwrap())).await.expect(200);
        (job["state"].as_str().unwrap().to_owned(), job["error"]["code"].as_str().map(str::to_owned))
    };
    let (first, second) = (state(&first).await, state(&second).await);
    let failed = ("failed".to_owned(), Some("insufficient_credits".to_owned()));
    let done = ("succeeded".to_owned(), None);
    assert!([&first, &second].contains(&&done) && [&first, &second].contains(&&failed), "{first:?} {second:?}");
    let list = reseller.get(&format!("{PATH}?status=failed")).await.expect(200);
    assert_eq!(list["data"].as_array().unwrap().len(), 3, "none of the three was handed out");
    assert_eq!(list["data"][0]["error"]["code"], "insufficient_credits");
    let left = if first == done { 10 } else { 40 };
    assert_eq!(reseller.balance().await, left);
    app.finish().await;
}

#[tokio::test]
async fn waiting_distributions_can_be_cancelled() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let shop = app.business_owner("shop", &reseller).await;
    let accepted = reseller.post(PATH, &to(&shop.id().await, 100)).await.expect(202);
    let job = accepted["job"]["id"].as_str().unwrap();
    reseller.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.expect(200);
    app.drain_jobs().await;
    let list = reseller.get(&format!("{PATH}?status=cancelled")).await.expect(200);
    assert_eq!(list["data"][0]["id"], accepted["distribution"]["id"]);
    assert_eq!((reseller.balance().await, shop.balance().await), (100, 0));
    eventually("the events", || async {
        let events = reseller.get("/v1/events?limit=100").await.expect(200);
        let has = |kind: &str| events["data"].as_array().unwrap().iter().any(|it| it["type"] == kind);
        (has("distribution.pending") && has("distribution.cancelled")).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn suspending_a_reseller_cancels_waiting_distributions() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let shop = app.business_owner("shop", &reseller).await;
    let id = shop.id().await;
    let items = [to(&id, 10), to(&id, 20)];
    reseller.post(&format!("{PATH}/bulk"), &json!({"items": items})).await.expect(202);
    let path = format!("/v1/users/{}", reseller.id().await);
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    // No worker can claim it.
    let put_off =
        "UPDATE jobs SET run_at = run_at + interval '1 day', enqueued_at = NULL WHERE kind = 'credits.distribute'";
    sqlx::query(put_off).execute(app.app.db.pool()).await.unwrap();
    app.drain_jobs().await;
    let list = admin.get(&format!("{PATH}?status=cancelled")).await.expect(200);
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    assert_eq!(app.count("SELECT count(*) FROM events WHERE type = 'distribution.cancelled'").await, 2);
    assert_eq!(shop_credits(&app).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn a_distribution_running_at_suspension_moves_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let shop = app.business_owner("shop", &reseller).await;
    reseller.post(PATH, &to(&shop.id().await, 30)).await.expect(202);
    app.drain_jobs().await;
    reseller.post(&format!("{PATH}/reclaim"), &to(&shop.id().await, 10)).await.expect(202);
    // As if its job had been claimed before the suspension.
    let suspend = "UPDATE users SET status = 'suspended' WHERE role = 'reseller'";
    sqlx::query(suspend).execute(app.app.db.pool()).await.unwrap();
    app.drain_jobs().await;
    let failed = "SELECT count(*) FROM jobs WHERE state = 'failed' AND error->>'code' = 'reseller_suspended'";
    assert_eq!((app.count(failed).await, shop_credits(&app).await), (1, 30));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_distributions_never_exceed_the_balance() {
    let app = TestApp::with(Options { env: vec![("WORKER_CONCURRENCY", "8".into())], ..Options::default() }).await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 400).await;
    let shop = app.business_owner("shop", &reseller).await;
    let id = shop.id().await;
    let mut workers = [Process::worker(&app), Process::worker(&app)];
    let body = to(&id, 100);
    let answers = join_all((0..30).map(|_| reseller.post(PATH, &body))).await;
    assert!(answers.iter().all(|it| it.status == 202 || it.body["code"] == "insufficient_credits"), "{answers:?}");
    app.jobs_ended().await;
    assert_eq!(app.count("SELECT count(*) FROM credit_distributions WHERE status = 'succeeded'").await, 4);
    assert_eq!(app.count("SELECT count(*) FROM credit_distributions WHERE status = 'pending'").await, 0);
    assert_eq!((reseller.balance().await, shop.balance().await), (0, 400));
    // The same number of concurrent reclaims takes no more than there is.
    let path = format!("{PATH}/reclaim");
    join_all((0..30).map(|_| reseller.post(&path, &body))).await;
    app.jobs_ended().await;
    assert_eq!((reseller.balance().await, shop.balance().await), (400, 0));
    for worker in &mut workers {
        assert!(worker.terminate().await);
    }
    app.finish().await;
}

#[tokio::test]
async fn the_proof_compares_distributions_with_the_ledger() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let shop = app.business_owner("shop", &reseller).await;
    let given = reseller.post(PATH, &to(&shop.id().await, 10)).await.expect(202)["distribution"].take();
    let wrong = async || {
        let proof = admin.get("/v1/ledger/proof").await.expect(200);
        assert_eq!(proof["holds"] == true, proof["wrong_distributions"] == 0);
        proof["distributions"].as_array().unwrap().clone()
    };
    assert_eq!(wrong().await, [] as [Value; 0], "its job is open");
    app.drain_jobs().await;
    assert_eq!(wrong().await, [] as [Value; 0]);
    for damage in ["credits = 11", "credits = 10, status = 'pending'", "status = 'failed'"] {
        let damage = format!("UPDATE credit_distributions SET {damage}");
        sqlx::query(AssertSqlSafe(damage.as_str())).execute(app.app.db.pool()).await.unwrap();
        assert_eq!(wrong().await, [given["id"].clone()], "{damage}");
    }
    app.abandon().await;
}
