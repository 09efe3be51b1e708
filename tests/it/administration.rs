//! What admins watch: processes, failures, settings, payments and ledger audits.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::TimeDelta;
use redis::AsyncCommands;
use serde_json::{Value, json};
use shared::config::SECRETS;

use crate::harness::{Process, TestApp, within};

fn rows(page: &Value) -> &Vec<Value> {
    page["data"].as_array().unwrap()
}

fn texts<'a>(page: &'a Value, field: &str) -> Vec<&'a str> {
    rows(page).iter().map(|row| row[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn processes_are_listed_while_they_run_and_lost_ones_for_a_while() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = "/v1/processes";
    let found = async |role: &'static str, status: &'static str, count: usize| {
        let (admin, what) = (&admin, format!("{count} {role} that are {status}"));
        within(Duration::from_secs(60), &what, || async {
            let page = admin.get(path).await.expect(200);
            let matching = |it: &&Value| it["role"] == role && it["status"] == status;
            let found: Vec<_> = rows(&page).iter().filter(matching).cloned().collect();
            (found.len() == count).then_some(found)
        })
        .await
    };
    let api = found("api", "running", 1).await.remove(0);
    assert_eq!((&api["version"], &api["pid"]), (&json!(env!("CARGO_PKG_VERSION")), &json!(std::process::id())));
    assert_eq!((&api["queues"], &api["stalled_loops"]), (&json!([]), &json!([])));
    let mut worker = Process::worker(&app);
    let listed = found("worker", "running", 1).await.remove(0);
    assert!(listed["queues"].as_array().unwrap().contains(&json!("messages")), "{listed}");
    assert_ne!(listed["pid"], api["pid"]);
    // Killed: lost, until it is forgotten. Time passes by making its last heartbeat older.
    worker.kill();
    let mut redis = app.app.redis.shared();
    let id = listed["id"].as_str().unwrap();
    let mut older = async |seconds: i64| {
        let _: f64 = redis.zincr(app.app.redis.key("processes"), id, -1000 * seconds).await.unwrap();
        let page = admin.get(path).await.expect(200);
        rows(&page).iter().find(|it| it["id"] == id).map(|it| it["status"].clone())
    };
    assert_eq!(older(20).await, Some(json!("lost")));
    assert_eq!(older(600).await, None);
    // Stopped: removed at once.
    let mut other = Process::worker(&app);
    let second = found("worker", "running", 1).await.remove(0);
    assert!(other.terminate().await);
    let page = admin.get(path).await.expect(200);
    assert!(rows(&page).iter().all(|it| it["id"] != second["id"]), "{page}");
    app.finish().await;
}

#[tokio::test]
async fn a_process_with_a_hung_loop_is_stalled() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let long_ago = std::time::Instant::now().checked_sub(shared::liveness::MAX_TURN * 2).unwrap();
    app.app.liveness.tick_at("relay", long_ago);
    within(Duration::from_secs(60), "a stalled process", || async {
        let page = admin.get("/v1/processes").await.expect(200);
        let process = rows(&page).first()?;
        (process["status"] == "stalled" && process["stalled_loops"] == json!(["relay"])).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn remembered_processes_are_bounded() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (beats, descriptions) = (app.app.redis.key("processes"), app.app.redis.key("processes:descriptions"));
    let mut redis = app.app.redis.shared();
    for at in 0..700 {
        let id = format!("crashed-{at}");
        let mut both = redis::pipe();
        both.zadd(&beats, &id, i64::from(at) + 4_000_000_000_000).hset(&descriptions, &id, "{}");
        let _: () = both.query_async(&mut redis).await.unwrap();
    }
    within(Duration::from_secs(60), "the oldest to be removed", || async {
        let mut redis = app.app.redis.shared();
        let mut both = redis::pipe();
        let counts: (usize, usize) = both.zcard(&beats).hlen(&descriptions).query_async(&mut redis).await.unwrap();
        (counts == (500, 500)).then_some(())
    })
    .await;
    for key in [&beats, &descriptions] {
        let left: i64 = redis::cmd("PTTL").arg(key).query_async(&mut redis).await.unwrap();
        assert!((1..=600_000).contains(&left), "{key} expires in {left} ms");
    }
    assert_eq!(admin.get("/v1/processes").await.status, 200, "descriptions of another version are skipped");
    app.finish().await;
}

#[tokio::test]
async fn failures_of_the_last_hour_are_counted_by_kind_and_code() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let empty = admin.get("/v1/failures").await.expect(200);
    assert_eq!((&empty["data"], &empty["is_partial"]), (&json!([]), &json!(false)));
    let add = |kind: &'static str, code: &'static str, minutes: i32, count: i32| {
        let sql = "INSERT INTO jobs (id, kind, queue, owner_id, payload, state, attempt, max_attempts, run_at, error, created_at, finished_at)
            SELECT gen_random_uuid(), $1, 'messages', (SELECT id FROM users WHERE username = 'alice'), '{}', 'failed', 1, 1,
                now(), jsonb_build_object('code', $2::text, 'message', 'no', 'retryable', false), now(),
                now() - make_interval(mins => $3, secs => number * 0.01)
            FROM generate_series(1, $4) AS number";
        let query = sqlx::query(sql).bind(kind).bind(code).bind(minutes).bind(count);
        async { query.execute(app.app.db.pool()).await.unwrap() }
    };
    add("message.send", "recipient_gone", 5, 3).await;
    add("message.send", "timed_out", 1, 2).await;
    add("whatsapp.deliver", "timed_out", 2, 1).await;
    add("message.send", "recipient_gone", 61, 5).await;
    let page = admin.get("/v1/failures").await.expect(200);
    let groups: Vec<_> =
        rows(&page).iter().map(|it| (it["kind"].clone(), it["code"].clone(), it["jobs"].clone())).collect();
    let group = |kind: &str, code: &str, jobs: i64| (json!(kind), json!(code), json!(jobs));
    let expected = [
        group("message.send", "recipient_gone", 3),
        group("message.send", "timed_out", 2),
        group("whatsapp.deliver", "timed_out", 1),
    ];
    assert_eq!(groups, expected);
    let first = &rows(&page)[0];
    assert_eq!((&first["latest_owner"], &first["latest_owner_id"]), (&json!("alice"), &json!(alice.id().await)));
    let job = format!("/v1/jobs/{}?owner_id={}", first["latest_job_id"].as_str().unwrap(), alice.id().await);
    assert_eq!(admin.get(&job).await.expect(200)["error"]["code"], "recipient_gone");
    assert_eq!(page["is_partial"], false);
    add("message.send", "flood", 10, 10_100).await;
    let page = admin.get("/v1/failures").await.expect(200);
    let counted: i64 = rows(&page).iter().map(|it| it["jobs"].as_i64().unwrap()).sum();
    assert_eq!((counted, &page["is_partial"]), (10_000, &json!(true)), "the newest ones");
    app.finish().await;
}

#[tokio::test]
async fn settings_are_listed_without_secrets() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let page = admin.get("/v1/settings").await.expect(200);
    let by_name: BTreeMap<_, _> = rows(&page).iter().map(|it| (it["name"].as_str().unwrap(), it)).collect();
    let text = page.to_string();
    for (name, value) in &app.env {
        let Some(setting) = by_name.get(name.as_str()) else { panic!("{name} is not listed") };
        let is_secret = SECRETS.contains(&name.as_str());
        assert_eq!((&setting["is_secret"], &setting["source"]), (&json!(is_secret), &json!("set")), "{name}");
        if is_secret {
            assert_eq!(setting["value"], Value::Null, "{name}");
            assert!(!text.contains(value), "the value of {name}");
        } else {
            assert_eq!(setting["value"], json!(value), "{name}");
        }
    }
    assert_eq!(by_name["WORKER_CONCURRENCY"]["source"], "default");
    app.finish().await;
}

