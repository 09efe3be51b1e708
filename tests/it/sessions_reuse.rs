//! Reuse of refresh tokens: repeated by a browser whose response was lost, by its tabs, or by a thief.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::json;

use crate::harness::{PASSWORD, TestApp};
use crate::sessions_cookie::{Browser, NAME, app_with_alice, is_accepted, set_cookie};

async fn open_sessions(app: &TestApp) -> i64 {
    app.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL").await
}

#[tokio::test]
async fn a_refresh_with_a_lost_answer_can_be_repeated() {
    let app = app_with_alice().await;
    app.stop_clock();
    let mut browser = Browser::new(&app);
    browser.log_in().await;
    let old = browser.value();
    // Its answers are lost repeatedly: the browser keeps the old cookie.
    for seconds in [0, 10, 19] {
        app.advance(TimeDelta::seconds(seconds));
        assert_eq!(Browser::with(&app, &old).session().await.status, 200);
        Browser::with(&app, &old).refresh().await.expect(200);
    }
    // This one arrives, and the session continues.
    let mut browser = Browser::with(&app, &old);
    let login = browser.refresh().await.expect(200);
    app.advance(TimeDelta::seconds(5));
    browser.refresh().await.expect(200);
    assert!(is_accepted(&app, &login).await);
    app.finish().await;
}

#[tokio::test]
async fn a_token_reused_after_thirty_seconds_ends_its_session() {
    let app = app_with_alice().await;
    app.stop_clock();
    for (seconds, status) in [(29, 200), (30, 401)] {
        let mut browser = Browser::new(&app);
        browser.log_in().await;
        let old = browser.value();
        browser.refresh().await.expect(200);
        app.advance(TimeDelta::seconds(15));
        // Requests in between do not extend the period.
        Browser::with(&app, &old).refresh().await.expect(200);
        app.advance(TimeDelta::seconds(seconds - 15));
        let before = open_sessions(&app).await;
        let mut late = Browser::with(&app, &old);
        assert_eq!(late.session().await.status, if status == 200 { 200 } else { 204 });
        let answer = late.refresh().await;
        assert_eq!(answer.status, status, "after {seconds} s: {}", answer.body);
        assert_eq!(open_sessions(&app).await, before - i64::from(status == 401));
    }
    app.finish().await;
}

#[tokio::test]
async fn reusing_a_token_after_its_successor_ends_the_session() {
    let app = app_with_alice().await;
    let mut owner = Browser::new(&app);
    owner.log_in().await;
    let stolen = owner.value();
    owner.refresh().await.expect(200);
    let login = owner.refresh().await.expect(200);
    Browser::with(&app, &stolen).refresh().await.problem(401, "invalid_refresh_token");
    assert!(!is_accepted(&app, &login).await);
    owner.refresh().await.problem(401, "invalid_refresh_token");
    assert_eq!(owner.session().await.status, 204);
    app.finish().await;
}

#[tokio::test]
async fn theft_within_the_grace_period_is_detected_by_the_next_refresh() {
    let app = app_with_alice().await;
    for thief_is_first in [true, false] {
        let mut owner = Browser::new(&app);
        owner.log_in().await;
        let mut thief = Browser::with(&app, &owner.value());
        owner.refresh().await.expect(200);
        let login = thief.refresh().await.expect(200);
        // One of the two successors was revoked. Its use ends the session, before or after the use of the other.
        if thief_is_first {
            thief.refresh().await.expect(200);
        }
        owner.refresh().await.problem(401, "invalid_refresh_token");
        thief.refresh().await.problem(401, "invalid_refresh_token");
        assert!(!is_accepted(&app, &login).await);
    }
    app.finish().await;
}

#[tokio::test]
async fn two_racing_tabs_both_stay_logged_in() {
    let app = app_with_alice().await;
    for tabs in [2, 6] {
        let mut browser = Browser::new(&app);
        browser.log_in().await;
        let old = browser.value();
        let answers = join_all((0..tabs).map(|_| async { Browser::with(&app, &old).refresh().await })).await;
        for answer in &answers {
            assert_eq!(answer.status, 200, "{}", answer.body);
            assert!(is_accepted(&app, &answer.body).await);
        }
        let unused = "SELECT count(*) FROM refresh_tokens token JOIN sessions ON sessions.id = token.session_id
            WHERE token.used_at IS NULL AND token.via_cookie AND sessions.ended_at IS NULL";
        assert_eq!(app.count(unused).await, 1, "exactly one token works");
        // The browser keeps the cookie of the newest answer, with which the session continues.
        let mut working = Vec::new();
        for answer in &answers {
            let tab = Browser::with(&app, &set_cookie(answer, NAME).unwrap());
            working.extend((tab.session().await.status == 200).then_some(tab));
        }
        let [tab] = working.as_mut_slice() else { panic!("{} of {tabs} cookies work", working.len()) };
        tab.refresh().await.expect(200);
        tab.post("/v1/auth/logout", &json!({})).await.expect(204);
    }
    app.finish().await;
}

#[tokio::test]
async fn the_grace_period_applies_only_to_cookies() {
    let app = app_with_alice().await;
    // A token issued in a body sent as a cookie, and vice versa.
    let body = json!({"username": "alice", "password": PASSWORD});
    let login = app.anonymous().post("/v1/auth/token", &body).await.expect(200);
    let token = login["refresh_token"].as_str().unwrap();
    app.anonymous().post("/v1/auth/refresh", &json!({"refresh_token": token})).await.expect(200);
    assert_eq!(Browser::with(&app, token).session().await.status, 204);
    Browser::with(&app, token).refresh().await.problem(401, "invalid_refresh_token");
    assert!(!is_accepted(&app, &login).await);

    let mut browser = Browser::new(&app);
    let login = browser.log_in().await;
    let body = json!({"refresh_token": browser.value()});
    browser.refresh().await.expect(200);
    app.anonymous().post("/v1/auth/refresh", &body).await.problem(401, "invalid_refresh_token");
    assert!(!is_accepted(&app, &login).await);
    app.finish().await;
}
