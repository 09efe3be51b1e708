//! Filters, counts and other requests of the console.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use shared::ids::{MessageId, UserId};

use crate::harness::{Caller, Options, TestApp};

const PHONE: &str = "+15550100001";
const OTHER_PHONE: &str = "+15550100002";

async fn ids(caller: &Caller<'_>, query: &[(&str, &str)]) -> Vec<String> {
    let page = caller.call(caller.request(Method::GET, "/v1/messages").query(query)).await.expect(200);
    page["data"].as_array().unwrap().iter().map(|message| message["id"].as_str().unwrap().to_owned()).collect()
}

fn id(message: &Value) -> String {
    message["id"].as_str().unwrap().to_owned()
}

/// An inbound message from the phone, as stored.
async fn answer(app: &TestApp, to: &Caller<'_>) {
    let to: UserId = to.id().await.parse().unwrap();
    let inbound =
        "INSERT INTO messages (id, channel, recipient_id, recipient, from_number, body, status, segments, price,
            metadata, created_at, sent_at, delivered_at)
        VALUES ($1, 'whatsapp', $2, '106540352242922', $3, 'thanks', 'delivered', 1, 0, '{}', now(), now(), now())";
    let query = sqlx::query(inbound).bind(MessageId::new().uuid()).bind(to.uuid()).bind(PHONE);
    query.execute(app.app.db.pool()).await.unwrap();
}

#[tokio::test]
async fn messages_are_filtered_by_contact_in_both_directions() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let eve = app.user("eve").await;
    let to_phone = id(&alice.send("whatsapp", PHONE).await);
    alice.send("whatsapp", OTHER_PHONE).await;
    let to_bob = id(&alice.send("in_app", "Bob").await);
    let from_bob = id(&bob.send("in_app", "alice").await);
    alice.send("in_app", "eve").await;
    eve.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    answer(&app, &alice).await;

    let with_phone = ids(&alice, &[("to", PHONE)]).await;
    assert_eq!(with_phone.len(), 3, "two to it, one from it");
    assert_eq!(with_phone[2], to_phone);
    // An unescaped `+` arrives as a space.
    assert_eq!(ids(&alice, &[("to", " 15550100001")]).await, with_phone);
    assert_eq!(ids(&alice, &[("to", PHONE), ("direction", "received")]).await, with_phone[..1]);
    assert_eq!(ids(&alice, &[("to", PHONE), ("limit", "1")]).await, with_phone[..1]);
    for name in ["bob", "BOB", &bob.id().await] {
        assert_eq!(ids(&alice, &[("to", name)]).await, [from_bob.clone(), to_bob.clone()], "{name}");
    }
    assert_eq!(ids(&alice, &[("to", "bob"), ("direction", "sent")]).await, std::slice::from_ref(&to_bob));
    for nobody in ["+15550100009", "nobody", "1555", "+"] {
        assert_eq!(ids(&alice, &[("to", nobody)]).await, [""; 0], "{nobody}");
    }
    // A cursor is bound to its filter.
    let page = alice.call(alice.request(Method::GET, "/v1/messages").query(&[("to", PHONE), ("limit", "1")])).await;
    let cursor = page.expect(200)["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(ids(&alice, &[("to", PHONE), ("cursor", &cursor)]).await, with_phone[1..]);
    let other = [("to", OTHER_PHONE), ("cursor", cursor.as_str())];
    alice.call(alice.request(Method::GET, "/v1/messages").query(&other)).await.problem(400, "invalid_cursor");
    app.finish().await;
}

