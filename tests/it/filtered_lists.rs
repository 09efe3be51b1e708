//! Lists with selective filters: a page scans a bounded number of rows, and the pages together find
//! the oldest matching row.

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use shared::accounts::{self, Role, UserStatus};
use shared::credits::{self, DistributionStatus};
use shared::ids::UserId;
use shared::jobs::{self, JobState};
use shared::ledger::{self, CREDIT, StatementFilter, TransferKind};
use shared::messaging::{self, Channel, Contact, Direction, MessageStatus};
use shared::page::{LOOKED_AT, Page, PageRequest};
use shared::{audit, billing};
use sqlx::{PgConnection, PgPool};

use crate::harness::{TestApp, rows_read};

/// Rows of each list. The oldest is the one that matches, unless a test says otherwise.
const ROWS: i64 = 20_000;
/// Ids as in production, one a minute; row 1 is the oldest.
const ID: &str = "(lpad(to_hex((extract(epoch FROM now() - make_interval(mins => 20001 - n)) * 1000)::bigint), 12, '0')
    || '7000b' || lpad(to_hex(n), 15, '0'))::uuid";

async fn insert(pool: &PgPool, sql: &str, user: UserId) {
    let sql = sql.replace("ID", ID).replace("AT", "now() - make_interval(mins => 20001 - n)");
    let sql = format!("{sql} FROM generate_series(1, {ROWS}) AS n");
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user.uuid()).execute(pool).await.unwrap();
}

type Rows = (usize, Option<String>);

fn rows<T>(page: Page<T>) -> Rows {
    (page.data.len(), page.next_cursor)
}

fn request<P: std::str::FromStr + std::fmt::Display>(cursor: Option<&str>) -> PageRequest<P> {
    PageRequest::new("list".into(), None, cursor).unwrap()
}

/// Walks all pages: the first one is empty and has a cursor, each scans a bounded number of rows in `indexes` indexes,
/// and together they find `matches` rows.
async fn walk(
    what: &str,
    app: &TestApp,
    (indexes, matches): (i64, usize),
    page: impl AsyncFn(&mut PgConnection, Option<&str>) -> Rows,
) {
    let (mut cursor, mut pages, mut found) = (None::<String>, 0, 0);
    loop {
        let mut snapshot = app.app.db.listing(uuid::Uuid::nil()).await.unwrap();
        let before = rows_read(&mut snapshot).await;
        let (rows, next) = page(&mut snapshot, cursor.as_deref()).await;
        let read = rows_read(&mut snapshot).await - before;
        // Returned rows are read once more by their ids, with referenced rows.
        assert!(read <= indexes * LOOKED_AT + 200, "{what}: page {pages} read {read} rows");
        if pages == 0 {
            assert_eq!((rows, next.is_some()), (0, true), "{what}: the first page");
        }
        (found, pages) = (found + rows, pages + 1);
        match next {
            Some(next) => cursor = Some(next),
            None => break,
        }
        assert!(pages < 6, "{what}: too many pages");
    }
    assert_eq!(found, matches, "{what}");
}

/// A full page reads little more than the rows that it returns.
async fn first_page(what: &str, app: &TestApp, page: impl AsyncFn(&mut PgConnection) -> Rows) {
    let mut snapshot = app.app.db.listing(uuid::Uuid::nil()).await.unwrap();
    let before = rows_read(&mut snapshot).await;
    let (rows, next) = page(&mut snapshot).await;
    let read = rows_read(&mut snapshot).await - before;
    assert_eq!((rows, next.is_some()), (20, true), "{what}");
    assert!(read < 300, "{what}: a page of 20 rows read {read}");
}

const MESSAGES: &str = "INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price,
        job_id, metadata, created_at)
    SELECT ID, CASE n WHEN 1 THEN 'whatsapp' ELSE 'in_app' END, $1, CASE WHEN n > 1 THEN $1 END,
        CASE n WHEN 1 THEN '+15550100001' ELSE 'alice' END, 'x', CASE n WHEN 1 THEN 'failed' ELSE 'queued' END, 1, 0, ID, '{}', AT";

