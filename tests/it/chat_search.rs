//! Search in chat messages.

use reqwest::Method;
use serde_json::{Value, json};
use shared::jobs::{self, NewJob};
use shared::maintenance::jobs::IndexChat;

use crate::harness::{Caller, TestApp, at};

/// The numbers of the messages of a search, or their texts.
async fn found(caller: &Caller<'_>, path: &str, query: &[(&str, &str)], field: &str) -> Vec<Value> {
    let page = caller.call(caller.request(Method::GET, path).query(query)).await.expect(200);
    page["data"].as_array().unwrap().iter().map(|it| it[field].clone()).collect()
}

/// A result's text with its matches in brackets.
fn marked(result: &Value) -> String {
    let pieces = result["highlights"].as_array().unwrap().iter();
    let mark = |piece: &Value| match (piece["match"].as_bool().unwrap(), piece["text"].as_str().unwrap()) {
        (true, text) => format!("[{text}]"),
        (false, text) => text.to_owned(),
    };
    pieces.map(mark).collect()
}

/// Indexes messages as the job does.
async fn index(app: &TestApp) {
    let now = app.app.clock.now();
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::enqueue(&app.app, &mut tx, &[NewJob::new(&IndexChat {}, now).unwrap()], now).await.unwrap();
    tx.commit().await.unwrap();
    app.drain_jobs().await;
}

#[tokio::test]
async fn search_finds_words_in_any_language() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    for body in ["The old mill", "old friends, new mill", "привет старый друг", "THE MILL is old", "nothing of it"]
    {
        alice.post_chat(&direct, body).await;
    }
    let other = alice.create_conversation(&["bob"], Some("Other")).await;
    alice.post_chat(&other, "an old mill elsewhere").await;
    let found = async |query: &str| found(&bob, &at(&direct, "/search"), &[("q", query)], "seq").await;
    assert_eq!(found("mill").await, [4, 2, 1]);
    assert_eq!(found("\"old mill\"").await, [1]);
    assert_eq!(found("mill -friends").await, [4, 1]);
    assert_eq!(found("ДРУГ").await, [3]);
    assert_eq!(found("nothing or друг").await, [5, 3]);
    assert!(found("millstone").await.is_empty() && found("! & |").await.is_empty() && found("'; --").await.is_empty());
    for query in ["-old", "-old%20-mill", "old%20or%20-mill"] {
        bob.get(&at(&direct, &format!("/search?q={query}"))).await.problem(422, "search_too_broad");
    }
    let first = bob.get(&at(&direct, "/search?q=old&limit=2")).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = bob.get(&at(&direct, &format!("/search?q=old&limit=2&cursor={cursor}"))).await.expect(200);
    assert_eq!((&second["data"][0]["seq"], &second["next_cursor"]), (&json!(1), &Value::Null));
    bob.get(&at(&direct, &format!("/search?q=mill&cursor={cursor}"))).await.problem(400, "invalid_cursor");
    for query in ["", "?q=", "?q=%00"] {
        bob.get(&at(&direct, &format!("/search{query}"))).await.problem(422, "validation_failed");
    }
    // The search reflects edits and deletions immediately.
    let page = alice.get(&at(&direct, "/messages?after_seq=0&limit=2")).await.expect(200);
    let path = |number: usize| at(&direct, &format!("/messages/{}", page["data"][number]["id"].as_str().unwrap()));
    alice.delete(&path(0)).await.expect(204);
    alice.patch(&path(1), &json!({"body": "friends"})).await.expect(200);
    assert_eq!(found("mill").await, [4]);
    assert_eq!(found("friends").await, [2]);
    app.finish().await;
}

