//! Own numbers of accounts: WhatsApp decides who owns a number.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;
use shared::jobs::NewJob;
use shared::messaging::jobs::RecheckNumbers;

use crate::harness::{Answer, Caller, TestApp, eventually};
use crate::hooks::{SHARED_NUMBER, deliver, status, webhook as statuses};
use crate::whatsapp_inbound::{PHONE, delivered, receive, received, text, webhook};

const CHANNEL: &str = "/v1/channels/whatsapp";
const NUMBER: &str = "200000000000001";

fn token(number: &str) -> String {
    format!("simulator-token-{number}")
}

pub(super) async fn put(caller: &Caller<'_>, number: &str, token: &str) -> Answer {
    let body = json!({"phone_number_id": number, "access_token": token});
    caller.call(caller.request(Method::PUT, CHANNEL).json(&body)).await
}

/// A reseller with credits; any role but `user` may have a number.
pub(super) async fn business<'a>(app: &'a TestApp, admin: &Caller<'_>, name: &str) -> Caller<'a> {
    let caller = app.user_with_role(name, Role::Reseller).await;
    admin.post("/v1/credits/mint", &json!({"user": name, "credits": 100})).await.expect(201);
    caller
}

/// Claims a number, runs the verification, and returns the channel.
pub(super) async fn claim(app: &TestApp, caller: &Caller<'_>, number: &str, token: &str) -> Value {
    put(caller, number, token).await.expect(202);
    app.drain_jobs().await;
    caller.get(CHANNEL).await.expect(200)
}

async fn state(caller: &Caller<'_>) -> String {
    caller.get(CHANNEL).await.expect(200)["status"].as_str().unwrap().to_owned()
}

async fn receive_text(app: &TestApp, number: &str, id: &str, body: &str) {
    deliver(app, &webhook(number, &[text(id, body)])).await.expect(200);
    app.drain_jobs().await;
}

async fn events_of(caller: &Caller<'_>, kind: &str, count: usize) -> Value {
    eventually(kind, || async {
        let page = caller.get("/v1/events?limit=100").await.expect(200);
        let found: Vec<_> = page["data"].as_array().unwrap().iter().filter(|it| it["type"] == kind).cloned().collect();
        (found.len() == count).then(|| found.last().cloned().unwrap_or_default())
    })
    .await
}

async fn recheck(app: &TestApp) {
    let now = app.app.clock.now();
    let mut tx = app.app.db.begin().await.unwrap();
    let job = NewJob::new(&RecheckNumbers {}, now).unwrap();
    shared::jobs::enqueue(&app.app, &mut tx, &[job], now).await.unwrap();
    tx.commit().await.unwrap();
    app.drain_jobs().await;
}

