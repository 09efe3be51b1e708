//! The phones that wrote to an account, as listed in the console's inbox.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp};
use crate::whatsapp_inbound::{PHONE, delivered, receive, received};

const OTHER_PHONE: &str = "+15550100002";

/// A text from a phone, written at the given time.
fn text(id: &str, from: &str, body: &str, at: DateTime<Utc>) -> Value {
    let from = from.trim_start_matches('+');
    json!({"id": id, "from": from, "timestamp": at.timestamp().to_string(), "type": "text", "text": {"body": body}})
}

async fn contacts(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&format!("/v1/contacts{query}")).await.expect(200)
}

fn numbers(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|contact| contact["to"].as_str().unwrap()).collect()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn phones_are_listed_by_their_newest_inbound_message() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    for phone in [PHONE, OTHER_PHONE, "+15550100003"] {
        delivered(&app, &alice, phone).await;
    }
    assert_eq!(contacts(&alice, "").await["data"], json!([]), "no inbound messages yet");
    alice.get("/v1/contacts/+15550100001").await.problem(404, "not_found");

    let earlier = app.app.clock.now();
    receive(&app, &[text("wamid.IN1", OTHER_PHONE, "first", earlier)]).await;
    app.advance(TimeDelta::seconds(20));
    receive(&app, &[text("wamid.IN2", PHONE, "second", app.app.clock.now())]).await;
    let image = json!({"id": "wamid.IN3", "from": "15550100002", "timestamp": (earlier.timestamp() + 1).to_string(),
        "type": "image", "image": {"id": "77", "mime_type": "image/png", "caption": "x".repeat(200)}});
    receive(&app, &[image]).await;

    let page = contacts(&alice, "").await;
    assert_eq!(numbers(&page), [PHONE, OTHER_PHONE]);
    let (first, second) = (&page["data"][0], &page["data"][1]);
    assert_eq!((&first["channel"], &first["unread"]), (&json!("whatsapp"), &json!(true)));
    assert_eq!(time(&first["window_ends_at"]) - time(&first["last_inbound_at"]), TimeDelta::hours(24));
    let last = &first["last_message"];
    assert_eq!(
        (&last["direction"], &last["body"], &last["media"]),
        (&json!("received"), &json!("second"), &Value::Null)
    );
    let last = &second["last_message"];
    assert_eq!((&last["media"], last["body"].as_str().unwrap().len()), (&json!("image"), 160));

    // Pages have no gap.
    let one = contacts(&alice, "?limit=1").await;
    assert_eq!(numbers(&one), [PHONE]);
    let cursor = one["next_cursor"].as_str().unwrap();
    let two = contacts(&alice, &format!("?limit=1&cursor={cursor}")).await;
    assert_eq!((numbers(&two), &two["next_cursor"]), (vec![OTHER_PHONE], &Value::Null));
    alice.get(&format!("/v1/opt-outs?cursor={cursor}")).await.problem(400, "invalid_cursor");

    // A reply is the newest message, but does not change the order. Read messages are not unread.
    let answer = alice.send("whatsapp", OTHER_PHONE).await;
    app.drain_jobs().await;
    let message = received(&alice).await.into_iter().find(|message| message["from"] == PHONE).unwrap();
    alice.post(&format!("/v1/messages/{}/read", message["id"].as_str().unwrap()), &json!({})).await.expect(200);
    let page = contacts(&alice, "").await;
    assert_eq!(numbers(&page), [PHONE, OTHER_PHONE]);
    assert_eq!((&page["data"][0]["unread"], &page["data"][1]["unread"]), (&json!(false), &json!(true)));
    let last = &page["data"][1]["last_message"];
    assert_eq!((&last["id"], &last["direction"]), (&answer["id"], &json!("sent")));

    // A single contact, in any spelling of the number.
    for to in ["15550100002", "+15550100002"] {
        let one = alice.call(alice.request(Method::GET, &format!("/v1/contacts/{to}"))).await.expect(200);
        assert_eq!(one, page["data"][1], "{to}");
    }
    for nobody in ["15550100003", "%00", "alice"] {
        alice.get(&format!("/v1/contacts/{nobody}")).await.problem(404, "not_found");
    }
    // Other accounts do not see it, although they wrote to the same phone.
    bob.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    assert_eq!(contacts(&bob, "").await["data"], json!([]));
    bob.get("/v1/contacts/15550100001").await.problem(404, "not_found");
    app.finish().await;
}

#[tokio::test]
async fn a_closed_window_is_null() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    delivered(&app, &alice, PHONE).await;
    receive(&app, &[text("wamid.IN1", PHONE, "hello", app.app.clock.now())]).await;
    let end = time(&contacts(&alice, "").await["data"][0]["window_ends_at"]);
    app.stop_clock();
    app.advance(end - app.app.clock.now() - TimeDelta::seconds(1));
    let alice = app.log_in("alice").await;
    assert_eq!(time(&contacts(&alice, "").await["data"][0]["window_ends_at"]), end);
    app.advance(TimeDelta::seconds(1));
    assert_eq!(contacts(&alice, "").await["data"][0]["window_ends_at"], Value::Null);
    app.finish().await;
}

/// The list and the messages of one phone read only its own rows, however many messages the account sent to others.
#[tokio::test]
async fn reading_a_phone_scans_only_its_own_messages() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let many = "INSERT INTO messages (id, channel, sender_id, recipient, body, status, segments, price, job_id, metadata, created_at)
        SELECT gen_random_uuid(), 'whatsapp', users.id, '+1556' || n, 'x', 'delivered', 1, 0, gen_random_uuid(), '{}', now()
        FROM users, generate_series(1, 20000) AS n";
    let wrote = "INSERT INTO contacts (owner_id, channel, address, last_inbound_at)
        SELECT users.id, 'whatsapp', '1556' || n, now() FROM users, generate_series(1, 20000) AS n";
    let mut connection = app.app.db.pool().acquire().await.unwrap();
    for statement in [many, wrote, "ANALYZE messages, contacts", "SET plan_cache_mode = force_custom_plan"] {
        sqlx::query(statement).execute(&mut *connection).await.unwrap();
    }
    // The real statements, with this test's parameters.
    let plans = [
        "EXPLAIN SELECT id FROM messages WHERE sender_id = (SELECT id FROM users) AND true
            AND ('+15567'::text IS NULL OR recipient = '+15567') AND ('+15567'::text IS NULL OR channel <> 'in_app')
            ORDER BY id DESC LIMIT 50",
        "EXPLAIN SELECT address FROM contacts WHERE owner_id = (SELECT id FROM users) AND channel = 'whatsapp'
            AND last_inbound_at IS NOT NULL AND (last_inbound_at, address) < (now(), '2')
            ORDER BY last_inbound_at DESC, address DESC LIMIT 50",
    ];
    for (statement, index) in plans.iter().zip(["messages_to_phone", "contacts_last_inbound"]) {
        let plan: Vec<String> = sqlx::query_scalar(*statement).fetch_all(&mut *connection).await.unwrap();
        assert!(plan.iter().any(|line| line.contains(index)), "{plan:#?}");
        assert!(!plan.iter().any(|line| line.contains("Seq Scan on messages") || line.contains("Sort")), "{plan:#?}");
    }
    drop(connection);
    let page = contacts(&alice, "?limit=100").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 100);
    assert_eq!(page["data"][0]["last_message"]["body"], "x");
    let found = alice.call(alice.request(Method::GET, "/v1/messages").query(&[("to", "+15567")])).await.expect(200);
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    app.abandon().await;
}
