//! Counting jobs, and cancelling or retrying many of them at once.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::accounts::Role;
use shared::bulk_jobs::{self, Step};
use shared::ids::JobId;
use shared::jobs::{self, BulkAction};

use crate::harness::{Answer, Caller, TestApp};

const REFUSED: &str = "+15550000026";
const ACCEPTED: &str = "+15550100001";

/// Counts by state, without empty states.
async fn counts(caller: &Caller<'_>, query: &str) -> Value {
    let counts = caller.get(&format!("/v1/jobs/counts?{query}")).await.expect(200);
    let data = counts["data"].as_array().unwrap();
    assert_eq!(data.len(), 6, "each state: {counts}");
    let of = |it: &Value| {
        assert_eq!(it["capped"], false, "{counts}");
        (it["state"].as_str().unwrap().to_owned(), it["count"].clone())
    };
    Value::Object(data.iter().map(of).filter(|(_, count)| *count != 0).collect())
}

/// A request for everything accepted until now.
fn request(app: &TestApp, action: &str, expected: i64) -> Value {
    json!({"action": action, "filter": {}, "as_of": app.app.clock.now(), "expected": expected})
}

async fn bulk(app: &TestApp, caller: &Caller<'_>, action: &str, expected: i64) -> Answer {
    caller.post("/v1/jobs/bulk", &request(app, action, expected)).await
}

async fn scheduled(app: &TestApp, caller: &Caller<'_>, channel: &str, to: &str) -> Value {
    let send_at = app.app.clock.now() + TimeDelta::hours(1);
    let body = json!({"channel": channel, "to": to, "body": "later", "send_at": send_at});
    caller.post("/v1/messages", &body).await.expect(202)["message"].take()
}

async fn job(caller: &Caller<'_>, accepted: &Value) -> Value {
    caller.get(&format!("/v1/jobs/{}", accepted["job"]["id"].as_str().unwrap())).await.expect(200)
}

