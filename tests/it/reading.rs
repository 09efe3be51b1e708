//! Reading other accounts with `owner_id`: by admins, and by resellers without contents.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, TestApp};
use crate::openapi::document;

/// Texts that only the account and admins may see.
const BODY: &str = "meet me at noon";
const METADATA: &str = "order seventy-seven";

/// An operation that takes `owner_id`.
struct Operation {
    path: String,
    /// Whether resellers can't read it.
    is_private: bool,
}

struct World<'a> {
    admin: Caller<'a>,
    reseller: Caller<'a>,
    other: Caller<'a>,
    shop: Caller<'a>,
    alice: Caller<'a>,
    shop_id: String,
    message: Value,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let (admin, alice) = (app.admin().await, app.user("alice").await);
        let reseller = app.user_with_role("reseller", Role::Reseller).await;
        let other = app.user_with_role("other_reseller", Role::Reseller).await;
        let shop = app.business_owner("shop", &reseller).await;
        admin.post("/v1/credits/mint", &json!({"user": "shop", "credits": 10})).await.expect(201);
        let message = json!({"channel": "in_app", "to": "alice", "body": BODY, "metadata": {"note": METADATA}});
        let message = shop.post("/v1/messages", &message).await.expect(202)["message"].take();
        shop.post("/v1/credits/recharges", &json!({"credits": 100})).await.expect(202);
        shop.post("/v1/wallet/deposits", &json!({"amount": "5.00"})).await.expect(202);
        app.drain_jobs().await;
        let shop_id = shop.id().await;
        Self { admin, reseller, other, shop, alice, shop_id, message }
    }

    /// All operations with `owner_id`, as the document lists them.
    fn operations(&self) -> Vec<Operation> {
        let document = document();
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                let Some(owner) = parameters.into_iter().find(|it| it["name"] == "owner_id") else { continue };
                assert_eq!(method, "get", "{path}: nothing of another account is changed");
                let id = if path.starts_with("/v1/jobs") { &self.message["job_id"] } else { &self.message["id"] };
                let is_private = owner["description"].as_str().unwrap().contains("admins only");
                operations.push(Operation { path: path.replace("{id}", id.as_str().unwrap()), is_private });
            }
        }
        assert!(operations.len() >= 17, "only {} operations", operations.len());
        operations
    }

    fn of_shop(&self, operation: &Operation) -> String {
        format!("{}?owner_id={}", operation.path, self.shop_id)
    }
}

/// A response without the links that act for its account.
fn without_links(mut answer: Value) -> Value {
    for row in answer.get_mut("data").and_then(Value::as_array_mut).into_iter().flatten() {
        if row["checkout_url"].is_string() {
            row["checkout_url"] = Value::Null;
        }
        if row["kind"] == "stripe.create_checkout" {
            row["result"] = Value::Null;
        }
    }
    answer
}

#[tokio::test]
async fn another_account_is_read_by_admins_and_partly_by_its_reseller() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    // Counts hold the time of the request.
    app.stop_clock();
    let mut with_content = 0;
    for operation in &world.operations() {
        let (path, of_shop) = (&operation.path, world.of_shop(operation));
        let own = world.shop.get(path).await.expect(200);
        assert_eq!(world.shop.get(&of_shop).await.expect(200), own, "{path}: naming oneself");
        let by_admin = world.admin.get(&of_shop).await.expect(200);
        assert_eq!(by_admin, without_links(own.clone()), "{path}: for an admin");
        assert!(!by_admin.to_string().contains("cs_"), "{path}: a payment link");
        if operation.is_private {
            world.reseller.get(&of_shop).await.problem(404, "not_found");
        } else {
            let by_reseller = world.reseller.get(&of_shop).await.expect(200).to_string();
            for text in [BODY, METADATA] {
                with_content += usize::from(own.to_string().contains(text));
                assert!(!by_reseller.contains(text), "{path}: {text} for a reseller");
            }
            assert!(!by_reseller.contains("checkout_url\":\"http"), "{path}: a payment link");
        }
        for (name, caller) in [("another reseller", &world.other), ("a user", &world.alice)] {
            assert_eq!(caller.get(&of_shop).await.status, 404, "{path} as {name}");
        }
        let of_reseller = format!("{path}?owner_id={}", world.reseller.id().await);
        world.shop.get(&of_reseller).await.problem(404, "not_found");
        let of_nobody = format!("{path}?owner_id=usr_01h455vb4pex5vsknk084sn02q");
        world.admin.get(&of_nobody).await.problem(404, "not_found");
        world.admin.get(&format!("{path}?owner_id=shop")).await.problem(422, "validation_failed");
    }
    assert_eq!(with_content, 4, "body and metadata, in the list and alone");
    app.finish().await;
}

