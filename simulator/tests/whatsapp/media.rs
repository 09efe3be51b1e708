//! Media files: upload, lookup, download, sending.

use reqwest::Response;
use serde_json::{Value, json};

use crate::harness::{Harness, refusal, template};

const ANYONE: &str = "+15550100001";
const BOUNDARY: &str = "a-boundary";

fn part(name: &str, value: &str) -> Vec<u8> {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

fn file(mime_type: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\
         Content-Type: {mime_type}\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

async fn upload_as(harness: &Harness, phone_number_id: &str, token: &str, parts: &[Vec<u8>]) -> Response {
    let body = [parts.concat().as_slice(), format!("--{BOUNDARY}--\r\n").as_bytes()].concat();
    let call = harness.client.post(harness.url(&format!("/v25.0/{phone_number_id}/media"))).bearer_auth(token);
    call.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body).send().await.unwrap()
}

async fn upload(harness: &Harness, parts: &[Vec<u8>]) -> Response {
    upload_as(harness, &harness.config.phone_number_id, &harness.config.access_token, parts).await
}

async fn uploaded(harness: &Harness, mime_type: &str, bytes: &[u8]) -> String {
    let response = upload(harness, &[part("messaging_product", "whatsapp"), file(mime_type, bytes)]).await;
    assert_eq!(response.status(), 200);
    response.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_uploaded_looked_up_fetched_and_sent() {
    let harness = Harness::start().await;
    let id = uploaded(&harness, "image/png", b"a picture").await;
    let url = harness.url(&format!("/v25.0/{id}"));
    let look_up = |token: &str| harness.client.get(&url).bearer_auth(token).send();
    let token = &harness.config.access_token;
    let found: Value = look_up(token).await.unwrap().json().await.unwrap();
    let address = found["url"].as_str().unwrap();
    assert_eq!(found["sha256"], "92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b");
    assert_eq!((&found["id"], &found["mime_type"]), (&json!(id), &json!("image/png")));
    assert_eq!((&found["file_size"], &found["messaging_product"]), (&json!(9), &json!("whatsapp")));

    let fetched = harness.client.get(address).bearer_auth(token).send().await.unwrap();
    assert_eq!(fetched.headers()["content-type"], "image/png");
    assert_eq!(fetched.bytes().await.unwrap(), "a picture");
    assert_eq!(harness.client.get(address).send().await.unwrap().status(), 401);
    let other = harness.client.get(address).bearer_auth("simulator-token-7").send().await.unwrap();
    assert_eq!(other.status(), 404);
    let (page, _) = address.split_once('?').unwrap();
    let expired = harness.client.get(format!("{page}?ext=1700000000")).bearer_auth(token).send().await.unwrap();
    assert_eq!(expired.status(), 404);
    assert_eq!(refusal(look_up("wrong").await.unwrap()).await, (401, 190));
    assert_eq!(refusal(look_up("simulator-token-7").await.unwrap()).await, (400, 100));

    harness.accepted(&sending("image", &id)).await;
    assert_eq!(harness.refused(&sending("video", &id)).await, (400, 131_009));
    let of_another = harness.send_as("7", "simulator-token-7", &sending("image", &id)).await.unwrap();
    assert_eq!(refusal(of_another).await, (400, 100));
    let mut with_header = template(ANYONE, "hello", &[]);
    with_header["template"]["components"] =
        json!([{"type": "header", "parameters": [{"type": "image", "image": {"id": id}}]}]);
    harness.accepted(&with_header).await;
}

fn sending(type_name: &str, id: &str) -> Value {
    json!({"messaging_product": "whatsapp", "to": ANYONE, "type": type_name, type_name: {"id": id}})
}

#[tokio::test]
async fn invalid_uploads_are_refused() {
    let harness = Harness::start().await;
    let product = || part("messaging_product", "whatsapp");
    let picture = || file("image/png", b"a picture");
    for (parts, code) in [
        (vec![picture()], 100),
        (vec![product()], 100),
        (vec![product(), part("file", "a picture")], 100),
        (vec![part("messaging_product", "sms"), picture()], 131_009),
        (vec![product(), picture(), part("name", "a")], 100),
        (vec![product(), picture(), part("type", "image/jpeg")], 100),
        (vec![product(), file("image/gif", b"a picture")], 100),
        (vec![product(), file("image/png", b"")], 100),
        (vec![product(), file("image/png", &[0; 5 * 1024 * 1024 + 1])], 131_053),
        (vec![product(), file("image/webp", &[0; 100 * 1024 + 1])], 131_053),
        (vec![product(), file("image/webp", &animated(500 * 1024 + 1))], 131_053),
    ] {
        let shown = parts.first().map(|part| String::from_utf8_lossy(part).into_owned());
        assert_eq!(refusal(upload(&harness, &parts).await).await, (400, code), "{shown:?}");
    }
    let typed = upload(&harness, &[product(), picture(), part("type", "image/png")]).await;
    assert_eq!(typed.status(), 200);
    let wrong = upload_as(&harness, &harness.config.phone_number_id, "wrong", &[product(), picture()]).await;
    assert_eq!(refusal(wrong).await, (401, 190));
    uploaded(&harness, "image/webp", &animated(500 * 1024)).await;
    uploaded(&harness, "image/png", &[0; 5 * 1024 * 1024]).await;

    let call = harness.client.post(harness.url(&format!("/v25.0/{}/media", harness.config.phone_number_id)));
    let no_form = call.bearer_auth(&harness.config.access_token).json(&json!({})).send().await.unwrap();
    assert_eq!(refusal(no_form).await, (400, 100));
    for unknown in ["/v25/1", "/v25.0/1/media", "/v25/1/media"] {
        let answer = harness.client.get(harness.url(unknown)).send().await.unwrap();
        assert_eq!(refusal(answer).await, (404, 2500), "{unknown}");
    }
}

/// Bytes with the header of an animated WebP of this size.
fn animated(bytes: usize) -> Vec<u8> {
    let mut file = vec![0; bytes];
    file[12..16].copy_from_slice(b"VP8X");
    file[20] = 2;
    file
}

#[tokio::test]
async fn new_files_evict_the_oldest() {
    let harness = Harness::start().await;
    let oldest = uploaded(&harness, "image/png", b"a picture").await;
    harness.accepted(&sending("image", &oldest)).await;
    let film = vec![0; 16 * 1024 * 1024];
    for _ in 0..8 {
        uploaded(&harness, "video/mp4", &film).await;
    }
    assert_eq!(harness.refused(&sending("image", &oldest)).await, (400, 100));
}