#[tokio::test]
async fn a_claim_is_pending_until_whatsapp_confirms_it() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let shop = business(&app, &admin, "shop").await;
    let answer = put(&shop, NUMBER, &token(NUMBER)).await;
    let location = answer.headers["location"].to_str().unwrap().to_owned();
    let accepted = answer.expect(202);
    let (channel, job) = (&accepted["channel"], &accepted["job"]);
    assert_eq!((&channel["status"], &channel["number"]["verification"]), (&json!("pending"), &json!("pending")));
    assert_eq!(
        (&job["kind"], location),
        (&json!("whatsapp.verify_number"), format!("/v1/jobs/{}", job["id"].as_str().unwrap()))
    );
    assert!(!accepted.to_string().contains("simulator-token"));
    // Nothing is sent and nothing is received.
    let body = json!({"channel": "whatsapp", "to": PHONE, "body": "hello"});
    shop.post("/v1/messages", &body).await.problem(422, "channel_pending");
    let dry = shop.post("/v1/messages?dry_run=true", &body).await.expect(200);
    assert_eq!(dry["refusals"][0]["code"], "channel_pending");
    assert_eq!(shop.balance().await, 100);
    let mut tx = app.app.db.begin().await.unwrap();
    let owner = shared::messaging::owner_of_number(tx.conn(), NUMBER).await.unwrap();
    assert_eq!(owner, None, "it routes nothing");
    drop(tx);
    app.drain_jobs().await;
    let channel = shop.get(CHANNEL).await.expect(200);
    let number = &channel["number"];
    assert_eq!((&channel["status"], &number["verification"]), (&json!("active"), &json!("verified")));
    assert_eq!(
        (&number["display_phone_number"], &number["verified_name"]),
        (&json!("+15550000001"), &json!("Simulated business"))
    );
    events_of(&shop, "channel.verified", 1).await;
    let message = shop.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    assert_eq!(shop.message(&message).await["status"], "sent");
    assert_eq!(app.simulated("requests?limit=1").await[0]["phone_number_id"], NUMBER);
    receive_text(&app, NUMBER, "wamid.IN1", "hello").await;
    assert_eq!(received(&shop).await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn prefer_wait_returns_the_verified_channel() {
    let app = TestApp::start().await;
    let shop = app.user_with_role("shop", Role::Reseller).await;
    let body = json!({"phone_number_id": NUMBER, "access_token": token(NUMBER)});
    let request = shop.request(Method::PUT, CHANNEL).header("prefer", "wait=30").json(&body);
    let drained = eventually("the verification", || async { (app.drain_jobs().await > 0).then_some(()) });
    let (answer, ()) = tokio::join!(shop.call(request), drained);
    assert_eq!(answer.headers["preference-applied"], "wait");
    let accepted = answer.expect(202);
    assert_eq!((&accepted["channel"]["status"], &accepted["job"]["state"]), (&json!("active"), &json!("succeeded")));
    app.finish().await;
}

#[tokio::test]
async fn only_businesses_set_a_number_at_a_limited_rate() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    put(&alice, NUMBER, &token(NUMBER)).await.problem(403, "forbidden");
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let shop = app.business_owner("shop", &reseller).await;
    let admin = app.admin().await;
    for caller in [&reseller, &shop, &admin] {
        put(caller, SHARED_NUMBER, "whatever-it-is").await.problem(409, "number_taken");
        put(caller, "1/2", "whatever-it-is").await.problem(422, "validation_failed");
        put(caller, NUMBER, "whatever-it-is").await.expect(202);
    }
    for _ in 0..9 {
        put(&shop, NUMBER, "whatever-it-is").await.expect(202);
    }
    let limited = put(&shop, NUMBER, "whatever-it-is").await;
    assert!(limited.headers.contains_key("retry-after"));
    limited.problem(429, "too_many_verifications");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_false_claim_to_a_number_gains_and_blocks_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (squatter, shop) = (business(&app, &admin, "squatter").await, business(&app, &admin, "shop").await);
    for fake in ["not-a-real-token-at-all", &token("200000000000099")] {
        put(&squatter, NUMBER, fake).await.expect(202);
        deliver(&app, &webhook(NUMBER, &[text(&format!("wamid.{fake}"), "secret")])).await.expect(200);
        app.drain_jobs().await;
        receive_text(&app, NUMBER, &format!("wamid.later.{fake}"), "secret").await;
        let channel = squatter.get(CHANNEL).await.expect(200);
        assert_eq!((&channel["status"], &channel["code"]), (&json!("failed"), &json!("number_not_confirmed")));
        assert_eq!(received(&squatter).await, [] as [Value; 0]);
    }
    let failed = events_of(&squatter, "channel.verification_failed", 2).await;
    assert_eq!(
        (&failed["data"]["number_id"], &failed["data"]["error"]["code"]),
        (&json!(NUMBER), &json!("number_not_confirmed"))
    );
    assert_eq!(claim(&app, &shop, NUMBER, &token(NUMBER)).await["status"], "active");
    // A mere claimant learns nothing about the number and cannot open it.
    let throttle = shared::messaging::throttle(NUMBER);
    app.app.throttles.close(&throttle, std::time::Duration::from_secs(600), "provider_rate_limited").await;
    put(&squatter, NUMBER, "not-a-real-token-at-all").await.expect(202);
    app.drain_jobs().await;
    assert_eq!((state(&shop).await, state(&squatter).await), ("paused".into(), "failed".into()));
    receive_text(&app, NUMBER, "wamid.IN9", "hello").await;
    assert_eq!((received(&shop).await.len(), received(&squatter).await.len()), (1, 0));
    app.finish().await;
}