fn id(job: &Value) -> JobId {
    job["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn jobs_are_counted_by_state() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    for to in [ACCEPTED, REFUSED, REFUSED] {
        alice.send("whatsapp", to).await;
    }
    bob.send("in_app", "alice").await;
    app.drain_jobs().await;
    let before = app.app.clock.now();
    app.advance(TimeDelta::seconds(1));
    scheduled(&app, &alice, "whatsapp", ACCEPTED).await;
    let running = alice.send("in_app", "bob").await;
    let running: JobId = running["job_id"].as_str().unwrap().parse().unwrap();
    let claimed = jobs::claim(&app.app, &[running], &["message.send".into()], "one").await.unwrap();
    let cancelled = scheduled(&app, &alice, "in_app", "bob").await;
    alice.post(&format!("/v1/messages/{}/cancel", cancelled["id"].as_str().unwrap()), &json!({})).await.expect(200);

    let all = json!({"queued": 1, "running": 1, "succeeded": 1, "failed": 2, "cancelled": 1});
    assert_eq!(counts(&alice, "").await, all);
    assert_eq!(counts(&alice, "kind=message.send").await, json!({"running": 1, "cancelled": 1}));
    let before = before.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    assert_eq!(counts(&alice, &format!("as_of={before}")).await, json!({"succeeded": 1, "failed": 2}));
    assert_eq!(counts(&alice, &format!("until={before}")).await, json!({"succeeded": 1, "failed": 2}));
    assert_eq!(
        counts(&alice, &format!("since={before}")).await,
        json!({"queued": 1, "running": 1, "cancelled": 1}),
        "accepted at this time or later"
    );
    assert_eq!(counts(&bob, "").await, json!({"succeeded": 1}));

    let alices = format!("owner_id={}", alice.id().await);
    assert_eq!(counts(&admin, "").await, json!({}));
    assert_eq!(counts(&admin, &alices).await, all);
    assert_eq!(
        counts(&admin, "owner_id=all").await,
        json!({"queued": 1, "running": 1, "succeeded": 2, "failed": 2, "cancelled": 1})
    );
    assert_eq!(counts(&alice, &alices).await, all, "one's own");
    bob.get(&format!("/v1/jobs/counts?{alices}")).await.problem(404, "not_found");
    bob.get("/v1/jobs/counts?owner_id=all").await.problem(404, "not_found");
    let program = app.program(&admin.key(&["read"]).await);
    program.get("/v1/jobs/counts?owner_id=all").await.problem(403, "insufficient_scope");
    let unknown = format!("/v1/jobs/counts?owner_id={}", shared::ids::UserId::new());
    admin.get(&unknown).await.problem(404, "not_found");
    alice.get("/v1/jobs/counts?owner_id=nonsense").await.problem(422, "validation_failed");

    jobs::hand_back(&app.app, &[(claimed[0].id, claimed[0].attempt)], "one").await.unwrap();
    app.advance(TimeDelta::hours(2));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn counts_end_at_ten_thousand() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let now = app.app.clock.now();
    let insert = "INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, created_at, finished_at)
        SELECT overlay(gen_random_uuid()::text PLACING '01900000-0000' FROM 1)::uuid, CASE WHEN n = 1 THEN 'other' ELSE 'message.send' END, 'messages', $1, '{}', $2, 1, $3, $3,
            CASE WHEN $2 = 'queued' THEN NULL ELSE $3 END
        FROM generate_series(1, $4::int) AS n";
    for (state, jobs) in [("failed", 10_000), ("succeeded", 10_001), ("queued", 10_001)] {
        let insert = sqlx::query(insert).bind(alice.id().await.parse::<shared::ids::UserId>().unwrap());
        insert.bind(state).bind(now - TimeDelta::hours(2)).bind(jobs).execute(app.app.db.pool()).await.unwrap();
    }
    for (caller, query) in [(&alice, ""), (&admin, "owner_id=all")] {
        let counts = caller.get(&format!("/v1/jobs/counts?{query}")).await.expect(200);
        let of = |state: &str| {
            let it = counts["data"].as_array().unwrap().iter().find(|it| it["state"] == state).unwrap();
            (it["count"].as_i64().unwrap(), it["capped"].as_bool().unwrap())
        };
        assert_eq!(of("failed"), (10_000, false), "{query}");
        assert_eq!(of("queued"), (10_000, true), "{query}");
        assert_eq!(of("running"), (0, false), "{query}");
        assert!(of("succeeded").1, "{query}");
    }
    // A later period holds none of them, which is known although not all are read.
    let later = (now - TimeDelta::minutes(1)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let counts = alice.get(&format!("/v1/jobs/counts?since={later}")).await.expect(200);
    assert_eq!(counts["data"][4], json!({"state": "failed", "count": 0, "capped": false}));
    alice.post("/v1/jobs/bulk", &request(&app, "cancel", 10_000)).await.problem(422, "bulk_too_many_jobs");
    app.abandon().await;
}

#[tokio::test]
async fn many_jobs_are_cancelled_and_refunded() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let mut messages = Vec::new();
    for to in [ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED] {
        messages.push(scheduled(&app, &alice, "whatsapp", to).await);
    }
    let other = scheduled(&app, &bob, "whatsapp", ACCEPTED).await;
    let accepted = bulk(&app, &alice, "cancel", 4).await.expect(202);
    assert_eq!((&accepted["matched"], &accepted["job"]["kind"]), (&json!(4), &json!("jobs.bulk")));
    // Accepted later, or no longer pending: not cancelled by it.
    let later = scheduled(&app, &alice, "whatsapp", ACCEPTED).await;
    alice.post(&format!("/v1/jobs/{}/cancel", messages[0]["job_id"].as_str().unwrap()), &json!({})).await.expect(200);
    app.drain_jobs().await;
    let done = job(&alice, &accepted).await;
    assert_eq!((&done["state"], &done["progress"]), (&json!("succeeded"), &json!(100)), "{done}");
    let reasons = json!({"job_not_cancellable": 1});
    assert_eq!(
        done["result"],
        json!({"action": "cancel", "matched": 4, "done": 3, "skipped": 1, "failed": 0, "reasons": reasons})
    );
    for message in &messages {
        assert_eq!(alice.message(message).await["status"], "cancelled");
    }
    assert_eq!(alice.balance().await, 99, "one is still scheduled");
    assert_eq!(alice.message(&later).await["status"], "scheduled");
    assert_eq!(bob.message(&other).await["status"], "scheduled");
    assert_eq!(counts(&alice, "").await, json!({"queued": 1, "cancelled": 4}), "bulk jobs are not counted");
    app.advance(TimeDelta::hours(2));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn failed_jobs_are_retried_once_as_new_jobs() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let failed = alice.send("whatsapp", REFUSED).await;
    for _ in 0..2 {
        alice.send("whatsapp", REFUSED).await;
    }
    app.drain_jobs().await;
    alice.post(&format!("/v1/jobs/{}/retry", failed["job_id"].as_str().unwrap()), &json!({})).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(counts(&alice, "").await, json!({"failed": 4}));
    let accepted = bulk(&app, &alice, "retry", 4).await.expect(202);
    app.drain_jobs().await;
    let result = job(&alice, &accepted).await["result"].take();
    let reasons = json!({"job_already_retried": 1});
    assert_eq!(
        result,
        json!({"action": "retry", "matched": 4, "done": 3, "skipped": 1, "failed": 0, "reasons": reasons})
    );
    assert_eq!(counts(&alice, "").await, json!({"failed": 7}), "the new ones failed as well");
    let charges = alice.statement().await.iter().filter(|kind| *kind == "charge").count();
    assert_eq!((charges, alice.balance().await), (7, 100), "each was charged and refunded");
    app.finish().await;
}

