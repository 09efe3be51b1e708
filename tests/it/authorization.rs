//! Authorization of every operation. An operation without a case here fails the test.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, Options, PASSWORD, TestApp};
use crate::openapi::document;

const SCOPES: [&str; 4] = ["read", "send", "billing", "admin"];

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Everyone, without a token.
    Public,
    /// Every user, for own objects.
    Users,
    /// Every user, for own objects; API keys are not accepted.
    LoggedIn,
    /// Admins.
    Admins,
    /// Resellers, for own objects, and admins.
    Resellers,
    /// Only resellers, for own objects.
    ResellersAlone,
    /// Resellers and business owners.
    Businesses,
    /// Resellers, business owners and admins.
    NumberOwners,
    /// Business owners, for own objects, their resellers and admins.
    BusinessOwners,
}
use Who::{Admins, BusinessOwners, Businesses, LoggedIn, NumberOwners, Public, Resellers, ResellersAlone, Users};

/// An operation, its permitted callers, the scope that an API key needs, and a well-formed body.
struct Case(&'static str, Who, &'static str, Option<Value>);

/// In an order in which each finds what it needs: removals come last.
fn cases(shop: &str) -> Vec<Case> {
    let credits = json!({"business_owner_id": shop, "credits": 1});
    let template = json!({"name": "other", "language": "en", "body": "Hello"});
    let number = json!({"phone_number_id": "106540352242999", "access_token": "EAAfake-token-for-tests"});
    let message = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let password = json!({"current_password": PASSWORD, "new_password": "another one for tests"});
    let many = json!({"action": "cancel", "filter": {}, "as_of": "2026-01-02T03:04:05Z", "expected": 1});
    let user = |name: &str| json!({"username": name, "password": PASSWORD, "role": "user"});
    vec![
        Case("POST /v1/auth/signup", Public, "", None),
        Case("POST /v1/auth/token", Public, "", None),
        Case("POST /v1/auth/refresh", Public, "", None),
        Case("GET /v1/auth/session", Public, "", None),
        Case("GET /v1/platform", Public, "", None),
        Case("POST /v1/auth/otp", Public, "", None),
        Case("POST /v1/auth/otp/verify", Public, "", None),
        Case("POST /v1/auth/password/forgot", Public, "", None),
        Case("POST /v1/auth/password/reset", Public, "", None),
        Case("GET /v1/hooks/whatsapp", Public, "", None),
        Case("POST /v1/hooks/whatsapp", Public, "", None),
        Case("POST /v1/hooks/stripe", Public, "", None),
        Case("GET /health", Public, "", None),
        Case("GET /health/live", Public, "", None),
        Case("GET /health/ready", Public, "", None),
        Case("GET /metrics", Public, "", None),
        Case("GET /v1/me", Users, "read", None),
        Case("PATCH /v1/me", Users, "admin", Some(json!({}))),
        Case("PATCH /v1/me/profile", Businesses, "admin", Some(json!({}))),
        Case("GET /v1/quotas", Users, "read", None),
        Case("GET /v1/api-keys", Users, "admin", None),
        Case("POST /v1/api-keys", Users, "admin", Some(json!({"name": "another"}))),
        Case("GET /v1/audit", Users, "admin", None),
        Case("GET /v1/me/preferences", Users, "read", None),
        Case("PATCH /v1/me/preferences", Users, "admin", Some(json!({}))),
        Case("GET /v1/users", Admins, "admin", None),
        Case("GET /v1/users/lookup", Users, "read", None),
        Case("POST /v1/users", Admins, "admin", Some(user("by_an_admin"))),
        Case("GET /v1/users/{id}", Admins, "admin", None),
        Case("PATCH /v1/users/{id}", Admins, "admin", Some(json!({}))),
        Case("GET /v1/users/{id}/sessions", Admins, "admin", None),
        Case("GET /v1/users/{id}/api-keys", Admins, "admin", None),
        Case("GET /v1/resellers/{id}/business-owners", Resellers, "admin", None),
        Case("POST /v1/resellers/{id}/business-owners", Resellers, "admin", Some(user("by_a_reseller"))),
        Case("GET /v1/resellers/{id}/business-owners/{user_id}", Resellers, "admin", None),
        Case("PATCH /v1/resellers/{id}/business-owners/{user_id}", Resellers, "admin", Some(json!({}))),
        Case("GET /v1/credits/balance", Users, "read", None),
        Case("GET /v1/credits/transactions", Users, "read", None),
        Case("POST /v1/credits/mint", Admins, "admin", Some(json!({"user": "alice", "credits": 1}))),
        Case("PATCH /v1/credits/balance", Users, "billing", Some(json!({"low_balance_threshold": 5}))),
        Case("GET /v1/credits/usage", Users, "read", None),
        Case("GET /v1/credit-distributions", Resellers, "read", None),
        Case("GET /v1/credit-distributions/summary", Resellers, "read", None),
        Case("GET /v1/credit-distributions/{id}", BusinessOwners, "read", None),
        Case("POST /v1/credit-distributions", ResellersAlone, "billing", Some(credits.clone())),
        Case("POST /v1/credit-distributions/reclaim", ResellersAlone, "billing", Some(credits.clone())),
        Case("POST /v1/credit-distributions/bulk", ResellersAlone, "billing", Some(json!({"items": [credits]}))),
        Case("GET /v1/resellers/{id}/credit-distributions", Resellers, "read", None),
        Case("GET /v1/resellers/{id}/credit-stats", Resellers, "read", None),
        Case("GET /v1/business-owners/{id}/credit-distributions", BusinessOwners, "read", None),
        Case("GET /v1/business-owners/{id}/credit-stats", BusinessOwners, "read", None),
        Case("GET /v1/wallet", Users, "read", None),
        Case("GET /v1/wallet/transactions", Users, "read", None),
        // A payment of alice was returned: until this call her transfers are blocked.
        Case("POST /v1/users/{id}/clear-recharge-block", Admins, "admin", None),
        Case("POST /v1/transfers", Users, "billing", Some(json!({"receiver": "shop", "amount": "1.00"}))),
        Case("GET /v1/transfers", Users, "read", None),
        Case("GET /v1/transfers/{id}", Users, "read", None),
        Case("GET /v1/credits/recharges", Users, "read", None),
        Case("POST /v1/credits/recharges", Users, "billing", Some(json!({"credits": 100}))),
        Case("POST /v1/credits/recharges/sync", Admins, "admin", None),
        Case("GET /v1/wallet/deposits", Users, "read", None),
        Case("POST /v1/wallet/deposits", Users, "billing", Some(json!({"amount": "100.50"}))),
        Case("GET /v1/subscription", Users, "read", None),
        Case("POST /v1/subscription", Users, "billing", Some(json!({"plan": "pro"}))),
        Case("POST /v1/subscription/cancel", Users, "billing", None),
        Case("POST /v1/subscription/resume", Users, "billing", None),
        Case("POST /v1/subscription/portal", Users, "billing", None),
        Case("GET /v1/ledger/proof", Admins, "admin", None),
        Case("GET /v1/ledger/audits", Admins, "admin", None),
        Case("POST /v1/ledger/audits", Admins, "admin", Some(json!({"full": true}))),
        Case("GET /v1/queues", Admins, "admin", None),
        Case("PATCH /v1/queues/{queue}", Admins, "admin", Some(json!({"paused": false}))),
        Case("GET /v1/processes", Admins, "admin", None),
        Case("GET /v1/failures", Admins, "admin", None),
        Case("GET /v1/settings", Admins, "admin", None),
        Case("GET /v1/payments", Admins, "admin", None),
        Case("GET /v1/events", Users, "read", None),
        Case("GET /v1/events/cursor", Users, "read", None),
        Case("GET /v1/events/stream", Users, "read", None),
        Case("GET /v1/messages", Users, "read", None),
        Case("GET /v1/messages/summary", Users, "read", None),
        Case("GET /v1/contacts", Users, "read", None),
        Case("GET /v1/contacts/{to}", Users, "read", None),
        Case("POST /v1/messages", Users, "send", Some(message)),
        Case("GET /v1/messages/{id}", Users, "read", None),
        Case("POST /v1/messages/{id}/read", Users, "send", None),
        Case("POST /v1/messages/{id}/cancel", Users, "send", None),
        Case("GET /v1/conversations", Users, "read", None),
        Case("POST /v1/conversations", Users, "send", Some(json!({"participants": ["shop"]}))),
        Case("GET /v1/conversations/{id}", Users, "read", None),
        Case("PATCH /v1/conversations/{id}", Users, "send", Some(json!({"name": "Dinner"}))),
        Case("POST /v1/conversations/{id}/members", Users, "send", Some(json!({"user": "shop"}))),
        Case("DELETE /v1/conversations/{id}/members/{user_id}", Users, "send", None),
        Case("GET /v1/conversations/{id}/messages", Users, "read", None),
        Case("POST /v1/conversations/{id}/messages", Users, "send", Some(json!({"body": "hello"}))),
        Case("PATCH /v1/conversations/{id}/messages/{message_id}", Users, "send", Some(json!({"body": "bye"}))),
        Case("DELETE /v1/conversations/{id}/messages/{message_id}", Users, "send", None),
        Case("POST /v1/conversations/{id}/read", Users, "send", Some(json!({"seq": 1}))),
        Case("GET /v1/conversations/search", Users, "read", None),
        Case("GET /v1/conversations/{id}/search", Users, "read", None),
        Case("GET /v1/usage", Users, "read", None),
        Case("GET /v1/usage/days", Users, "read", None),
        Case("GET /v1/conversations/{id}/ws", Users, "read", None),
        Case("GET /v1/ws", Users, "read", None),
        Case("POST /v1/ws-tickets", Users, "read", Some(json!({}))),
        Case("GET /v1/jobs", Users, "read", None),
        Case("GET /v1/jobs/counts", Users, "read", None),
        Case("POST /v1/jobs/bulk", Users, "send", Some(many)),
        Case("GET /v1/jobs/{id}", Users, "read", None),
        Case("GET /v1/jobs/{id}/events", Users, "read", None),
        Case("POST /v1/jobs/{id}/cancel", Users, "send", None),
        Case("POST /v1/jobs/{id}/retry", Users, "send", None),
        Case("GET /v1/templates", Users, "read", None),
        Case("POST /v1/templates", Users, "send", Some(template.clone())),
        Case("GET /v1/templates/{id}", Users, "read", None),
        Case("PUT /v1/templates/{id}", Users, "send", Some(json!({"name": "new", "language": "en", "body": "Hello"}))),
        Case("GET /v1/template-grants", Users, "read", None),
        Case("POST /v1/template-grants", Admins, "admin", Some(json!({"user": "alice", "name": "another"}))),
        Case("GET /v1/channels/whatsapp", Users, "read", None),
        Case("PUT /v1/channels/whatsapp", NumberOwners, "admin", Some(number)),
        Case("GET /v1/opt-outs", Users, "read", None),
        Case("DELETE /v1/opt-outs/{to}", Users, "send", None),
        Case("DELETE /v1/channels/whatsapp", Users, "admin", None),
        Case("DELETE /v1/templates/{id}", Users, "send", None),
        Case("DELETE /v1/template-grants/{id}", Admins, "admin", None),
        Case("DELETE /v1/api-keys/{id}", Users, "admin", None),
        Case("GET /v1/sessions", LoggedIn, "", None),
        Case("DELETE /v1/sessions/{id}", LoggedIn, "", None),
        Case("POST /v1/auth/password/change", LoggedIn, "", Some(password)),
        Case("POST /v1/auth/logout", LoggedIn, "", None),
    ]
}