#[tokio::test]
async fn rare_messages_are_found_in_bounded_pages() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let user: UserId = alice.id().await.parse().unwrap();
    insert(app.app.db.pool(), MESSAGES, user).await;
    let filter = || messaging::Filter::default();
    let sent = || messaging::Filter { direction: Some(Direction::Sent), ..filter() };
    for (what, indexes, matches, filter) in [
        ("by status", 2, 1, messaging::Filter { status: Some(MessageStatus::Failed), ..filter() }),
        ("by channel", 1, 1, messaging::Filter { channel: Some(Channel::Whatsapp), ..sent() }),
        ("to a stranger", 2, 0, messaging::Filter { contact: Some(Contact::User(UserId::new())), ..filter() }),
        // Undelivered messages are hidden from their recipient.
        ("received", 1, 0, messaging::Filter { direction: Some(Direction::Received), ..filter() }),
    ] {
        walk(what, &app, (indexes, matches), async |db, cursor| {
            rows(messaging::list(db, user, &filter, &request(cursor)).await.unwrap())
        })
        .await;
    }

    // Phones have their own index.
    let to_phone = messaging::Filter { contact: Some(Contact::Phone("+15550100001".into())), ..filter() };
    let mut snapshot = app.app.db.listing(user.uuid()).await.unwrap();
    let before = rows_read(&mut snapshot).await;
    let page = messaging::list(&mut snapshot, user, &to_phone, &request(None)).await.unwrap();
    assert_eq!((page.data.len(), page.next_cursor), (1, None));
    let read = rows_read(&mut snapshot).await - before;
    assert!(read < 100, "{read} rows were read for one message to a phone");
    drop(snapshot);
    first_page("messages", &app, async |db| rows(messaging::list(db, user, &sent(), &request(None)).await.unwrap()))
        .await;

    // The same through the API.
    let list = async |query: &[(&str, &str)]| {
        alice.call(alice.request(Method::GET, "/v1/messages").query(query)).await.expect(200)
    };
    let first = list(&[("status", "failed")]).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(first["data"].as_array().unwrap().len(), 0);
    let second = list(&[("status", "failed"), ("cursor", cursor)]).await;
    assert_eq!(second["data"][0]["to"], "+15550100001");

    // A time in the past starts or ends the scan.
    let ago = |hours| Some(Utc::now() - TimeDelta::hours(hours));
    let old = messaging::Filter { until: ago(300), ..sent() };
    let mut snapshot = app.app.db.listing(user.uuid()).await.unwrap();
    let before = rows_read(&mut snapshot).await;
    let page = messaging::list(&mut snapshot, user, &old, &request(None)).await.unwrap();
    assert_eq!(page.data.len(), 20);
    let read = rows_read(&mut snapshot).await - before;
    assert!(read < 24 * 60 + 200, "{read} rows were read for messages older than 300 hours");
    let newer = messaging::Filter { since: ago(1), status: Some(MessageStatus::Failed), ..sent() };
    let page = messaging::list(&mut snapshot, user, &newer, &request(None)).await.unwrap();
    assert_eq!((page.data.len(), page.next_cursor), (0, None), "older rows are not scanned");
    drop(snapshot);
    app.abandon().await;
}