#[tokio::test]
async fn whatsapp_decides_between_two_claims() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (first, second) = (business(&app, &admin, "first").await, business(&app, &admin, "second").await);
    let tokens = json!({"access_token": "token-of-first", "other_tokens": ["token-of-second"]});
    app.control(Method::PUT, &format!("numbers/{NUMBER}"), &tokens).await;
    assert_eq!(claim(&app, &first, NUMBER, "token-of-first").await["status"], "active");
    // Both claims are confirmed: the holder keeps the number.
    let channel = claim(&app, &second, NUMBER, "token-of-second").await;
    assert_eq!((&channel["status"], &channel["code"]), (&json!("failed"), &json!("number_taken")));
    receive_text(&app, NUMBER, "wamid.IN1", "for first").await;
    // The holder's token is invalid: it loses the number.
    app.control(Method::PUT, &format!("numbers/{NUMBER}"), &json!({"access_token": "token-of-second"})).await;
    assert_eq!(claim(&app, &second, NUMBER, "token-of-second").await["status"], "active");
    let displaced = first.get(CHANNEL).await.expect(200);
    assert_eq!((&displaced["status"], &displaced["code"]), (&json!("failed"), &json!("number_displaced")));
    events_of(&first, "channel.verification_failed", 1).await;
    receive_text(&app, NUMBER, "wamid.IN2", "for second").await;
    assert_eq!((received(&first).await.len(), received(&second).await.len()), (1, 1));
    let verified = "SELECT count(*) FROM whatsapp_numbers WHERE verified_at IS NOT NULL";
    assert_eq!(app.count(verified).await, 1);
    app.finish().await;
}

#[tokio::test]
async fn a_holder_keeps_its_number_while_its_token_is_unverifiable() {
    let app = TestApp::for_a_day().await;
    let admin = app.admin().await;
    let (first, second) = (business(&app, &admin, "first").await, business(&app, &admin, "second").await);
    let tokens = |of_number: &str, failing: &[&str]| json!({"access_token": of_number, "failing_tokens": failing});
    let number = format!("numbers/{NUMBER}");
    app.control(Method::PUT, &number, &tokens("token-of-first", &[])).await;
    assert_eq!(claim(&app, &first, NUMBER, "token-of-first").await["status"], "active");
    app.control(Method::PUT, &number, &tokens("token-of-second", &["token-of-first"])).await;
    assert_eq!(claim(&app, &second, NUMBER, "token-of-second").await["status"], "pending");
    assert_eq!(state(&first).await, "active");
    receive_text(&app, NUMBER, "wamid.IN1", "for first").await;
    assert_eq!((received(&first).await.len(), received(&second).await.len()), (1, 0));
    // Once the token is known to be invalid, the other claimant gets the number.
    app.control(Method::PUT, &number, &tokens("token-of-second", &[])).await;
    app.advance(TimeDelta::minutes(5));
    app.drain_jobs().await;
    assert_eq!((state(&first).await, state(&second).await), ("failed".into(), "active".into()));
    app.finish().await;
}

#[tokio::test]
async fn transient_failures_are_retried_and_decide_nothing() {
    let app = TestApp::for_a_day().await;
    let shop = app.user_with_role("shop", Role::Reseller).await;
    app.control(Method::PUT, "outage", &json!({"code": 2})).await;
    let job = put(&shop, NUMBER, &token(NUMBER)).await.expect(202)["job"].take();
    app.drain_jobs().await;
    let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
    let waits = shop.get(&path).await.expect(200);
    assert_eq!((&waits["state"], &waits["error"]["code"]), (&json!("retrying"), &json!("provider_unavailable")));
    assert_eq!(state(&shop).await, "pending");
    app.control(Method::PUT, "outage", &json!({"code": null})).await;
    app.advance(TimeDelta::minutes(5));
    app.drain_jobs().await;
    assert_eq!(state(&shop).await, "active");
    // A number that is always refused: the claim fails in the end.
    put(&shop, "9991131016", &token("9991131016")).await.expect(202);
    for _ in 0..10 {
        app.drain_jobs().await;
        app.advance(TimeDelta::minutes(1));
    }
    let channel = shop.get(CHANNEL).await.expect(200);
    assert_eq!((&channel["status"], &channel["code"]), (&json!("failed"), &json!("provider_unavailable")));
    events_of(&shop, "channel.verification_failed", 1).await;
    app.finish().await;
}

