//! Ownership of messages received on the shared number: an account gets only those that it can prove to own.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::harness::{Caller, Options, TestApp, eventually};
use crate::hooks::{SHARED_NUMBER, deliver, status, webhook as statuses};
use crate::whatsapp_inbound::{PHONE, delivered, receive, received, text, webhook};

/// Acts of a second account on the phone from which another account's customer replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Scheduled,
    Cancelled,
    Failed,
    Refused,
    Sent,
}

const ACTS: [Act; 5] = [Act::Scheduled, Act::Cancelled, Act::Failed, Act::Refused, Act::Sent];

/// Performs the act; returns its message, if any.
async fn act(app: &TestApp, bob: &Caller<'_>, phone: &str, act: Act) -> Option<Value> {
    let mut body = json!({"channel": "whatsapp", "to": phone, "body": "hello"});
    match act {
        Act::Sent | Act::Failed => {}
        Act::Scheduled | Act::Cancelled => body["send_at"] = json!(app.app.clock.now() + TimeDelta::days(1)),
        Act::Refused => {
            let body = json!({"channel": "whatsapp", "to": phone, "template": {"name": "none"}});
            bob.post("/v1/messages", &body).await.problem(422, "template_not_found");
            return None;
        }
    }
    let message = bob.post("/v1/messages", &body).await.expect(202)["message"].take();
    if act == Act::Cancelled {
        let path = format!("/v1/messages/{}/cancel", message["id"].as_str().unwrap());
        bob.post(&path, &json!({})).await.expect(200);
    }
    Some(message)
}

async fn wamid(caller: &Caller<'_>, message: &Value) -> String {
    caller.message(message).await["provider_message_id"].as_str().unwrap().to_owned()
}

fn from(phone: &str, id: &str, body: &str) -> Value {
    let mut message = text(id, body);
    message["from"] = json!(phone.trim_start_matches('+'));
    message
}

fn quoting(id: &str, body: &str, reference: &str) -> Value {
    let mut message = text(id, body);
    message["context"] = json!({"from": "15550109999", "id": reference});
    message
}

/// Every combination of acts, before and after the delivered message.
fn combinations() -> Vec<(String, bool, Vec<Act>)> {
    let sets = (0..1_usize << ACTS.len()).map(|bits| {
        ACTS.into_iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, act)| act).collect::<Vec<_>>()
    });
    let both = sets.flat_map(|acts| [(true, acts.clone()), (false, acts)]);
    both.enumerate().map(|(number, (is_before, acts))| (format!("+1555020{number:04}"), is_before, acts)).collect()
}

async fn act_all(app: &TestApp, bob: &Caller<'_>, cases: &[(String, bool, Vec<Act>)], before: bool) -> Vec<Value> {
    let (mut fails, mut waits) = (Vec::new(), Vec::new());
    for (phone, _, acts) in cases.iter().filter(|case| case.1 == before) {
        for it in acts {
            match (it, act(app, bob, phone, *it).await) {
                (Act::Failed, Some(message)) => fails.push(message),
                (Act::Scheduled, Some(message)) => waits.push(message),
                _ => {}
            }
        }
    }
    app.drain_jobs().await;
    let mut failed = Vec::new();
    for message in &fails {
        let mut status = status(&wamid(bob, message).await, "failed");
        status["errors"] = json!([{"code": 131_026}]);
        failed.push(status);
    }
    deliver(app, &statuses(&failed)).await.expect(200);
    app.drain_jobs().await;
    for message in &fails {
        assert_eq!(bob.message(message).await["status"], "failed");
    }
    waits
}

#[tokio::test]
async fn only_delivered_messages_claim_replies_in_any_combination() {
    let env = ["RATE_LIMIT_REQUESTS_PER_SECOND"].map(|name| (name, "0".into())).into();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let cases = combinations();
    assert_eq!(cases.len(), 64);
    let mut waits = act_all(&app, &bob, &cases, true).await;
    let mut sent = Vec::new();
    for (phone, ..) in &cases {
        sent.push(alice.send("whatsapp", phone).await);
    }
    app.drain_jobs().await;
    let mut delivered = Vec::new();
    for message in &sent {
        delivered.push(status(&wamid(&alice, message).await, "delivered"));
    }
    deliver(&app, &statuses(&delivered)).await.expect(200);
    app.drain_jobs().await;
    waits.extend(act_all(&app, &bob, &cases, false).await);

    let answers =
        cases.iter().enumerate().map(|(number, (phone, ..))| from(phone, &format!("wamid.A{number}"), "mine"));
    receive(&app, &answers.collect::<Vec<_>>()).await;
    let stop = cases.iter().enumerate().map(|(number, (phone, ..))| from(phone, &format!("wamid.B{number}"), "stop"));
    receive(&app, &stop.collect::<Vec<_>>()).await;

    assert_eq!(received(&bob).await, [] as [Value; 0]);
    let owned = "SELECT count(*) FROM messages JOIN users ON users.id = recipient_id
        WHERE from_number LIKE '+1555020%' AND username = 'alice'";
    assert_eq!(app.count(owned).await, 128, "each reply belongs to the account whose message was delivered");
    let events = "SELECT count(*) FROM events JOIN users ON users.id = owner_id
        WHERE username = 'bob' AND type IN ('message.received', 'contact.opted_out')";
    assert_eq!(app.count(events).await, 0);
    for message in &waits {
        bob.post(&format!("/v1/messages/{}/cancel", message["id"].as_str().unwrap()), &json!({})).await.expect(200);
    }
    app.finish().await;
}