#[tokio::test]
async fn payments_of_all_accounts_are_listed_for_admins() {
    let app = TestApp::start().await;
    let (admin, alice, bob) = (app.admin().await, app.user("alice").await, app.user("bob").await);
    let (recharges, deposits) = ("/v1/credits/recharges", "/v1/wallet/deposits");
    let first = alice.post(recharges, &json!({"credits": 100})).await.expect(202)["recharge"].clone();
    let second = bob.post(deposits, &json!({"amount": "5.00"})).await.expect(202)["deposit"].clone();
    let third = bob.post(recharges, &json!({"credits": 7})).await.expect(202)["recharge"].clone();
    app.drain_jobs().await;
    let pay = "UPDATE recharges SET status = 'failed' WHERE quantity = 7";
    sqlx::query(pay).execute(app.app.db.pool()).await.unwrap();
    let list = async |query: &str| admin.get(&format!("/v1/payments?{query}")).await.expect(200);
    let all = list("").await;
    assert_eq!(texts(&all, "id"), [&third["id"], &second["id"], &first["id"]].map(|id| id.as_str().unwrap()));
    let deposit = &rows(&all)[1];
    assert_eq!(
        (&deposit["kind"], &deposit["credits"], &deposit["amount"]),
        (&json!("deposit"), &Value::Null, &json!("5.00"))
    );
    assert_eq!((&deposit["user"]["username"], &deposit["is_blocking"]), (&json!("bob"), &json!(false)));
    assert_eq!((&rows(&all)[2]["credits"], &rows(&all)[2]["status"]), (&json!(100), &json!("pending")));
    assert!(!all.to_string().contains("checkout"), "links are for their owners");
    let bob_id = bob.id().await;
    for (query, expected) in [
        (format!("user={bob_id}"), vec![&third, &second]),
        ("kind=recharge".into(), vec![&third, &first]),
        ("status=failed".into(), vec![&third]),
        (format!("user={bob_id}&kind=deposit&status=pending"), vec![&second]),
        ("until=2020-01-01T00:00:00Z".into(), vec![]),
        ("since=2020-01-01T00:00:00Z&kind=deposit".into(), vec![&second]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(texts(&list(&query).await, "id"), expected, "{query}");
    }
    let page = list("limit=2").await;
    let next = page["next_cursor"].as_str().unwrap();
    assert_eq!(texts(&list(&format!("limit=2&cursor={next}")).await, "id"), [first["id"].as_str().unwrap()]);
    admin.get(&format!("/v1/payments?kind=deposit&cursor={next}")).await.problem(400, "invalid_cursor");
    let block = "INSERT INTO recharge_blocks (user_id, recharge_id, created_at) SELECT user_id, id, now() FROM recharges WHERE quantity = 100";
    sqlx::query(block).execute(app.app.db.pool()).await.unwrap();
    let blocking: BTreeSet<_> =
        rows(&list("").await).iter().filter(|it| it["is_blocking"] == true).map(|it| it["id"].to_string()).collect();
    assert_eq!(blocking, BTreeSet::from([first["id"].to_string()]));
    for (query, expected) in [
        ("is_blocking=true".to_owned(), vec![&first]),
        ("is_blocking=true&status=pending&kind=recharge".into(), vec![&first]),
        ("is_blocking=true&kind=deposit".into(), vec![]),
        (format!("is_blocking=true&user={bob_id}"), vec![]),
        ("is_blocking=false".into(), vec![&third, &second, &first]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(texts(&list(&query).await, "id"), expected, "{query}");
    }
    app.finish().await;
}

#[tokio::test]
async fn ledger_audits_are_started_once_a_minute_and_listed() {
    let app = TestApp::start().await;
    app.stop_clock();
    let admin = app.admin().await;
    app.user("alice").await;
    let path = "/v1/ledger/audits";
    assert_eq!(admin.get(path).await.expect(200)["data"], json!([]));
    let mut jobs = Vec::new();
    for full in [true, false] {
        let started = admin.post(path, &json!({"full": full})).await.expect(202);
        jobs.insert(0, started["job"]["id"].as_str().unwrap().to_owned());
        admin.post(path, &json!({"full": full})).await.problem(409, "ledger_audit_started");
        app.drain_jobs().await;
        app.advance(TimeDelta::minutes(1));
    }
    let page = admin.get(path).await.expect(200);
    assert_eq!(texts(&page, "job_id"), jobs);
    let proofs: Vec<_> =
        rows(&page).iter().map(|it| (it["proof"]["full"].clone(), it["proof"]["holds"].clone())).collect();
    assert_eq!(proofs, [(json!(false), json!(true)), (json!(true), json!(true))]);
    let next = admin.get(&format!("{path}?limit=1")).await.expect(200);
    let next = admin.get(&format!("{path}?limit=1&cursor={}", next["next_cursor"].as_str().unwrap())).await.expect(200);
    assert_eq!((texts(&next, "job_id"), &next["next_cursor"]), (vec![jobs[1].as_str()], &Value::Null));
    let log = admin.get("/v1/audit?action=ledger_audit.started").await.expect(200);
    assert_eq!(rows(&log).len(), 2, "refused ones are not recorded");
    admin.post(path, &json!({"other": 1})).await.problem(422, "validation_failed");
    app.finish().await;
}
