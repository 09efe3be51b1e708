//! The simulated Gemini API, called by a client.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use simulator::{Config, gemini};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

struct Harness {
    config: gemini::Config,
    client: Client,
    base: String,
    _stop: DropGuard,
}

impl Harness {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (config, stop) = (gemini::Config::test_credentials(), CancellationToken::new());
        let simulated = Config { gemini: config.clone(), ..Config::fake() };
        tokio::spawn(simulator::run(simulated, listener, stop.clone()));
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        Self { config, client, base, _stop: stop.drop_guard() }
    }

    fn post(&self, call: &str) -> RequestBuilder {
        let request = self.client.post(format!("{}/v1beta/models/{call}", self.base));
        request.header("x-goog-api-key", &self.config.api_key)
    }

    fn request(&self) -> RequestBuilder {
        self.post("gemini-any:streamGenerateContent?alt=sse")
    }

    async fn ask(&self, prompt: &str) -> Response {
        self.request().json(&body(prompt)).send().await.unwrap()
    }

    async fn report(&self, what: &str) -> Value {
        let answer = self.client.get(format!("{}/simulator/gemini/{what}", self.base)).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["data"].take()
    }

    async fn outcome(&self, wanted: &str) {
        for _ in 0..500 {
            if self.report("requests?limit=1").await[0]["outcome"] == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{} is not {wanted}", self.report("requests?limit=1").await[0]);
    }
}

fn body(prompt: &str) -> Value {
    json!({"contents": [{"role": "user", "parts": [{"text": prompt}]}]})
}

async fn objects(response: Response) -> Vec<Value> {
    assert_eq!(response.status(), 200);
    let text = response.text().await.unwrap();
    text.split("\r\n\r\n").filter_map(|event| serde_json::from_str(event.strip_prefix("data: ")?).ok()).collect()
}

fn text(objects: &[Value]) -> String {
    let parts = objects.iter().filter_map(|object| object["candidates"][0]["content"]["parts"].as_array()).flatten();
    parts.filter(|part| part["thought"] != true).filter_map(|part| part["text"].as_str()).collect()
}

async fn error(response: Response, status: u16) -> Value {
    assert_eq!(response.status(), status);
    let mut body: Value = response.json().await.unwrap();
    assert_eq!(body["error"]["code"], status);
    body["error"].take()
}

#[tokio::test]
async fn an_answer_streams_in_chunks_and_ends_with_a_finish_reason() {
    let gemini = Harness::start().await;
    let answer = objects(gemini.ask("one two three four five").await).await;
    assert_eq!(text(&answer), "You said: one two three four five");
    assert_eq!(answer.len(), 3);
    let last = answer.last().unwrap();
    assert_eq!((&last["candidates"][0]["finishReason"], &last["modelVersion"]), (&json!("STOP"), &json!("gemini-any")));
    assert_eq!(last["usageMetadata"], json!({"promptTokenCount": 5, "candidatesTokenCount": 7, "totalTokenCount": 12}));
    assert!(answer[0]["candidates"][0]["finishReason"].is_null());
    gemini.outcome("finished").await;
    let call = gemini.report("requests").await[0].take();
    assert_eq!((&call["prompt"], &call["http_status"]), (&json!("one two three four five"), &json!(200)));
}

#[tokio::test]
async fn without_alt_the_answer_is_one_array() {
    let gemini = Harness::start().await;
    let response = gemini.post("gemini-any:streamGenerateContent").json(&body("Hello there")).send().await.unwrap();
    let answer: Vec<Value> = response.json().await.unwrap();
    assert_eq!(text(&answer), "You said: Hello there");
}