/// Users and their objects.
struct World<'a> {
    app: &'a TestApp,
    users: BTreeMap<&'static str, Caller<'a>>,
    /// For each user and scope a key with that scope, and one with all others.
    keys: BTreeMap<(&'static str, &'static str, bool), Value>,
    /// A key of alice with all scopes.
    full_key: Caller<'a>,
    /// The ids that replace a path's placeholders, by path prefix.
    objects: BTreeMap<&'static str, String>,
    /// Violations.
    wrong: RefCell<Vec<String>>,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let (admin, alice, bob) = (app.admin().await, app.user("alice").await, app.user("bob").await);
        let reseller = app.user_with_role("reseller", Role::Reseller).await;
        let other = app.user_with_role("other_reseller", Role::Reseller).await;
        let shop = app.business_owner("shop", &reseller).await;
        let message = alice.send("in_app", "alice").await;
        let template = json!({"name": "hello", "language": "en", "body": "Hello"});
        let template = alice.post("/v1/templates", &template).await.expect(201);
        let grant = json!({"user": "alice", "name": "hello"});
        let grant = admin.post("/v1/template-grants", &grant).await.expect(201);
        let key = alice.key(&["read"]).await;
        app.log_in("alice").await;
        let sessions = alice.get("/v1/sessions").await.expect(200);
        let login = sessions["data"].as_array().unwrap().iter().find(|it| it["current"] == false).unwrap();
        let session = login["id"].as_str().unwrap().to_owned();
        admin.post("/v1/credits/mint", &json!({"user": "reseller", "credits": 100})).await.expect(201);
        let credits = json!({"business_owner_id": shop.id().await, "credits": 50});
        let given = reseller.post("/v1/credit-distributions", &credits).await.expect(202);
        app.drain_jobs().await;
        app.fund(&alice, 1_000).await;
        let paid = alice.post("/v1/transfers", &json!({"receiver": "shop", "amount": "1.00"})).await.expect(201);
        let group = json!({"participants": ["reseller"], "name": "Lunch"});
        let group = alice.post("/v1/conversations", &group).await.expect(201);
        let chat_message = alice.post_chat(&group, "hello").await;
        let opt_out = "INSERT INTO contacts (owner_id, channel, address, opted_out, opted_out_at, last_inbound_at)
            SELECT id, 'whatsapp', '15550100001', 'all', now(), now() FROM users WHERE username = 'alice'";
        sqlx::query(opt_out).execute(app.app.db.pool()).await.unwrap();
        let number = "INSERT INTO whatsapp_numbers (user_id, phone_number_id, access_token, created_at, updated_at)
            SELECT id, '42', 'sealed', now(), now() FROM users WHERE username = 'alice'";
        sqlx::query(number).execute(app.app.db.pool()).await.unwrap();
        let block = "INSERT INTO recharge_blocks (user_id, recharge_id, created_at)
            SELECT id, id, now() FROM users WHERE username = 'alice'";
        sqlx::query(block).execute(app.app.db.pool()).await.unwrap();
        let id = |object: &Value, field: &str| object[field].as_str().unwrap().to_owned();
        let objects = BTreeMap::from([
            ("/v1/messages/", id(&message, "id")),
            ("/v1/jobs/", id(&message, "job_id")),
            ("/v1/templates/", id(&template, "id")),
            ("/v1/template-grants/", id(&grant, "id")),
            ("/v1/api-keys/", id(&key, "id")),
            ("/v1/sessions/", session),
            ("/v1/opt-outs/", "15550100001".into()),
            ("/v1/contacts/", "15550100001".into()),
            ("/v1/users/", alice.id().await),
            ("/v1/queues/", "messages".into()),
            ("/v1/resellers/", reseller.id().await),
            ("business-owners/", shop.id().await),
            ("/v1/credit-distributions/", id(&given["distribution"], "id")),
            ("/v1/transfers/", id(&paid, "id")),
            ("/v1/conversations/", id(&group, "id")),
            ("/members/", shop.id().await),
            ("/messages/", id(&chat_message, "id")),
        ]);
        let users = [
            ("admin", admin),
            ("alice", alice),
            ("bob", bob),
            ("reseller", reseller),
            ("other_reseller", other),
            ("shop", shop),
        ];
        let (mut keys, full_key) = (BTreeMap::new(), app.program(&users[1].1.key(&SCOPES).await));
        for (name, caller) in &users {
            for scope in SCOPES {
                let others: Vec<_> = SCOPES.into_iter().filter(|other| *other != scope).collect();
                keys.insert((*name, scope, true), caller.key(&[scope]).await);
                keys.insert((*name, scope, false), caller.key(&others).await);
            }
        }
        Self { app, users: users.into(), keys, full_key, objects, wrong: RefCell::default() }
    }

    /// Calls an operation; returns status, code and detail. A stream is not followed.
    async fn call(&self, caller: &Caller<'_>, Case(operation, _, _, body): &Case) -> (u16, String) {
        let (method, pattern) = operation.split_once(' ').unwrap();
        let mut path = String::new();
        for part in pattern.split_inclusive('/') {
            let begins = |object: &&&str| path.ends_with(**object);
            match part.trim_end_matches('/') {
                id if id.starts_with('{') => {
                    // The longest prefix: messages of a conversation differ from messages that are sent.
                    let object =
                        self.objects.keys().rfind(begins).unwrap_or_else(|| panic!("{operation}: whose {id}?"));
                    path.push_str(&part.replace(id, &self.objects[object]));
                }
                _ => path.push_str(part),
            }
        }
        let mut request = caller.request(Method::from_bytes(method.as_bytes()).unwrap(), &path);
        if pattern.ends_with("/search") {
            request = request.query(&[("q", "hello")]);
        }
        if pattern.ends_with("/lookup") {
            request = request.query(&[("username", "bob")]);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        if path.ends_with("/ws") {
            request = request.header("connection", "upgrade").header("upgrade", "websocket");
            request =
                request.header("sec-websocket-version", "13").header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==");
        }
        let answer = request.timeout(Duration::from_secs(20)).send().await.unwrap();
        let status = answer.status().as_u16();
        let problem: Value = if status >= 400 { answer.json().await.unwrap() } else { Value::Null };
        (status, format!("{} {}", problem["code"].as_str().unwrap_or_default(), problem["detail"]))
    }

    async fn expect(&self, who: &str, caller: &Caller<'_>, case: &Case, status: u16, code: &str) {
        let (got, detail) = self.call(caller, case).await;
        self.hold(got == status && detail.starts_with(code), || {
            format!("{} as {who}: {got} {detail}, not {status} {code}", case.0)
        });
    }

    fn hold(&self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.wrong.borrow_mut().push(otherwise());
        }
    }

    fn program(&self, name: &'static str, scope: &'static str, has_scope: bool) -> Caller<'a> {
        self.app.program(&self.keys[&(name, scope, has_scope)])
    }
}