#[tokio::test]
async fn rare_jobs_and_statement_entries_are_found_in_bounded_pages() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let user: UserId = alice.id().await.parse().unwrap();
    let jobs =
        "INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, created_at, finished_at)
        SELECT ID, CASE n WHEN 1 THEN 'whatsapp.deliver' ELSE 'message.send' END, 'messages', $1, '{}',
            CASE n WHEN 1 THEN 'failed' ELSE 'succeeded' END, 1, AT, AT, AT";
    insert(app.app.db.pool(), jobs, user).await;
    for filter in [
        jobs::Filter { kind: Some("whatsapp.deliver".into()), ..jobs::Filter::default() },
        jobs::Filter { state: Some(JobState::Failed), ..jobs::Filter::default() },
    ] {
        walk("jobs", &app, (1, 1), async |db, cursor| {
            rows(jobs::list(db, user, &filter, &request(cursor)).await.unwrap())
        })
        .await;
    }
    let all = jobs::Filter::default();
    first_page("jobs", &app, async |db| rows(jobs::list(db, user, &all, &request(None)).await.unwrap())).await;
    // The sign-up grant is the wallet's first entry.
    let charges = "INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, created_at)
        SELECT ID, 'charge', ID, 'CREDIT', 1, (SELECT id FROM wallets WHERE user_id = $1), n + 1, 0,
            '00000000-0000-0000-0000-000000000002', AT";
    insert(app.app.db.pool(), charges, user).await;
    let entries = "UPDATE wallets SET entries = entries + 20000 WHERE user_id = $1";
    sqlx::query(entries).bind(user.uuid()).execute(app.app.db.pool()).await.unwrap();
    for (what, filter) in [
        ("a grant", StatementFilter { kind: Some(TransferKind::Grant), ..StatementFilter::default() }),
        ("an old refund", StatementFilter { kind: Some(TransferKind::Refund), ..StatementFilter::default() }),
    ] {
        let matches = usize::from(filter.kind == Some(TransferKind::Grant));
        walk(what, &app, (1, matches), async |db, cursor| {
            rows(ledger::statement(db, user, CREDIT, &filter, &request(cursor)).await.unwrap())
        })
        .await;
    }
    let mut snapshot = app.app.db.listing(user.uuid()).await.unwrap();
    let (before, all) = (rows_read(&mut snapshot).await, StatementFilter::default());
    let page = ledger::statement(&mut snapshot, user, CREDIT, &all, &request(None)).await.unwrap();
    let numbers: Vec<_> = page.data.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (ROWS - 18..=ROWS + 1).rev().collect::<Vec<_>>());
    let read = rows_read(&mut snapshot).await - before;
    assert!(read < 200, "a page without filters read {read} rows");
    drop(snapshot);
    app.abandon().await;
}

#[tokio::test]
async fn rare_audit_entries_and_users_are_found_in_bounded_pages() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let user: UserId = alice.id().await.parse().unwrap();
    let entries = "INSERT INTO audit_log (id, action, actor_id, subject_id, created_at)
        SELECT ID, CASE n WHEN 1 THEN 'user.suspended' ELSE 'user.changed' END, $1, $1, AT";
    insert(app.app.db.pool(), entries, user).await;
    let rare = || audit::Filter { action: Some("user.suspended".into()), ..audit::Filter::default() };
    for (what, indexes, filter) in [
        ("of a user", 2, audit::Filter { of: Some(user), ..rare() }),
        ("by a user", 1, audit::Filter { actor: Some(user), ..rare() }),
        ("about a user", 1, audit::Filter { subject: Some(user), ..rare() }),
    ] {
        walk(what, &app, (indexes, 1), async |db, cursor| {
            rows(audit::list(db, &filter, &request(cursor)).await.unwrap())
        })
        .await;
    }
    // Actions have their own index.
    let of_user = audit::Filter { of: Some(user), ..audit::Filter::default() };
    first_page("audit", &app, async |db| rows(audit::list(db, &of_user, &request(None)).await.unwrap())).await;
    let mut snapshot = app.app.db.listing(user.uuid()).await.unwrap();
    let before = rows_read(&mut snapshot).await;
    let page = audit::list(&mut snapshot, &rare(), &request(None)).await.unwrap();
    assert_eq!((page.data.len(), page.next_cursor), (1, None));
    let read = rows_read(&mut snapshot).await - before;
    assert!(read < 100, "{read} rows were read for a rare action");
    drop(snapshot);

    app.user_with_role("seller", Role::Reseller).await;
    let users = "INSERT INTO users (id, username, role, parent_id, status, created_at)
        SELECT ID, 'shop_' || n, 'business_owner', (SELECT id FROM users WHERE username = 'seller' AND id <> $1),
            CASE n WHEN 1 THEN 'suspended' ELSE 'active' END, AT";
    insert(app.app.db.pool(), users, user).await;
    let seller = accounts::find(app.app.db.pool(), "seller").await.unwrap().unwrap().id;
    let all = accounts::Filter::default();
    first_page("users", &app, async |db| rows(accounts::list(db, &all, &request(None)).await.unwrap())).await;
    // Only alice and the reseller are newer than these users.
    let filter = || accounts::Filter { status: Some(UserStatus::Suspended), ..accounts::Filter::default() };
    for (what, filter) in [
        ("of a reseller", accounts::Filter { parent: Some(seller), ..filter() }),
        ("in a role", accounts::Filter { role: Some(Role::BusinessOwner), ..filter() }),
        ("in a status", filter()),
        (
            "with a text",
            accounts::Filter {
                text: Some("SHOP_1 ".trim().into()),
                status: Some(UserStatus::Suspended),
                ..accounts::Filter::default()
            },
        ),
    ] {
        walk(what, &app, (1, 1), async |db, cursor| rows(accounts::list(db, &filter, &request(cursor)).await.unwrap()))
            .await;
    }
    app.abandon().await;
}