#[tokio::test]
async fn a_key_that_reads_its_own_account_does_not_read_others() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let scopes = [&["read", "send", "billing"][..], &["read", "admin"]];
    let of_admin = [app.program(&world.admin.key(scopes[0]).await), app.program(&world.admin.key(scopes[1]).await)];
    let of_reseller =
        [app.program(&world.reseller.key(scopes[0]).await), app.program(&world.reseller.key(scopes[1]).await)];
    for operation in &world.operations() {
        let of_shop = world.of_shop(operation);
        of_admin[0].get(&of_shop).await.problem(403, "insufficient_scope");
        of_admin[1].get(&of_shop).await.expect(200);
        of_reseller[0].get(&of_shop).await.problem(403, "insufficient_scope");
        let status = if operation.is_private { 404 } else { 200 };
        assert_eq!(of_reseller[1].get(&of_shop).await.status, status, "{of_shop}");
    }
    app.finish().await;
}

/// Reads of the shop in the audit log, as target and whether a key was used.
async fn reads(caller: &Caller<'_>, actor: &str, subject: &str) -> Vec<(String, bool)> {
    let path = format!("/v1/audit?action=account.read&actor={actor}&subject={subject}&limit=100");
    let page = caller.get(&path).await.expect(200);
    let row = |entry: &Value| (entry["target"].as_str().unwrap().to_owned(), entry["api_key_id"].is_string());
    page["data"].as_array().unwrap().iter().map(row).collect()
}

#[tokio::test]
async fn reads_of_another_account_are_audited_and_repetitions_are_not() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let (admin_id, shop_id) = (world.admin.id().await, &world.shop_id);
    let operations = world.operations();
    let paths: BTreeSet<_> = operations.iter().map(|it| (it.path.clone(), false)).collect();
    for _ in 0..3 {
        for operation in &operations {
            world.admin.get(&world.of_shop(operation)).await.expect(200);
            world.alice.get(&world.of_shop(operation)).await.problem(404, "not_found");
            world.reseller.get(&world.of_shop(operation)).await;
            world.shop.get(&world.of_shop(operation)).await.expect(200);
        }
    }
    let recorded = reads(&world.admin, &admin_id, shop_id).await;
    assert_eq!(recorded.len(), paths.len(), "each once");
    assert_eq!(recorded.into_iter().collect::<BTreeSet<_>>(), paths);
    let by_reseller = reads(&world.admin, &world.reseller.id().await, shop_id).await;
    let shared = operations.iter().filter(|it| !it.is_private).count();
    assert_eq!(by_reseller.len(), shared, "refused reads are not recorded");
    for caller in [&world.alice, &world.shop] {
        assert_eq!(reads(&world.admin, &caller.id().await, shop_id).await, [], "refused, or one's own account");
    }
    // The account sees who read it. A key's reads count apart, and so do reads some time later.
    assert_eq!(reads(&world.shop, &admin_id, shop_id).await.len(), paths.len());
    let key = app.program(&world.admin.key(&["read", "admin"]).await);
    let balance = format!("/v1/credits/balance?owner_id={shop_id}");
    key.get(&balance).await.expect(200);
    app.advance(TimeDelta::minutes(11));
    world.admin.get(&balance).await.expect(200);
    let recorded = reads(&world.admin, &admin_id, shop_id).await;
    let of_balance: Vec<_> = recorded.into_iter().filter(|(target, _)| target == "/v1/credits/balance").collect();
    assert_eq!(of_balance.iter().map(|(_, by_key)| *by_key).collect::<Vec<_>>(), [false, true, false]);
    app.finish().await;
}