#[tokio::test]
async fn the_business_account_must_be_subscribed() {
    let app = TestApp::start().await;
    let shop = app.user_with_role("shop", Role::Reseller).await;
    let channel = claim(&app, &shop, "99930001", &token("99930001")).await;
    assert_eq!((&channel["status"], &channel["code"]), (&json!("failed"), &json!("business_account_not_subscribed")));
    let named = json!({"phone_number_id": NUMBER, "access_token": token(NUMBER), "business_account_id": "799930001"});
    shop.call(shop.request(Method::PUT, CHANNEL).json(&named)).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(state(&shop).await, "failed", "another's business account");
    let named =
        json!({"phone_number_id": NUMBER, "access_token": token(NUMBER), "business_account_id": format!("7{NUMBER}")});
    shop.call(shop.request(Method::PUT, CHANNEL).json(&named)).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(state(&shop).await, "active");
    app.finish().await;
}

#[tokio::test]
async fn numbers_are_reverified_daily_and_with_each_token() {
    let app = TestApp::for_a_day().await;
    let shop = app.user_with_role("shop", Role::Reseller).await;
    assert_eq!(claim(&app, &shop, NUMBER, &token(NUMBER)).await["status"], "active");
    let verifications = "SELECT count(*) FROM jobs WHERE kind = 'whatsapp.verify_number'";
    recheck(&app).await;
    assert_eq!(app.count(verifications).await, 1, "a day has not passed");
    app.advance(TimeDelta::hours(25));
    let shop = app.log_in("shop").await;
    app.control(Method::PUT, "outage", &json!({"code": 2})).await;
    recheck(&app).await;
    recheck(&app).await;
    assert_eq!((app.count(verifications).await, state(&shop).await), (2, "active".into()));
    app.control(Method::PUT, "outage", &json!({"code": null})).await;
    app.advance(TimeDelta::hours(1));
    app.drain_jobs().await;
    assert_eq!(state(&shop).await, "active");
    // An invalid new token ends it, too.
    put(&shop, NUMBER, "not-its-token").await.expect(202);
    assert_eq!(state(&shop).await, "active", "it is verified until WhatsApp says otherwise");
    app.drain_jobs().await;
    assert_eq!(state(&shop).await, "failed");
    assert_eq!(claim(&app, &shop, NUMBER, &token(NUMBER)).await["status"], "active");
    app.control(Method::DELETE, &format!("numbers/{NUMBER}"), &json!({})).await;
    app.advance(TimeDelta::hours(25));
    recheck(&app).await;
    let shop = app.log_in("shop").await;
    assert_eq!(state(&shop).await, "failed");
    receive_text(&app, NUMBER, "wamid.IN1", "hello").await;
    assert_eq!(received(&shop).await.len(), 0);
    events_of(&shop, "channel.verified", 2).await;
    events_of(&shop, "channel.verification_failed", 2).await;
    app.finish().await;
}

#[tokio::test]
async fn earlier_sends_wait_for_the_claim() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let shop = business(&app, &admin, "shop").await;
    let send_at = app.app.clock.now() + TimeDelta::minutes(1);
    let body = json!({"channel": "whatsapp", "to": PHONE, "body": "hello", "send_at": send_at});
    let message = shop.post("/v1/messages", &body).await.expect(202)["message"].take();
    assert_eq!(claim(&app, &shop, NUMBER, "not-its-token").await["status"], "failed");
    app.advance(TimeDelta::minutes(2));
    app.drain_jobs().await;
    let job = shop.job(&message).await;
    assert_eq!(
        (&job["state"], &job["attempt"], &job["error"]["code"]),
        (&json!("queued"), &json!(0), &json!("channel_pending"))
    );
    assert_eq!(app.simulated("requests").await, json!([]), "it is sent from no other number");
    shop.delete(CHANNEL).await.expect(204);
    app.advance(TimeDelta::minutes(2));
    app.drain_jobs().await;
    assert_eq!(shop.message(&message).await["status"], "sent");
    app.finish().await;
}