#[tokio::test]
async fn retries_beyond_the_balance_are_refused_one_by_one() {
    let app = TestApp::start().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let admin = app.admin().await;
    admin.post("/v1/credits/mint", &json!({"user": "reseller", "credits": 3})).await.expect(201);
    for _ in 0..3 {
        reseller.send("whatsapp", REFUSED).await;
    }
    app.drain_jobs().await;
    // One credit stays: the two others wait in scheduled messages.
    for _ in 0..2 {
        scheduled(&app, &reseller, "whatsapp", ACCEPTED).await;
    }
    assert_eq!(reseller.balance().await, 1);
    // The retries are accepted before any of them fails and is refunded.
    let accepted = bulk(&app, &reseller, "retry", 3).await.expect(202);
    let bulk = id(&accepted["job"]);
    let ids = jobs::bulk_ids(app.app.db.pool(), bulk).await.unwrap();
    for (position, job) in ids.iter().enumerate() {
        let step = bulk_jobs::step(&app.app, bulk, BulkAction::Retry, (position, *job)).await.unwrap();
        assert_eq!(step, Step::At(position + 1));
    }
    app.drain_jobs().await;
    let result = job(&reseller, &accepted).await["result"].take();
    assert_eq!((&result["done"], &result["failed"]), (&json!(1), &json!(2)));
    assert_eq!(result["reasons"], json!({"insufficient_credits": 2}));
    app.advance(TimeDelta::hours(2));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn questions_are_retried_too() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let question = alice.ask(&chatroom, "sim:blocked").await;
    app.drain_jobs().await;
    let failed = alice.get(&format!("/v1/jobs/{}", question["job"]["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(failed["state"], "failed", "{failed}");
    let accepted = bulk(&app, &alice, "retry", 1).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(job(&alice, &accepted).await["result"]["done"], 1);
    let jobs = alice.get("/v1/jobs?kind=completion.generate").await.expect(200);
    assert_eq!(jobs["data"][0]["retried_from"], failed["id"]);
    app.finish().await;
}

#[tokio::test]
async fn a_bulk_job_continues_after_a_crash_and_does_nothing_twice() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for _ in 0..3 {
        alice.send("whatsapp", REFUSED).await;
    }
    app.drain_jobs().await;
    let accepted = bulk(&app, &alice, "retry", 3).await.expect(202);
    let bulk = id(&accepted["job"]);
    let ids = jobs::bulk_ids(app.app.db.pool(), bulk).await.unwrap();
    // A worker that is lost after one job.
    jobs::claim(&app.app, &[bulk], &["jobs.bulk".into()], "lost").await.unwrap();
    let step = async |position: usize| {
        bulk_jobs::step(&app.app, bulk, BulkAction::Retry, (position, ids[position])).await.unwrap()
    };
    assert_eq!(step(0).await, Step::At(1));
    assert_eq!(step(0).await, Step::At(1), "without effect");
    assert_eq!(step(2).await, Step::At(1), "without effect");
    app.advance(TimeDelta::minutes(1));
    app.drain_jobs().await;
    // The lost worker goes on.
    assert_eq!(step(1).await, Step::Stopped);
    let done = job(&alice, &accepted).await;
    assert_eq!((&done["state"], &done["attempt"]), (&json!("succeeded"), &json!(2)), "{done}");
    assert_eq!((&done["result"]["done"], &done["result"]["skipped"]), (&json!(3), &json!(0)));
    let retries = "SELECT count(*) FROM jobs WHERE retried_from IS NOT NULL";
    assert_eq!(app.count(retries).await, 3);
    assert_eq!(app.count("SELECT count(DISTINCT retried_from) FROM jobs").await, 3);
    app.finish().await;
}

#[tokio::test]
async fn a_bulk_job_can_be_stopped() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for _ in 0..3 {
        scheduled(&app, &alice, "whatsapp", ACCEPTED).await;
    }
    // While it waits.
    let waiting = bulk(&app, &alice, "cancel", 3).await.expect(202);
    let cancel = |accepted: &Value| format!("/v1/jobs/{}/cancel", accepted["job"]["id"].as_str().unwrap());
    assert_eq!(alice.post(&cancel(&waiting), &json!({})).await.expect(200)["state"], "cancelled");
    // While it runs.
    let accepted = bulk(&app, &alice, "cancel", 3).await.expect(202);
    let bulk_id = id(&accepted["job"]);
    let ids = jobs::bulk_ids(app.app.db.pool(), bulk_id).await.unwrap();
    jobs::claim(&app.app, &[bulk_id], &["jobs.bulk".into()], "one").await.unwrap();
    bulk_jobs::step(&app.app, bulk_id, BulkAction::Cancel, (0, ids[0])).await.unwrap();
    let eve = app.user("eve").await;
    eve.post(&cancel(&accepted), &json!({})).await.problem(404, "not_found");
    alice.post(&cancel(&accepted), &json!({})).await.expect(202);
    let step = bulk_jobs::step(&app.app, bulk_id, BulkAction::Cancel, (1, ids[1])).await.unwrap();
    assert_eq!(step, Step::Stopped);
    app.advance(TimeDelta::minutes(1));
    app.drain_jobs().await;
    assert_eq!(job(&alice, &accepted).await["state"], "cancelled");
    assert_eq!(counts(&alice, "").await, json!({"queued": 2, "cancelled": 1}));
    let last = bulk(&app, &alice, "cancel", 2).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(job(&alice, &last).await["result"]["done"], 2);
    app.finish().await;
}

#[tokio::test]
async fn bulk_requests_are_refused_with_a_reason() {
    let app = TestApp::for_a_day().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let message = scheduled(&app, &alice, "whatsapp", ACCEPTED).await;
    bulk(&app, &alice, "cancel", 2).await.problem(409, "bulk_count_changed");
    bulk(&app, &alice, "retry", 1).await.problem(409, "bulk_count_changed");
    bulk(&app, &alice, "cancel", 0).await.problem(422, "validation_failed");
    bulk(&app, &alice, "cancel", 10_001).await.problem(422, "validation_failed");
    bulk(&app, &alice, "delete", 1).await.problem(422, "validation_failed");
    let with = |filter: Value| {
        let mut request = request(&app, "cancel", 1);
        request["filter"] = filter;
        request
    };
    for filter in [json!({"state": "failed"}), json!({"state": "running"}), json!({"unknown": 1})] {
        alice.post("/v1/jobs/bulk", &with(filter)).await.problem(422, "validation_failed");
    }
    let early = json!({"until": "2020-01-01T00:00:00Z"});
    alice.post("/v1/jobs/bulk", &with(early)).await.problem(409, "bulk_count_changed");
    alice.post("/v1/jobs/bulk", &with(json!({"owner_id": "all"}))).await.problem(404, "not_found");
    let of_admin = json!({"owner_id": admin.id().await});
    alice.post("/v1/jobs/bulk", &with(of_admin)).await.problem(404, "not_found");
    let program = app.program(&admin.key(&["send"]).await);
    program.post("/v1/jobs/bulk", &with(json!({"owner_id": "all"}))).await.problem(403, "insufficient_scope");

    // One at a time, and the same key answers the same. Only what is accepted counts towards the quota.
    let quota = json!({"quotas": {"bulk_jobs_per_hour": 1}});
    admin.patch(&format!("/v1/users/{}", alice.id().await), &quota).await.expect(200);
    app.stop_clock();
    let request = request(&app, "cancel", 1);
    let accepted = alice.post_once("/v1/jobs/bulk", "key", &request).await.expect(202);
    bulk(&app, &alice, "cancel", 1).await.problem(409, "bulk_job_running");
    app.drain_jobs().await;
    assert_eq!(alice.message(&message).await["status"], "cancelled");
    assert_eq!(alice.post_once("/v1/jobs/bulk", "key", &request).await.expect(202), accepted);
    scheduled(&app, &alice, "whatsapp", ACCEPTED).await;
    bulk(&app, &alice, "cancel", 1).await.problem(429, "quota_exceeded");
    app.advance(TimeDelta::minutes(61));
    bulk(&app, &alice, "cancel", 1).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn admins_change_jobs_of_others_and_are_audited() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    for caller in [&alice, &bob] {
        for _ in 0..2 {
            scheduled(&app, caller, "whatsapp", ACCEPTED).await;
        }
    }
    let of = |owner: &str, expected: i64| {
        let mut request = request(&app, "cancel", expected);
        request["filter"] = json!({"owner_id": owner, "kind": "whatsapp.deliver"});
        request
    };
    let alice_id = alice.id().await;
    let alices = admin.post("/v1/jobs/bulk", &of(&alice_id, 2)).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(counts(&alice, "").await, json!({"cancelled": 2}));
    assert_eq!((alice.balance().await, bob.balance().await), (100, 98));
    admin.post("/v1/jobs/bulk", &of("all", 2)).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(bob.balance().await, 100);
    let entries = admin.get("/v1/audit?action=jobs.bulk_cancelled").await.expect(200);
    let entries = entries["data"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!((&entries[0]["subject"], &entries[0]["after"]["jobs"]), (&Value::Null, &json!(2)));
    assert_eq!((&entries[1]["subject"]["username"], &entries[1]["target"]), (&json!("alice"), &alices["job"]["id"]));
    assert_eq!(entries[1]["after"]["filter"], json!({"kind": "whatsapp.deliver", "owner_id": alice_id}));
    app.finish().await;
}