#[tokio::test]
async fn filters_that_name_one_account_are_audited_too() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let shop = &world.shop_id;
    let filters =
        [("/v1/payments", "user"), ("/v1/credits/usage", "business_owner_id"), ("/v1/jobs/counts", "owner_id")];
    for (target, query) in filters {
        world.admin.get(target).await.expect(200);
        world.admin.get(&format!("{target}?{query}={shop}")).await.expect(200);
        let recorded = reads(&world.admin, &world.admin.id().await, shop).await;
        assert_eq!(recorded[0], (target.to_owned(), false));
        let unknown = format!("{target}?{query}=usr_01h455vb4pex5vsknk084sn02q");
        world.admin.get(&unknown).await.problem(404, "not_found");
    }
    world.shop.get(&format!("/v1/credits/usage?business_owner_id={shop}")).await.expect(200);
    world.admin.get("/v1/jobs/counts?owner_id=all").await.expect(200);
    let recorded = reads(&world.admin, &world.admin.id().await, shop).await;
    assert_eq!(recorded.len(), 3, "each read of the account once, and none of all accounts");
    assert_eq!(reads(&world.admin, shop, shop).await, [], "one's own account");
    app.finish().await;
}

#[tokio::test]
async fn reading_another_account_uses_the_bounds_of_the_reader() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let list = format!("/v1/messages?owner_id={}", world.shop_id);
    {
        let shop: shared::ids::UserId = world.shop_id.parse().unwrap();
        let _first = app.app.db.listing(shop.uuid()).await.unwrap();
        let _second = app.app.db.listing(shop.uuid()).await.unwrap();
        world.admin.get(&list).await.expect(200);
        world.shop.get("/v1/messages").await.problem(503, "busy");
    }
    // A wait would take a slot of the owner.
    let waiting = world.shop.send("in_app", "alice").await;
    let job = format!("/v1/jobs/{}?owner_id={}", waiting["job_id"].as_str().unwrap(), world.shop_id);
    let answer = world.admin.call(world.admin.request(Method::GET, &job).header("prefer", "wait=30")).await;
    assert!(!answer.headers.contains_key("preference-applied"), "answered at once");
    assert_eq!(answer.expect(200)["state"], "queued");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn admins_see_sessions_and_keys_of_a_user_without_secrets() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let key = alice.key(&["read"]).await;
    app.log_in("alice").await;
    let (admin_id, alice_id) = (admin.id().await, alice.id().await);
    let sessions = admin.get(&format!("/v1/users/{alice_id}/sessions")).await.expect(200);
    let own = alice.get("/v1/sessions").await.expect(200);
    let ids = |page: &Value| page["data"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect::<Vec<_>>();
    assert_eq!((ids(&sessions).len(), ids(&sessions)), (2, ids(&own)));
    assert!(sessions["data"].as_array().unwrap().iter().all(|it| it["current"] == false));
    let keys = admin.get(&format!("/v1/users/{alice_id}/api-keys")).await.expect(200);
    assert_eq!((&keys["data"][0]["id"], &keys["data"][0]["prefix"]), (&key["id"], &key["prefix"]));
    assert!(!keys.to_string().contains(key["key"].as_str().unwrap()));
    let next = admin.get(&format!("/v1/users/{alice_id}/sessions?limit=1")).await.expect(200);
    let cursor = next["next_cursor"].as_str().unwrap();
    let other = format!("/v1/users/{admin_id}/sessions?cursor={cursor}");
    admin.get(&other).await.problem(400, "invalid_cursor");
    assert_eq!(reads(&admin, &admin_id, &alice_id).await.len(), 2);
    app.finish().await;
}