#[tokio::test]
async fn words_are_found_however_they_are_written() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let url = "https://example.com/a/b?c=1&d=zwei#e";
    for (body, queries) in [
        ("私は東京都に住んでいます。", &["東京", "東京都", "京都", "住んで", "都"][..]),
        ("今天我们去北京大学看朋友", &["北京", "北京大学", "大学", "朋友"]),
        ("ฉันกินข้าวผัดทุกวัน", &["ข้าว", "ข้าวผัด", "กิน", "ทุกวัน"]),
        ("나는 학교에서 친구를 만났다", &["학교", "친구", "만났다", "\u{1112}\u{1161}\u{11a8}\u{1100}\u{116d}"]),
        ("ខ្ញុំស្រលាញ់ភាសាខ្មែរ", &["ភាសា", "ខ្មែរ"]),
        (&format!("look: {url}."), &[url, "example.com", "https://example.com", "zwei"]),
        (
            "one-two-three and four_five",
            &["one-two", "two-three", "one-two-three", "two", "four", "four_five", "\"one two\""],
        ),
        ("a <needle> in <b>hay</b>", &["needle", "<needle>", "hay", "<b>hay</b>"]),
        ("cafe\u{301} Straße ＦＵＬＬ", &["café", "CAFÉ", "cafe\u{301}", "STRASSE", "full"]),
        ("well done 👍", &["👍", "done 👍"]),
    ] {
        let message = alice.post_chat(&direct, body).await;
        for query in queries {
            for path in [at(&direct, "/search"), "/v1/conversations/search".to_owned()] {
                let results = found(&bob, &path, &[("q", query)], "id").await;
                assert_eq!(results, [message["id"].clone()], "{query} in {body} at {path}");
            }
        }
    }
    for absent in ["東都", "京東", "one-three", "needle-hay", "caf", "北学"] {
        let results = found(&bob, &at(&direct, "/search"), &[("q", absent)], "body").await;
        assert!(results.is_empty(), "{absent}: {results:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_search_of_all_conversations_is_ranked_and_private() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let _carol = app.user("carol").await;
    let one = alice.create_conversation(&["bob"], None).await;
    let other = alice.create_conversation(&["bob", "carol"], Some("Group")).await;
    let private = alice.create_conversation(&["carol"], None).await;
    alice.post_chat(&private, "mill mill mill mill").await;
    alice.post_chat(&one, "the old mill").await;
    alice.post_chat(&other, "a mill, a mill, a mill: and the old miller").await;
    alice.post_chat(&one, "nothing of it").await;
    alice.post_chat(&other, "another mill").await;
    let path = "/v1/conversations/search";
    let page = bob.get(&format!("{path}?q=mill")).await.expect(200);
    let results: Vec<_> = page["data"].as_array().unwrap().iter().map(marked).collect();
    assert_eq!(
        results,
        ["a [mill], a [mill], a [mill]: and the old miller", "another [mill]", "the old [mill]"],
        "the most frequent first, then the newest"
    );
    assert!(page["data"][0]["score"].as_f64() > page["data"][1]["score"].as_f64());
    let newest = found(&bob, path, &[("q", "mill"), ("order", "newest")], "body").await;
    assert_eq!(newest, ["another mill", "a mill, a mill, a mill: and the old miller", "the old mill"]);
    for order in ["relevance", "newest"] {
        let (mut bodies, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let mut query = vec![("q", "mill"), ("order", order), ("limit", "1")];
            query.extend(cursor.as_str().map(|cursor| ("cursor", cursor)));
            let page = bob.call(bob.request(Method::GET, path).query(&query)).await.expect(200);
            bodies.extend(page["data"].as_array().unwrap().iter().map(|it| it["body"].clone()));
            cursor = page["next_cursor"].clone();
            if cursor.is_null() {
                break;
            }
        }
        let expected = found(&bob, path, &[("q", "mill"), ("order", order)], "body").await;
        assert_eq!(bodies, expected, "{order}");
    }
    let first = bob.get(&format!("{path}?q=mill&limit=1")).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    bob.get(&format!("{path}?q=mill&order=newest&cursor={cursor}")).await.problem(400, "invalid_cursor");
    assert_eq!(found(&alice, path, &[("q", "mill")], "body").await[0], "mill mill mill mill");
    bob.get(&format!("{path}?q=-mill")).await.problem(422, "search_too_broad");
    app.finish().await;
}

/// Texts that cost the text parser of Postgres or an index much.
fn shapes() -> Vec<(&'static str, String)> {
    let filled = |part: &str| part.repeat(16_384 / part.len());
    let distinct: String = (0..2_700).map(|number| format!("w{number:x} ")).collect();
    vec![
        ("joined by underscores", filled("a_")),
        ("joined by hyphens", filled("a-")),
        ("a long host", filled("a.")),
        ("a long path", filled("a/")),
        ("addresses", filled("a@b.c ")),
        ("unfinished addresses", filled("a@")),
        ("a URL in a URL", filled("http://")),
        ("tags", filled("<a ")),
        ("unclosed tags", filled("<")),
        ("entities", filled("&amp")),
        ("numbers", filled("1e")),
        ("signs", filled("-1.")),
        ("one word", filled("a")),
        ("one character of Chinese", filled("東")),
        ("distinct words", distinct),
        ("distinct characters", (0x4E00..0x4E00 + 5_400).filter_map(char::from_u32).collect()),
        ("combining marks", format!("a{}", "\u{301}".repeat(8_000))),
        ("expanding characters", filled("\u{fdfa}")),
        ("zero-width characters", filled("a\u{200b}")),
        ("emoji", filled("👩‍👩‍👧‍👦")),
        ("quotes", filled("'\\")),
        ("backslashes and dots", filled("..\\")),
    ]
}

#[tokio::test]
async fn a_text_of_any_shape_costs_little() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let edited = alice.post_chat(&direct, "to be edited").await;
    let path = at(&direct, &format!("/messages/{}", edited["id"].as_str().unwrap()));
    for (shape, body) in shapes() {
        assert!(body.len() <= 16_384, "{shape}");
        alice.post_chat(&direct, &body).await;
        alice.patch(&path, &json!({"body": body})).await.expect(200);
    }
    // What indexing and searching cost is proportional to the stored words.
    let largest = "SELECT max(length(words))::bigint FROM chat_messages";
    assert!((2_000..=4_000).contains(&app.count(largest).await));
    assert!(app.count("SELECT max(pg_column_size(words))::bigint FROM chat_messages").await < 100_000);
    assert_eq!(found(&bob, &at(&direct, "/search"), &[("q", "w7")], "seq").await.len(), 1);
    assert_eq!(app.count("SELECT count(*) FROM chat_messages WHERE indexed_at IS NULL").await, 0);
    // Nothing but our own words: Postgres parses no text, when it is written or when it is searched for.
    let generated = "SELECT count(*) FROM information_schema.columns
        WHERE table_name = 'chat_messages' AND is_generated <> 'NEVER'";
    assert_eq!(app.count(generated).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn messages_of_an_older_version_are_indexed_by_a_job() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    alice.post_chat(&direct, "the needle").await;
    let search = async |query: &str| found(&bob, &at(&direct, "/search"), &[("q", query)], "seq").await;
    // As a process of the version before writes: 700 new messages, and an edit.
    let fill = "INSERT INTO chat_messages (id, conversation_id, seq, sender_id, role, body, status, created_at)
        SELECT gen_random_uuid(), conversation_id, seq + number, sender_id, role, 'one-two ' || number, status, created_at
        FROM chat_messages, generate_series(1, 700) AS number";
    let edit = "UPDATE chat_messages SET body = 'haystack', edited_at = indexed_at + interval '1 s' WHERE seq = 1";
    for statement in [fill, "UPDATE conversations SET last_seq = 701", edit] {
        sqlx::raw_sql(statement).execute(app.app.db.pool()).await.unwrap();
    }
    assert!(search("haystack").await.is_empty() && search("one-two 700").await.is_empty());
    index(&app).await;
    assert_eq!(search("haystack").await, [1]);
    assert!(search("needle").await.is_empty());
    assert_eq!(search("one-two 700").await, [701]);
    let left = "SELECT count(*) FROM chat_messages
        WHERE indexed_at IS NULL OR indexed_at < edited_at OR indexed_at < deleted_at";
    assert_eq!(app.count(left).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn a_search_of_long_messages_reads_stored_words() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    alice.post_chat(&direct, "the needle").await;
    // Long texts of distinct words, which the API no longer accepts.
    let fill = "INSERT INTO chat_messages (id, conversation_id, seq, sender_id, role, body, status, created_at)
        SELECT gen_random_uuid(), conversation_id, seq + number, sender_id, role,
            (SELECT string_agg(md5(number::text || word::text), ' ') FROM generate_series(1, 1800) AS word), status, created_at
        FROM chat_messages, generate_series(1, 100) AS number";
    // One by one: VACUUM cannot run in a transaction.
    for statement in [fill, "UPDATE conversations SET last_seq = 101", "VACUUM ANALYZE chat_messages"] {
        sqlx::raw_sql(statement).execute(app.app.db.pool()).await.unwrap();
    }
    index(&app).await;
    let found = async |query: &str| found(&bob, &at(&direct, "/search"), &[("q", query)], "seq").await;
    assert_eq!(found("needle").await, [1]);
    assert!(found("nothinghere").await.is_empty());
    // Stored words are read, a few pages each, and not computed, which took seconds. For so few messages of one
    // conversation the planner reads them all; the word index is for larger conversations.
    let plan: Value = sqlx::query_scalar(
        "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT seq FROM chat_messages
        WHERE conversation_id = (SELECT id FROM conversations) AND words @@ 'nothinghere'::tsquery
        ORDER BY seq DESC LIMIT 21",
    )
    .fetch_one(app.app.db.pool())
    .await
    .unwrap();
    let text = plan.to_string();
    assert!(text.contains("words @@") && !text.contains("to_tsvector"), "{text}");
    let blocks = |name: &str| plan[0]["Plan"][name].as_i64().unwrap();
    let read = blocks("Shared Hit Blocks") + blocks("Shared Read Blocks");
    assert!(read < 1_000, "{read} pages: {text}");
    // The search reads the stored words, too: changing them changes its result.
    let statement = "UPDATE chat_messages SET words = 'elsewhere' WHERE seq = 1";
    sqlx::raw_sql(statement).execute(app.app.db.pool()).await.unwrap();
    assert_eq!(found("elsewhere").await, [1]);
    assert!(found("needle").await.is_empty());
    app.finish().await;
}
