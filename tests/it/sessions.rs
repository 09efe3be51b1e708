//! Sessions: refreshing, listing, ending.

use chrono::TimeDelta;
use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts;
use shared::ids::UserId;

use crate::harness::{Answer, Caller, Options, PASSWORD, TestApp, eventually};

pub(super) async fn log_in(app: &TestApp, username: &str) -> Value {
    let body = json!({"username": username, "password": PASSWORD});
    app.anonymous().post("/v1/auth/token", &body).await.expect(200)
}

fn text<'a>(login: &'a Value, field: &str) -> &'a str {
    login[field].as_str().unwrap()
}

pub(super) fn with<'a>(app: &'a TestApp, login: &Value) -> Caller<'a> {
    let mut caller = app.anonymous();
    caller.token = Some(text(login, "access_token").to_owned());
    caller
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.anonymous().post("/v1/auth/refresh", &json!({"refresh_token": token})).await
}

async fn open_sessions(app: &TestApp) -> i64 {
    app.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL").await
}

#[tokio::test]
async fn a_refresh_token_works_once() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let first = log_in(&app, "alice").await;
    assert!(text(&first, "refresh_token").len() >= 43);
    app.advance(TimeDelta::minutes(50));
    let answer = refresh(&app, text(&first, "refresh_token")).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let second = answer.expect(200);
    let names = |login: &Value| login.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!((names(&first), &first["user"]), (names(&second), &second["user"]));
    for login in [&first, &second] {
        with(&app, login).get("/v1/me").await.expect(200);
    }
    app.advance(TimeDelta::minutes(20));
    with(&app, &first).get("/v1/me").await.problem(401, "unauthenticated");
    with(&app, &second).get("/v1/me").await.expect(200);
    let third = refresh(&app, text(&second, "refresh_token")).await.expect(200);

    // The first token was stolen, either by its first or by its second user: its whole family ends.
    refresh(&app, text(&first, "refresh_token")).await.problem(401, "invalid_refresh_token");
    for login in [&second, &third] {
        with(&app, login).get("/v1/me").await.problem(401, "unauthenticated");
        refresh(&app, text(login, "refresh_token")).await.problem(401, "invalid_refresh_token");
    }
    for nonsense in ["", "nonsense", text(&third, "access_token")] {
        refresh(&app, nonsense).await.problem(401, "invalid_refresh_token");
    }
    // Other logins are not affected.
    with(&app, &log_in(&app, "alice").await).get("/v1/me").await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn concurrent_refreshes_leave_at_most_one_token_family() {
    let app = TestApp::start().await;
    app.user("alice").await;
    for at_once in [2, 8] {
        let login = log_in(&app, "alice").await;
        let before = open_sessions(&app).await;
        let token = text(&login, "refresh_token");
        let answers = join_all((0..at_once).map(|_| refresh(&app, token))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for answer in answers {
            match answer.status {
                200 => with(&app, &answer.body).get("/v1/me").await.problem(401, "unauthenticated"),
                _ => answer.problem(401, "invalid_refresh_token"),
            };
        }
        assert_eq!(open_sessions(&app).await, before - 1);
    }
    app.finish().await;
}

#[tokio::test]
async fn logout_ends_the_session_of_either_token() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let (first, second, third) =
        (log_in(&app, "alice").await, log_in(&app, "alice").await, log_in(&app, "alice").await);
    let anonymous = app.anonymous();

    let me = with(&app, &first);
    me.call(me.request(Method::POST, "/v1/auth/logout")).await.expect(204);
    me.get("/v1/me").await.problem(401, "unauthenticated");
    me.post("/v1/auth/logout", &json!({})).await.problem(401, "unauthenticated");
    refresh(&app, text(&first, "refresh_token")).await.problem(401, "invalid_refresh_token");

    let body = json!({"refresh_token": second["refresh_token"]});
    anonymous.post("/v1/auth/logout", &body).await.expect(204);
    with(&app, &second).get("/v1/me").await.problem(401, "unauthenticated");

    let me = with(&app, &third);
    let nonsense = json!({"refresh_token": "nonsense"});
    anonymous.post("/v1/auth/logout", &nonsense).await.problem(401, "invalid_refresh_token");
    anonymous.post("/v1/auth/logout", &json!({})).await.problem(401, "unauthenticated");
    me.post("/v1/auth/logout", &nonsense).await.expect(204);
    me.get("/v1/me").await.problem(401, "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn users_list_and_end_their_own_sessions() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let body = json!({"username": "alice", "password": PASSWORD});
    let anonymous = app.anonymous();
    let request = anonymous.request(Method::POST, "/v1/auth/token").header("user-agent", "Phone/1.0").json(&body);
    let phone = anonymous.call(request).await.expect(200);
    let me = with(&app, &log_in(&app, "alice").await);
    let list = me.get("/v1/sessions").await.expect(200)["data"].take();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!(list.iter().map(|it| it["current"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(list[1]["user_agent"], "Phone/1.0");
    for field in ["created_at", "last_used_at", "expires_at"] {
        assert!(list[1][field].is_string(), "{field}");
    }
    let id = list[1]["id"].as_str().unwrap();
    assert!(id.starts_with("ses_"));
    app.advance(TimeDelta::minutes(1));
    refresh(&app, text(&phone, "refresh_token")).await.expect(200);
    let page = me.get("/v1/sessions?limit=2").await.expect(200);
    assert!(page["data"][1]["last_used_at"].as_str() > list[1]["last_used_at"].as_str());
    let next = format!("/v1/sessions?limit=2&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(me.get(&next).await.expect(200)["data"][0]["id"], list[2]["id"]);

    let path = format!("/v1/sessions/{id}");
    let eve = app.user("eve").await;
    eve.call(eve.request(Method::DELETE, &path)).await.problem(404, "not_found");
    with(&app, &phone).get("/v1/me").await.expect(200);
    me.call(me.request(Method::DELETE, &path)).await.expect(204);
    with(&app, &phone).get("/v1/me").await.problem(401, "unauthenticated");
    me.call(me.request(Method::DELETE, &path)).await.problem(404, "not_found");
    me.call(me.request(Method::DELETE, "/v1/sessions/nonsense")).await.problem(404, "not_found");
    assert_eq!(me.get("/v1/sessions").await.expect(200)["data"].as_array().unwrap().len(), 2);
    anonymous.get("/v1/sessions").await.problem(401, "unauthenticated");
    anonymous.call(anonymous.request(Method::DELETE, &path)).await.problem(401, "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn a_session_expires_together_with_its_tokens() {
    let env = vec![("SESSION_EXPIRATION_DAYS", "1".into()), ("JWT_EXPIRATION_MINUTES", "600".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    app.user("alice").await;
    let first = log_in(&app, "alice").await;
    app.advance(TimeDelta::hours(23));
    let second = refresh(&app, text(&first, "refresh_token")).await.expect(200);
    let expires_in = second["expires_in"].as_i64().unwrap();
    assert!((3000..=3600).contains(&expires_in), "no longer than the session: {expires_in}");
    app.advance(TimeDelta::minutes(61));
    with(&app, &second).get("/v1/me").await.problem(401, "unauthenticated");
    refresh(&app, text(&second, "refresh_token")).await.problem(401, "invalid_refresh_token");
    app.finish().await;
}

#[tokio::test]
async fn suspension_ends_all_sessions_immediately() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let (login, bob) = (log_in(&app, "alice").await, app.user("bob").await);
    let id: UserId = text(&login["user"], "id").parse().unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    let suspend = "UPDATE users SET status = 'suspended' WHERE username = 'alice'";
    sqlx::query(suspend).execute(tx.conn()).await.unwrap();
    assert_eq!(accounts::end_sessions(&app.app, &mut tx, &[id], None).await.unwrap(), 2);
    with(&app, &login).get("/v1/me").await.expect(200);
    tx.commit().await.unwrap();
    with(&app, &login).get("/v1/me").await.problem(401, "unauthenticated");
    refresh(&app, text(&login, "refresh_token")).await.problem(401, "invalid_refresh_token");
    let body = json!({"username": "alice", "password": PASSWORD});
    app.anonymous().post("/v1/auth/token", &body).await.problem(401, "invalid_credentials");
    bob.get("/v1/me").await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn concurrent_logins_cannot_bypass_suspension_or_a_new_password() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("UPDATE users SET password_hash = 'another'").execute(tx.conn()).await.unwrap();
    let body = json!({"username": "alice", "password": PASSWORD});
    let anonymous = app.anonymous();
    let login = anonymous.post("/v1/auth/token", &body);
    let change = async {
        // The password was verified before the change; now the login waits for the user's row.
        eventually("a blocked login", || async {
            let waits = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO sessions%'";
            (app.count(waits).await == 1).then_some(())
        })
        .await;
        tx.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(login, change);
    answer.problem(401, "invalid_credentials");
    assert_eq!(open_sessions(&app).await, 1);
    app.finish().await;
}

#[tokio::test]
async fn expired_sessions_are_purged() {
    let app = TestApp::for_a_day().await;
    app.user("alice").await;
    let ended = log_in(&app, "alice").await;
    with(&app, &ended).post("/v1/auth/logout", &json!({})).await.expect(204);
    let mut tx = app.app.db.begin().await.unwrap();
    let purged = accounts::purge_logins(&mut tx, app.app.clock.now() + TimeDelta::hours(47), 10).await.unwrap();
    assert_eq!(purged, 0, "access tokens of an ended session may still be valid");
    let purged = accounts::purge_logins(&mut tx, app.app.clock.now() + TimeDelta::hours(49), 10).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((purged, app.count("SELECT count(*) FROM sessions").await), (1, 1));
    assert_eq!(app.count("SELECT count(*) FROM refresh_tokens").await, 1);
    let mut tx = app.app.db.begin().await.unwrap();
    accounts::purge_logins(&mut tx, app.app.clock.now() + TimeDelta::days(33), 10).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.count("SELECT count(*) FROM sessions").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn a_clock_jump_revives_no_session() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let me = with(&app, &log_in(&app, "alice").await);
    me.call(me.request(Method::POST, "/v1/auth/logout")).await.expect(204);
    me.get("/v1/me").await.problem(401, "unauthenticated");
    // Its token is valid for an hour from the login. Two hours later the revocation would be irrelevant.
    app.advance(TimeDelta::minutes(10));
    app.advance(TimeDelta::hours(2));
    shared::accounts::load_revocations(&app.app).await;
    app.advance(-TimeDelta::hours(2));
    me.get("/v1/me").await.problem(401, "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn a_clock_change_reloads_recent_revocations() {
    let app = TestApp::start().await;
    let mut me = Vec::new();
    app.user("alice").await;
    for _ in 0..3 {
        me.push(app.log_in("alice").await);
    }
    // As another process would, without a message through Redis.
    let end = async |caller: &Caller<'_>, minutes: i32| {
        let session = caller.get("/v1/sessions").await.expect(200)["data"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|it| (it["current"] == true).then(|| it["id"].as_str().unwrap().to_owned()))
            .unwrap();
        let session: shared::ids::SessionId = session.parse().unwrap();
        let statement = "UPDATE sessions SET ended_at = now() - make_interval(mins => $2) WHERE id = $1";
        sqlx::query(statement).bind(session.uuid()).bind(minutes).execute(app.app.db.pool()).await.unwrap();
    };
    let refused = async |caller: &Caller<'_>| (caller.get("/v1/me").await.status == 401).then_some(());
    // Two polls: later ones read only the last minute.
    for caller in &me[..2] {
        end(caller, 0).await;
        eventually("a revocation by another process", || refused(caller)).await;
    }
    end(&me[2], 5).await;
    me[2].get("/v1/me").await.expect(200);
    app.advance(TimeDelta::seconds(10));
    eventually("an earlier revocation", || refused(&me[2])).await;
    app.finish().await;
}