#[tokio::test]
async fn rare_distributions_purchases_and_opt_outs_are_found_in_bounded_pages() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let user: UserId = alice.id().await.parse().unwrap();
    let distributions =
        "INSERT INTO credit_distributions (id, reseller_id, business_owner_id, credits, status, job_id, created_at)
        SELECT ID, $1, $1, 1, CASE n WHEN 1 THEN 'failed' ELSE 'cancelled' END, ID, AT";
    insert(app.app.db.pool(), distributions, user).await;
    let failed = || credits::Filter { status: Some(DistributionStatus::Failed), ..credits::Filter::default() };
    for (what, filter) in [
        ("of a reseller", credits::Filter { reseller: Some(user), ..failed() }),
        ("to a business owner", credits::Filter { business_owner: Some(user), ..failed() }),
        ("of all", failed()),
    ] {
        walk(what, &app, (1, 1), async |db, cursor| rows(credits::list(db, &filter, &request(cursor)).await.unwrap()))
            .await;
    }
    let all = credits::Filter { business_owner: Some(user), ..credits::Filter::default() };
    first_page("distributions", &app, async |db| rows(credits::list(db, &all, &request(None)).await.unwrap())).await;
    let purchases =
        "INSERT INTO recharges (id, user_id, asset, quantity, amount, currency, status, job_id, created_at, updated_at)
        SELECT ID, $1, CASE n WHEN 1 THEN 'USD' ELSE 'CREDIT' END, 1, 100, 'USD', 'expired', ID, AT, AT";
    insert(app.app.db.pool(), purchases, user).await;
    walk("deposits", &app, (1, 1), async |db, cursor| {
        rows(billing::deposits(db, user, &request(cursor)).await.unwrap())
    })
    .await;
    first_page("recharges", &app, async |db| rows(billing::recharges(db, user, &request(None)).await.unwrap())).await;
    // By number: the last one.
    let contacts = "INSERT INTO contacts (owner_id, channel, address, opted_out, opted_out_at)
        SELECT $1, 'whatsapp', (15550000000 + n)::text, CASE n WHEN 20000 THEN 'all' END, CASE n WHEN 20000 THEN now() END";
    insert(app.app.db.pool(), contacts, user).await;
    sqlx::query("ANALYZE contacts").execute(app.app.db.pool()).await.unwrap();
    walk("opt-outs", &app, (1, 1), async |db, cursor| {
        rows(messaging::opt_outs(db, (user, Channel::Whatsapp), &request(cursor)).await.unwrap())
    })
    .await;
    app.abandon().await;
}
