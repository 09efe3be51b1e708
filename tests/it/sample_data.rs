//! `switchboard sample-data`.

use crate::command_line::run;
use crate::harness::{Options, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn sample_users_are_created_once_and_only_in_an_empty_database() {
    let app = TestApp::start().await;
    let balances = "SELECT coalesce(sum(balance), 0)::bigint FROM wallets WHERE asset = 'CREDIT'";
    let money = "SELECT count(*) FROM wallets WHERE asset = 'USD' AND balance = 25000";
    for _ in 0..2 {
        let output = run(&app.env, &["sample-data"], "");
        assert!(output.status.success(), "{output:?}");
        assert!(
            String::from_utf8(output.stdout).unwrap().contains("demo_admin, demo_reseller, demo_business, alice, bob")
        );
        assert_eq!((app.count("SELECT count(*) FROM users").await, app.count(balances).await), (5, 5_200));
        assert_eq!(app.count(money).await, 2);
    }
    let business = "SELECT count(*) FROM users JOIN users parent ON parent.id = users.parent_id
        JOIN profiles ON profiles.user_id = users.id
        WHERE users.username = 'demo_business' AND parent.username = 'demo_reseller' AND bank IS NOT NULL";
    assert_eq!(app.count(business).await, 1);
    app.drain_jobs().await;
    let credits = "SELECT balance FROM wallets JOIN users ON users.id = user_id
        WHERE username = 'demo_business' AND asset = 'CREDIT'";
    assert_eq!(app.count(credits).await, 5_000);
    app.user("carol").await;
    let count = "SELECT count(*) FROM users WHERE username <> 'carol'";
    sqlx::query("UPDATE users SET username = 'renamed' WHERE username = 'bob'")
        .execute(app.app.db.pool())
        .await
        .unwrap();
    let refused = run(&app.env, &["sample-data"], "");
    assert!(!refused.status.success());
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--allow-other-users"));
    assert_eq!(app.count(count).await, 5);
    let allowed = run(&app.env, &["sample-data", "--allow-other-users"], "");
    assert!(allowed.status.success(), "{allowed:?}");
    assert_eq!(app.count(count).await, 6);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_the_sample_business_has_no_bank_details() {
    let env = vec![("DATA_ENCRYPTION_KEYS", String::new())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let output = run(&app.env, &["sample-data"], "");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(app.count("SELECT count(*) FROM profiles WHERE bank IS NULL AND address IS NOT NULL").await, 1);
    app.drain_jobs().await;
    app.finish().await;
}