/// A permitted caller, callers whose role is not permitted, and a caller who does not own the object.
fn callers(who: Who, has_object: bool) -> (&'static str, &'static [&'static str], Option<&'static str>) {
    match who {
        Public => unreachable!("public operations are checked separately"),
        Users | LoggedIn => ("alice", &[], has_object.then_some("bob")),
        Admins => ("admin", &["alice", "shop", "reseller"], None),
        Resellers => ("reseller", &["alice", "shop"], has_object.then_some("other_reseller")),
        ResellersAlone => ("reseller", &["alice", "shop", "admin"], Some("other_reseller")),
        BusinessOwners => ("shop", &["alice"], Some("other_reseller")),
        Businesses | NumberOwners => ("shop", &["alice"], None),
    }
}

async fn check(world: &World<'_>, case: &Case, documented: &Value) {
    let Case(operation, who, scope, _) = case;
    let is_public = documented.get("security").is_none();
    world.hold(is_public == (*who == Public), || format!("{operation}: is it public?"));
    if *who == Public {
        return;
    }
    let needs = &documented["security"];
    let scopes: Vec<_> = Some(scope).filter(|_| *who != LoggedIn).into_iter().collect();
    world.hold(*needs == json!([{"bearer": scopes}]), || format!("{operation}: needs {needs}, not {scopes:?}?"));
    let (permitted, by_role, stranger) = callers(*who, operation.contains('{'));
    let is_by_role = documented["responses"]["403"]["description"].as_str().unwrap().contains("`forbidden`");
    world.hold(is_by_role != by_role.is_empty(), || format!("{operation}: is it forbidden to some roles?"));
    world.expect("nobody", &world.app.anonymous(), case, 401, "unauthenticated").await;
    for name in by_role {
        world.expect(name, &world.users[name], case, 403, "forbidden").await;
        world.expect(name, &world.program(name, scope, true), case, 403, "forbidden").await;
    }
    if let Some(name) = stranger {
        world.expect(name, &world.users[name], case, 404, "not_found").await;
    }
    if *who == LoggedIn {
        world.expect("a key", &world.full_key, case, 403, "login_required").await;
        let (status, detail) = world.call(&world.users[permitted], case).await;
        world.hold(status < 300, || format!("{operation} as {permitted}: {status} {detail}"));
        return;
    }
    if let Some(name) = stranger {
        world.expect(name, &world.program(name, scope, true), case, 404, "not_found").await;
    }
    let lacking = world.program(permitted, scope, false);
    let named = format!("insufficient_scope \"This API key lacks the `{scope}` scope.\"");
    world.expect("a key with all other scopes", &lacking, case, 403, &named).await;
    // A permitted caller succeeds, so the refusals above had no other cause.
    let (status, detail) = world.call(&world.program(permitted, scope, true), case).await;
    world.hold(status < 300 || status == 409, || format!("{operation} as {permitted}: {status} {detail}"));
}

#[tokio::test]
async fn every_operation_enforces_its_roles_and_scopes() {
    let document = document();
    let mut operations: BTreeMap<String, &Value> = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.insert(format!("{} {path}", method.to_uppercase()), operation);
        }
    }
    let env = [
        "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
    ]
    .map(|name| (name, "0".into()))
    .to_vec();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let world = World::new(&app).await;
    let cases = cases(&world.objects["business-owners/"]);
    let known: BTreeSet<_> = cases.iter().map(|case| case.0.to_owned()).collect();
    let there: BTreeSet<_> = operations.keys().cloned().collect();
    let missing: Vec<_> = there.difference(&known).collect();
    assert!(missing.is_empty(), "operations without a case: {missing:?}");
    let stale: Vec<_> = known.difference(&there).collect();
    assert!(stale.is_empty() && known.len() == cases.len(), "cases without an operation, or duplicates: {stale:?}");
    for case in &cases {
        check(&world, case, operations[case.0]).await;
    }
    let wrong = world.wrong.take();
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.drain_jobs().await;
    app.finish().await;
}