#[tokio::test]
async fn a_cancelled_verification_is_not_pending() {
    let app = TestApp::start().await;
    let shop = app.user_with_role("shop", Role::Reseller).await;
    let job = put(&shop, NUMBER, &token(NUMBER)).await.expect(202)["job"].take();
    shop.post(&format!("/v1/jobs/{}/cancel", job["id"].as_str().unwrap()), &json!({})).await.expect(200);
    let channel = shop.get(CHANNEL).await.expect(200);
    assert_eq!((&channel["status"], &channel["code"]), (&json!("failed"), &json!("verification_cancelled")));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn an_unknown_outcome_keeps_a_verified_number() {
    let app = TestApp::for_a_day().await;
    let shop = app.user_with_role("shop", Role::Reseller).await;
    claim(&app, &shop, NUMBER, &token(NUMBER)).await;
    // Its verification is cancelled, and later WhatsApp answers none.
    let job = put(&shop, NUMBER, &token(NUMBER)).await.expect(202)["job"].take();
    shop.post(&format!("/v1/jobs/{}/cancel", job["id"].as_str().unwrap()), &json!({})).await.expect(200);
    assert_eq!(state(&shop).await, "active");
    app.control(Method::PUT, "outage", &json!({"code": 2})).await;
    let job = put(&shop, NUMBER, &token(NUMBER)).await.expect(202)["job"].take();
    let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
    let mut ended = Value::Null;
    for _ in 0..20 {
        app.drain_jobs().await;
        app.advance(TimeDelta::minutes(10));
        ended = shop.get(&path).await.expect(200);
    }
    assert_eq!((&ended["state"], &ended["error"]["code"]), (&json!("failed"), &json!("provider_unavailable")));
    assert_eq!(state(&shop).await, "active");
    app.finish().await;
}

#[tokio::test]
async fn own_and_shared_numbers_are_independent() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let shop = business(&app, &admin, "shop").await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    claim(&app, &shop, NUMBER, &token(NUMBER)).await;
    delivered(&app, &alice, PHONE).await;
    // From its own number: no candidate on the shared one, and no reference there.
    let own = shop.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    let wamid = shop.message(&own).await["provider_message_id"].as_str().unwrap().to_owned();
    deliver(&app, &statuses(&[status(&wamid, "read")])).await.expect(200);
    app.drain_jobs().await;
    assert_eq!(shop.message(&own).await["status"], "sent", "a status of the shared number does not apply");
    let mut arrived: Value = serde_json::from_str(&statuses(&[status(&wamid, "delivered")])).unwrap();
    arrived["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = json!(NUMBER);
    deliver(&app, &arrived.to_string()).await.expect(200);
    app.drain_jobs().await;
    assert_eq!(shop.message(&own).await["status"], "delivered");
    let mut quoting = text("wamid.IN1", "hello");
    quoting["context"] = json!({"id": wamid});
    receive(&app, &[quoting, text("wamid.IN2", "hello")]).await;
    assert_eq!((received(&alice).await.len(), received(&shop).await.len()), (2, 0));
    // STOP to an own number applies only to its owner, who may lift it.
    receive_text(&app, NUMBER, "wamid.IN3", "stop").await;
    let body = json!({"channel": "whatsapp", "to": PHONE, "body": "hello"});
    shop.post("/v1/messages", &body).await.problem(422, "recipient_opted_out");
    bob.post("/v1/messages", &body).await.expect(202);
    let list = shop.get("/v1/opt-outs").await.expect(200);
    assert_eq!(list["data"][0]["applies_to"], "account");
    shop.delete("/v1/opt-outs/15550100001").await.expect(204);
    shop.post("/v1/messages", &body).await.expect(202);
    app.drain_jobs().await;
    // STOP to the shared number applies to all others.
    receive(&app, &[text("wamid.IN4", "stop")]).await;
    bob.post("/v1/messages", &body).await.problem(422, "recipient_opted_out");
    shop.post("/v1/messages", &body).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}