#[tokio::test]
async fn with_two_candidates_no_account_gets_the_message() {
    let app = TestApp::start().await;
    let (admin, alice, bob) = (app.admin().await, app.user("alice").await, app.user("bob").await);
    let first = delivered(&app, &alice, PHONE).await;
    let second = delivered(&app, &bob, PHONE).await;
    receive(&app, &[text("wamid.IN1", "my secret")]).await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (0, 0));
    let event = eventually("an event for admins", || async {
        let page = admin.get("/v1/events?limit=100").await.expect(200);
        page["data"].as_array().unwrap().iter().find(|it| it["type"] == "message.unrouted").cloned()
    })
    .await;
    assert_eq!(event["data"]["reason"], "several_senders");
    assert_eq!(event["data"]["number_id"], SHARED_NUMBER);
    assert!(!event.to_string().contains("secret") && !event.to_string().contains("15550100001"), "{event}");
    let unrouted = "SELECT count(*) FROM events WHERE type = 'message.unrouted'";
    assert_eq!(app.count(unrouted).await, 1, "one for each admin");

    // The quoted message decides, and opens a window that other accounts cannot take.
    let quoted = first["provider_message_id"].as_str().unwrap();
    receive(&app, &[quoting("wamid.IN2", "for alice", quoted), text("wamid.IN3", "for alice too")]).await;
    delivered(&app, &bob, PHONE).await;
    receive(&app, &[text("wamid.IN4", "still for alice")]).await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (3, 0));
    // Once both have an open window, only a reference decides.
    let quoted = second["provider_message_id"].as_str().unwrap();
    receive(&app, &[quoting("wamid.IN5", "for bob", quoted), text("wamid.IN6", "for whom?")]).await;
    receive(&app, &[quoting("wamid.IN7", "for alice", first["provider_message_id"].as_str().unwrap())]).await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (4, 1));
    assert_eq!(app.count(unrouted).await, 2);
    // A reference to a message without an owner has no owner.
    let edit = json!({"original_message_id": "wamid.IN6", "message": {"type": "text", "text": {"body": "edited"}}});
    let mut edited = text("wamid.IN8", "");
    edited["type"] = json!("edit");
    edited["edit"] = edit;
    receive(&app, &[edited]).await;
    assert_eq!(app.count("SELECT count(*) FROM messages WHERE recipient_id IS NULL AND body = 'edited'").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn reactions_edits_and_revocations_follow_the_referenced_message() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let first = delivered(&app, &alice, PHONE).await;
    delivered(&app, &bob, PHONE).await;
    let quoted = first["provider_message_id"].as_str().unwrap();
    let with = |id: &str, kind: &str, content: Value| {
        let mut message = text(id, "");
        message["type"] = json!(kind);
        message[kind] = content;
        message
    };
    let messages = [
        with("wamid.IN1", "reaction", json!({"message_id": quoted, "emoji": "\u{1f44d}"})),
        // The phone's own message, which belongs to alice.
        with(
            "wamid.IN2",
            "edit",
            json!({"original_message_id": "wamid.IN1", "message": {"type": "text", "text": {"body": "no"}}}),
        ),
        with("wamid.IN3", "revoke", json!({"original_message_id": "wamid.IN1"})),
    ];
    receive(&app, &messages).await;
    let stored = received(&alice).await;
    let replies: Vec<_> =
        stored.iter().map(|it| (it["body"].as_str().unwrap(), it["reference_id"].as_str().unwrap())).collect();
    assert_eq!(replies, [("", "wamid.IN1"), ("no", "wamid.IN1"), ("\u{1f44d}", quoted)]);
    assert_eq!(received(&bob).await.len(), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_reference_to_another_phones_message_proves_nothing() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let other = delivered(&app, &bob, "+15550100099").await;
    let wamid = other["provider_message_id"].as_str().unwrap();
    receive(&app, &[quoting("wamid.IN1", "one", wamid)]).await;
    delivered(&app, &alice, PHONE).await;
    receive(&app, &[quoting("wamid.IN2", "two", wamid)]).await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (1, 0));
    assert_eq!(app.count("SELECT count(*) FROM messages WHERE recipient_id IS NULL AND sender_id IS NULL").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn a_phone_is_matched_by_its_whatsapp_id() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let message = alice.send("whatsapp", "+525550100001").await;
    delivered(&app, &bob, "+525550100002").await;
    app.drain_jobs().await;
    let mut status = status(&wamid(&alice, &message).await, "delivered");
    status["recipient_id"] = json!("5215550100001");
    deliver(&app, &statuses(&[status])).await.expect(200);
    app.drain_jobs().await;
    receive(&app, &[from("5215550100001", "wamid.IN1", "hello")]).await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (1, 0));
    app.finish().await;
}