#[tokio::test]
async fn invalid_calls_are_refused() {
    let gemini = Harness::start().await;
    let url = format!("{}/v1beta/models/gemini-any:streamGenerateContent", gemini.base);
    let wrong_key = gemini.client.post(&url).header("x-goog-api-key", "another").json(&body("Hi"));
    assert_eq!(error(wrong_key.send().await.unwrap(), 400).await["details"][0]["reason"], "API_KEY_INVALID");
    error(gemini.client.post(&url).json(&body("Hi")).send().await.unwrap(), 403).await;
    for call in
        ["gemini-retired:streamGenerateContent", "other:streamGenerateContent", "gemini-any:tuneModel", "gemini-any"]
    {
        error(gemini.post(call).json(&body("Hi")).send().await.unwrap(), 404).await;
    }
    for wrong in [
        json!({}),
        json!({"contents": []}),
        json!({"contents": [{"role": "assistant", "parts": [{"text": "Hi"}]}]}),
        json!({"contents": [{"role": "user", "parts": []}]}),
        json!({"contents": [{"role": "user", "parts": [{"text": ""}]}]}),
        json!({"contents": [{"role": "model", "parts": [{"text": "Hi"}]}]}),
        json!({"contents": [{"role": "user", "text": "Hi"}]}),
        json!({"contents": body("Hi")["contents"], "system_instructions": {"parts": [{"text": "Be brief."}]}}),
        json!({"contents": body("Hi")["contents"], "generationConfig": {"maxOutputTokens": 0}}),
        json!({"contents": body("Hi")["contents"], "generationConfig": {"max_tokens": 5}}),
    ] {
        let refused = error(gemini.request().json(&wrong).send().await.unwrap(), 400).await;
        assert_eq!(refused["status"], "INVALID_ARGUMENT", "{wrong}");
    }
    assert_eq!(gemini.request().body("{}").send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn magic_prompts_fail_as_documented() {
    let gemini = Harness::start().await;
    let finish = |answer: &[Value]| answer.last().unwrap()["candidates"][0]["finishReason"].clone();
    for (prompt, wanted, reason) in [
        ("sim:unsafe", "This is where the answer begins, ", json!("SAFETY")),
        ("sim:unsafe-empty", "", json!("SAFETY")),
        ("sim:recitation", "This is where the answer begins, ", json!("RECITATION")),
        ("sim:max-tokens", "This is where the answer begins, and where", json!("MAX_TOKENS")),
        ("sim:max-tokens-empty", "", json!("MAX_TOKENS")),
        ("sim:empty", "", json!("STOP")),
        ("sim:other", "", json!("OTHER")),
        ("sim:thoughts", "I thought about it.", json!("STOP")),
        ("sim:no-usage", "Nobody counts.", json!("STOP")),
        ("sim:split", "Grüße aus Köln – 東京 and Ελλάδα 🚀🎉.", json!("STOP")),
        ("sim:slow:3:1", "part 1 of 3, part 2 of 3, part 3 of 3.", json!("STOP")),
        ("sim:cut", "This is where the answer begins, ", Value::Null),
        ("sim:cut", "You said: sim:cut", json!("STOP")),
    ] {
        let answer = objects(gemini.ask(prompt).await).await;
        assert_eq!((text(&answer).as_str(), finish(&answer)), (wanted, reason), "{prompt}");
    }
    let blocked = objects(gemini.ask("sim:blocked").await).await;
    assert_eq!(blocked[0]["promptFeedback"]["blockReason"], "SAFETY");
    assert!(blocked[0]["candidates"].is_null());
    let late = objects(gemini.ask("sim:error-late").await).await;
    assert_eq!(late.last().unwrap()["error"]["code"], 503);
    let clock = text(&objects(gemini.ask("sim:clock:1").await).await);
    assert_eq!(clock.split_whitespace().filter(|word| word.parse::<i64>().is_ok()).count(), 2);
}

#[tokio::test]
async fn magic_prompts_are_refused_as_documented() {
    let gemini = Harness::start().await;
    for status in [400, 403, 404, 500, 503, 504] {
        error(gemini.ask(&format!("sim:status:{status}")).await, status).await;
    }
    let quota = error(gemini.ask("sim:quota:2").await, 429).await;
    assert_eq!(quota["details"][1]["retryDelay"], "2s");
    let bare = error(gemini.ask("sim:quota").await, 429).await;
    assert_eq!(bare["details"].as_array().unwrap().len(), 1);
    let day = error(gemini.ask("sim:quota-day").await, 429).await;
    assert!(day["details"][0]["violations"][0]["quotaId"].as_str().unwrap().contains("PerDay"));
    error(gemini.ask("sim:overloaded").await, 503).await;
    for prompt in ["sim:quota:2", "sim:quota", "sim:overloaded"] {
        assert_eq!(gemini.ask(prompt).await.status(), 200, "{prompt} for the second time");
    }
    assert_eq!(error(gemini.ask("sim:bad-key").await, 400).await["details"][0]["reason"], "API_KEY_INVALID");
    let wrapped: Value = gemini.ask("sim:status-array:500").await.json().await.unwrap();
    assert_eq!(wrapped[0]["error"]["code"], 500);
    assert_eq!(gemini.ask("sim:html").await.status(), 502);
    assert!(gemini.ask("sim:hang-up").await.text().await.is_err());
    assert_eq!(gemini.report("magic-prompts").await.as_array().unwrap().len(), 27);
}

#[tokio::test]
async fn client_disconnects_are_detected() {
    let gemini = Harness::start().await;
    let mut response = gemini.ask("sim:slow:1000:20").await;
    assert!(response.chunk().await.unwrap().is_some());
    gemini.outcome("running").await;
    drop(response);
    gemini.outcome("hung_up").await;
    let silent = gemini.request().json(&body("sim:silent")).timeout(Duration::from_millis(100)).send().await;
    assert!(silent.is_err());
    gemini.outcome("hung_up").await;
}

#[tokio::test]
async fn an_answer_can_come_at_once() {
    let gemini = Harness::start().await;
    let ask = async |call: &str, body: Value| {
        let request =
            gemini.client.post(format!("{}/{call}", gemini.base)).header("x-goog-api-key", &gemini.config.api_key);
        request.json(&body).send().await.unwrap()
    };
    for version in ["v1", "v1beta", "v1alpha"] {
        let response = ask(&format!("{version}/models/gemini-any:generateContent"), body("one two three four")).await;
        let answer: Value = response.json().await.unwrap();
        assert_eq!(text(std::slice::from_ref(&answer)), "You said: one two three four");
        assert_eq!(answer["candidates"][0]["finishReason"], "STOP");
        assert_eq!(answer["usageMetadata"]["totalTokenCount"], 10);
    }
    gemini.outcome("finished").await;
    let generate = "v1beta/models/gemini-any:generateContent";
    let blocked: Value = ask(generate, body("sim:blocked")).await.json().await.unwrap();
    assert_eq!((&blocked["promptFeedback"]["blockReason"], blocked.get("candidates")), (&json!("SAFETY"), None));
    error(ask(generate, body("sim:error-late")).await, 503).await;
    error(ask(generate, body("sim:quota")).await, 429).await;
    let cut: Value = ask(generate, body("sim:cut")).await.json().await.unwrap();
    assert!(cut["candidates"][0].get("finishReason").is_none());
    let lost = gemini.post("gemini-any:generateContent").json(&body("sim:hang-up")).send().await;
    assert!(lost.is_err(), "the connection is closed");
    let missing = error(ask("v1/models/gemini-retired:generateContent", body("Hi")).await, 404).await;
    assert!(missing["message"].as_str().unwrap().contains("for API version v1"));
}

#[tokio::test]
async fn tokens_are_counted_and_models_listed() {
    let gemini = Harness::start().await;
    let count = async |body: Value| -> Value {
        gemini.post("gemini-any:countTokens").json(&body).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(count(body("one two three")).await["totalTokens"], 3);
    let mut call = body("one two three");
    call["systemInstruction"] = json!({"parts": [{"text": "Be brief."}]});
    assert_eq!(count(json!({"generateContentRequest": call})).await["totalTokens"], 5);
    assert_eq!(count(call).await["error"]["code"], 400);
    assert_eq!(gemini.report("requests").await, json!([]), "counting asks no model");
    let get = async |path: &str| gemini.client.get(format!("{}/{path}", gemini.base)).send().await.unwrap();
    let key = &gemini.config.api_key;
    let first: Value = get(&format!("v1/models?key={key}&pageSize=2")).await.json().await.unwrap();
    assert_eq!(first["models"].as_array().unwrap().len(), 2);
    let token = first["nextPageToken"].as_str().unwrap();
    let rest: Value = get(&format!("v1beta/models?key={key}&pageToken={token}")).await.json().await.unwrap();
    assert_eq!((rest["models"].as_array().unwrap().len(), rest.get("nextPageToken")), (1, None));
    let model: Value = get(&format!("v1beta/models/gemini-any?key={key}")).await.json().await.unwrap();
    assert_eq!(model["name"], "models/gemini-any");
    error(get(&format!("v1beta/models/gemini-retired?key={key}")).await, 404).await;
    error(get("v1beta/models").await, 403).await;
    error(get("v1beta/models?key=another").await, 400).await;
}

#[tokio::test]
async fn the_members_of_googles_libraries_are_accepted() {
    let gemini = Harness::start().await;
    let accepted = json!({
        "contents": [{"parts": [{"text": "Hi"}]}],
        "system_instruction": {"parts": [{"text": "Be brief."}]},
        "generation_config": {
            "candidate_count": 1, "response_mime_type": "text/plain", "presence_penalty": 0.1, "frequencyPenalty": 0.1,
            "max_output_tokens": 9, "seed": 7, "topK": 5, "thinking_config": {"thinking_level": "LOW"},
        },
        "tools": [{"functionDeclarations": []}], "toolConfig": {}, "cachedContent": "cachedContents/1",
        "safety_settings": [],
    });
    assert_eq!(gemini.request().json(&accepted).send().await.unwrap().status(), 200);
    let call = gemini.report("requests").await[0].take();
    assert_eq!((&call["max_output_tokens"], &call["system"]), (&json!(9), &json!("Be brief.")));
    for (pointer, value) in [
        ("/generation_config/candidate_count", json!(2)),
        ("/generation_config/response_mime_type", json!("text/html")),
        ("/generation_config/odd", json!(1)),
        ("/odd", json!(1)),
        ("/contents/0/odd", json!(1)),
        ("/contents/0/parts/0/odd", json!(1)),
    ] {
        let mut wrong = accepted.clone();
        let (object, name) = pointer.rsplit_once('/').unwrap();
        wrong.pointer_mut(object).unwrap()[name] = value;
        error(gemini.request().json(&wrong).send().await.unwrap(), 400).await;
    }
    let url = format!("{}/v1beta/models/gemini-any:streamGenerateContent?alt=sse&key=", gemini.base);
    let ask = async |key: &str| gemini.client.post(format!("{url}{key}")).json(&body("Hi")).send().await.unwrap();
    assert_eq!(ask(&gemini.config.api_key).await.status(), 200);
    error(ask("another").await, 400).await;
}