#[tokio::test]
async fn messages_are_counted_by_time_channel_and_status() {
    let app = TestApp::for_a_day().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    app.stop_clock();
    // To a full hour, so that the following messages fall into the intended hours and days.
    let now = app.app.clock.now();
    let midnight = (now + TimeDelta::days(1)).date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
    app.advance(midnight - now - TimeDelta::minutes(30));
    alice.send("in_app", "bob").await;
    app.drain_jobs().await;
    app.advance(TimeDelta::minutes(40));
    let (alice, bob) = (app.log_in("alice").await, app.log_in("bob").await);
    alice.send("in_app", "bob").await;
    alice.send("whatsapp", PHONE).await;
    bob.send("in_app", "alice").await;
    app.drain_jobs().await;
    alice.send("in_app", "bob").await;

    // The end of the span is exclusive.
    app.advance(TimeDelta::seconds(1));
    let text = |time: DateTime<Utc>| json!(time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
    let count = |since: DateTime<Utc>, channel: &str, status: &str| json!({"since": text(since), "channel": channel, "status": status, "messages": 1});
    let days = alice.get("/v1/messages/summary").await.expect(200);
    let expected = [
        count(midnight - TimeDelta::days(1), "in_app", "delivered"),
        count(midnight, "in_app", "delivered"),
        count(midnight, "in_app", "queued"),
        count(midnight, "whatsapp", "sent"),
    ];
    assert_eq!(days["data"], json!(expected));
    assert_eq!(
        (&days["bucket"], &days["total"]["delivered"], &days["total"]["failed"]),
        (&json!("day"), &json!(2), &json!(0))
    );
    assert_eq!(days["total"].as_object().unwrap().len(), 8, "each status");
    let hours = alice.get("/v1/messages/summary?bucket=hour").await.expect(200);
    assert_eq!(hours["data"][0], count(midnight - TimeDelta::hours(1), "in_app", "delivered"));
    // The start of the span is inclusive, its end exclusive.
    let span = |since: DateTime<Utc>, until: DateTime<Utc>| {
        let query = [("since", since.to_rfc3339()), ("until", until.to_rfc3339()), ("bucket", "hour".to_owned())];
        alice.request(Method::GET, "/v1/messages/summary").query(&query)
    };
    let sent = midnight + TimeDelta::minutes(10);
    let none = alice.call(span(midnight - TimeDelta::minutes(29), sent)).await.expect(200);
    assert_eq!(none["data"], json!([]));
    assert_eq!(alice.call(span(sent, sent + TimeDelta::hours(1))).await.expect(200)["total"]["delivered"], 1);
    for (since, until) in [(sent, sent - TimeDelta::hours(1)), (sent - TimeDelta::days(8), sent)] {
        alice.call(span(since, until)).await.problem(422, "validation_failed");
    }
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_statement_is_filtered_by_kind_and_time() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    app.user("bob").await;
    let start = app.app.clock.now();
    app.advance(TimeDelta::hours(2));
    alice.send("in_app", "bob").await;
    app.advance(TimeDelta::hours(2));
    alice.send("in_app", "bob").await;
    app.drain_jobs().await;
    let kinds = async |query: &[(&str, String)]| {
        let answer = alice.call(alice.request(Method::GET, "/v1/credits/transactions").query(query)).await.expect(200);
        let rows = answer["data"].as_array().unwrap().clone();
        rows.iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let at = |hours: i64| (start + TimeDelta::hours(hours)).to_rfc3339();
    assert_eq!(kinds(&[]).await, ["charge", "charge", "grant"]);
    assert_eq!(kinds(&[("kind", "charge".into())]).await, ["charge", "charge"]);
    assert_eq!(kinds(&[("kind", "grant".into())]).await, ["grant"]);
    assert_eq!(kinds(&[("since", at(1))]).await, ["charge", "charge"]);
    assert_eq!(kinds(&[("since", at(1)), ("until", at(3))]).await, ["charge"]);
    assert_eq!(kinds(&[("until", at(1))]).await, ["grant"]);
    let page = alice.get("/v1/credits/transactions?kind=charge&limit=1").await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = alice.get(&format!("/v1/credits/transactions?kind=charge&limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!((next["data"].as_array().unwrap().len(), &next["next_cursor"]), (1, &Value::Null));
    let other = format!("/v1/credits/transactions?cursor={cursor}");
    alice.get(&other).await.problem(400, "invalid_cursor");
    alice.get("/v1/credits/transactions?kind=nonsense").await.problem(422, "validation_failed");
    app.fund(&alice, 500).await;
    assert_eq!(
        alice.get("/v1/wallet/transactions?kind=funding").await.expect(200)["data"].as_array().unwrap().len(),
        1
    );
    assert_eq!(alice.get("/v1/wallet/transactions?kind=deposit").await.expect(200)["data"], json!([]));
    app.finish().await;
}

#[tokio::test]
async fn user_lookups_need_the_exact_name_and_are_rate_limited() {
    let env = vec![("RATE_LIMIT_LOOKUPS_PER_MINUTE", "8".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    // No lookup is refilled while this runs.
    app.stop_clock();
    let found = alice.get("/v1/users/lookup?username=BOB").await;
    assert!(found.headers["ratelimit"].to_str().unwrap().contains("\"lookups\""));
    assert_eq!(found.expect(200), json!({"id": bob.id().await, "username": "bob"}));
    for other in ["bo", "bob%25", "bobb", "", &bob.id().await] {
        alice.get(&format!("/v1/users/lookup?username={other}")).await.problem(404, "not_found");
    }
    alice.get("/v1/users/lookup").await.problem(422, "validation_failed");
    sqlx::query("UPDATE users SET status = 'suspended' WHERE username = 'bob'")
        .execute(app.app.db.pool())
        .await
        .unwrap();
    alice.get("/v1/users/lookup?username=bob").await.problem(404, "not_found");
    alice.get("/v1/users/lookup?username=alice").await.expect(200);
    let refused = alice.get("/v1/users/lookup?username=alice").await;
    assert!(refused.headers.contains_key("retry-after"));
    refused.problem(429, "too_many_lookups");
    // Other users are not limited.
    app.user("eve").await.get("/v1/users/lookup?username=alice").await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn preferences_are_stored_for_every_role() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let path = "/v1/me/preferences";
    for caller in [&alice, &admin] {
        assert_eq!(caller.get(path).await.expect(200), json!({}));
        let first = json!({"theme": "dark", "pages": {"jobs": {"paused": true}}});
        assert_eq!(caller.patch(path, &first).await.expect(200), first);
    }
    let changed = alice.patch(path, &json!({"theme": null, "pages": {"events": 1}, "zone": "UTC"})).await.expect(200);
    assert_eq!(changed, json!({"pages": {"events": 1}, "zone": "UTC"}));
    assert_eq!(alice.get(path).await.expect(200), changed);
    assert_eq!(admin.get(path).await.expect(200)["theme"], "dark", "each user has their own");
    // The limit applies to the whole object, not to each change.
    alice.patch(path, &json!({"a": "x".repeat(2000)})).await.expect(200);
    alice.patch(path, &json!({"b": "x".repeat(2100)})).await.problem(422, "validation_failed");
    alice.patch(path, &json!({"c": "\0"})).await.problem(422, "validation_failed");
    for wrong in [json!([]), json!("text"), json!(1)] {
        alice.patch(path, &wrong).await.problem(422, "validation_failed");
    }
    assert_eq!(alice.get(path).await.expect(200)["a"].as_str().unwrap().len(), 2000);
    let both = [json!({"one": 1}), json!({"two": 2})];
    let (one, two) = tokio::join!(admin.patch(path, &both[0]), admin.patch(path, &both[1]));
    assert_eq!((one.status, two.status), (200, 200));
    let all = admin.get(path).await.expect(200);
    assert_eq!((&all["one"], &all["two"]), (&json!(1), &json!(2)), "neither change is lost");
    app.finish().await;
}