#[tokio::test]
async fn messages_before_delivery_or_after_the_window_are_no_replies() {
    let app = TestApp::for_a_day().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let now = app.app.clock.now();
    let at = |id: &str, at: chrono::DateTime<chrono::Utc>| {
        let mut message = text(id, "hello");
        message["timestamp"] = json!(at.timestamp().to_string());
        message
    };
    delivered(&app, &alice, PHONE).await;
    // Written an hour before: late, and not a reply.
    receive(&app, &[at("wamid.IN1", now - TimeDelta::hours(1))]).await;
    assert_eq!(received(&alice).await.len(), 0);
    app.advance(TimeDelta::hours(20));
    receive(&app, &[at("wamid.IN2", app.app.clock.now())]).await;
    assert_eq!(received(&alice).await.len(), 1);
    app.advance(TimeDelta::hours(25));
    let (alice, bob_now) = (app.log_in("alice").await, app.log_in("bob").await);
    receive(&app, &[at("wamid.IN3", app.app.clock.now())]).await;
    assert_eq!(received(&alice).await.len(), 1, "the window is closed");
    drop(bob);
    // Another account may have a window now; the late reply of the first window still belongs to alice.
    let message = bob_now.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    let mut arrived = status(&wamid(&bob_now, &message).await, "delivered");
    arrived["timestamp"] = json!(app.app.clock.now().timestamp().to_string());
    deliver(&app, &statuses(&[arrived])).await.expect(200);
    app.drain_jobs().await;
    app.advance(TimeDelta::seconds(2));
    receive(&app, &[at("wamid.IN4", app.app.clock.now()), at("wamid.IN5", now + TimeDelta::hours(21))]).await;
    assert_eq!((received(&alice).await.len(), received(&bob_now).await.len()), (2, 1));
    app.finish().await;
}

#[tokio::test]
async fn a_delivery_in_the_same_webhook_counts_and_a_message_is_stored_once() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let message = alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    let mut both: Value =
        serde_json::from_str(&webhook(SHARED_NUMBER, &[text("wamid.IN1", "one"), text("wamid.IN2", "two")])).unwrap();
    let value = &mut both["entry"][0]["changes"][0]["value"];
    value["statuses"] = json!([status(&wamid(&alice, &message).await, "delivered")]);
    deliver(&app, &both.to_string()).await.expect(200);
    // The same message in other bytes, before the first is applied.
    both["more"] = json!(1);
    deliver(&app, &both.to_string()).await.expect(200);
    app.drain_jobs().await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (2, 0));
    app.finish().await;
}

#[tokio::test]
async fn an_unclaimed_number_is_not_the_shared_one() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = delivered(&app, &alice, PHONE).await;
    let quoted = message["provider_message_id"].as_str().unwrap();
    let messages = [text("wamid.IN1", "stop"), quoting("wamid.IN2", "hello", quoted)];
    deliver(&app, &webhook("424242", &messages)).await.expect(200);
    app.drain_jobs().await;
    assert_eq!(received(&alice).await.len(), 0);
    alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM messages WHERE sender_id IS NULL AND recipient_id IS NULL").await, 2);
    app.finish().await;
}

#[tokio::test]
async fn a_status_of_another_number_changes_nothing() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    let mut failed = status(&wamid(&alice, &message).await, "failed");
    let mut named = failed.clone();
    named["biz_opaque_callback_data"] = message["id"].clone();
    named["id"] = json!("wamid.of-another-number");
    for status in [&mut failed, &mut named] {
        let body = statuses(std::slice::from_ref(status));
        for number in [json!({"phone_number_id": "424242"}), json!({})] {
            let mut other: Value = serde_json::from_str(&body).unwrap();
            other["entry"][0]["changes"][0]["value"]["metadata"] = number;
            deliver(&app, &other.to_string()).await.expect(200);
            app.drain_jobs().await;
            assert_eq!(alice.message(&message).await["status"], "sent");
        }
    }
    assert_eq!(alice.balance().await, 99, "nothing is refunded");
    deliver(&app, &statuses(&[failed])).await.expect(200);
    app.drain_jobs().await;
    assert_eq!((&alice.message(&message).await["status"], alice.balance().await), (&json!("failed"), 100));
    app.finish().await;
}

#[tokio::test]
async fn conversations_of_closed_windows_are_purged() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    delivered(&app, &alice, PHONE).await;
    receive(&app, &[text("wamid.IN1", "hello")]).await;
    let threads = "SELECT count(*) FROM shared_threads";
    assert_eq!(app.count(threads).await, 2);
    let purge = async |days| {
        let mut tx = app.app.db.begin().await.unwrap();
        let now = app.app.clock.now() + TimeDelta::days(days);
        let purged = shared::messaging::purge_threads(&mut tx, now, 10).await.unwrap();
        tx.commit().await.unwrap();
        purged
    };
    assert_eq!((purge(8).await, purge(10).await), (0, 2));
    app.finish().await;
}
