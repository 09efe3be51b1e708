//! The OpenAPI document as a Postman collection (format 2.1): a folder per area, a request per operation, with the
//! address and the token as variables.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const FORMAT: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
/// Stores the token of a login response.
const KEEP_TOKEN: &str =
    "if (pm.response.code === 200) pm.collectionVariables.set('token', pm.response.json().access_token);";
const LOGIN: &str = "/v1/auth/token";
/// Deeper than any schema; recursive ones must end somewhere.
const MAX_DEPTH: usize = 8;

/// Turns a document into a collection.
pub(crate) fn collection(document: &Value) -> Value {
    let mut folders: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (path, operations) in members(&document["paths"]) {
        for (method, operation) in members(operations) {
            let tag = operation["tags"][0].as_str().unwrap_or("other");
            folders.entry(tag).or_default().push(item(document, path, method, operation));
        }
    }
    let folders: Vec<_> = folders.into_iter().map(|(name, item)| json!({"name": name, "item": item})).collect();
    json!({
        "info": {
            "name": document["info"]["title"],
            "description": document["info"]["description"],
            "schema": FORMAT,
        },
        "variable": [variable("baseUrl", "http://127.0.0.1:8000"), variable("token", "")],
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "item": folders,
    })
}

fn item(document: &Value, path: &str, method: &str, operation: &Value) -> Value {
    let mut request = json!({
        "method": method.to_uppercase(),
        "description": operation["description"].as_str().or(operation["summary"].as_str()).unwrap_or_default(),
        "header": parameters(document, operation, "header"),
        "url": url(document, path, operation),
    });
    if operation.get("security").is_none() {
        request["auth"] = json!({"type": "noauth"});
    }
    if let Some(body) = operation.pointer("/requestBody/content/application~1json/schema") {
        let example = example(document, body, 0);
        request["body"] =
            json!({"mode": "raw", "raw": format!("{example:#}"), "options": {"raw": {"language": "json"}}});
    }
    let name = operation["summary"].as_str().unwrap_or(path).trim_end_matches('.');
    let mut item = json!({"name": name, "request": request});
    if path == LOGIN {
        item["event"] = json!([{"listen": "test", "script": {"type": "text/javascript", "exec": [KEEP_TOKEN]}}]);
    }
    item
}

fn url(document: &Value, path: &str, operation: &Value) -> Value {
    // Postman writes a path parameter as `:id`.
    let path = path.replace('{', ":").replace('}', "");
    let segments: Vec<_> = path.split('/').skip(1).collect();
    json!({
        "raw": format!("{{{{baseUrl}}}}{path}"),
        "host": ["{{baseUrl}}"],
        "path": segments,
        "query": parameters(document, operation, "query"),
        "variable": parameters(document, operation, "path"),
    })
}

/// The parameters of one location; optional ones are disabled.
fn parameters(document: &Value, operation: &Value, place: &str) -> Vec<Value> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    let mut found: Vec<_> = all
        .filter(|parameter| parameter["in"] == place)
        .map(|parameter| {
            let text = match example(document, &parameter["schema"], 0) {
                Value::String(text) => text,
                Value::Null => String::new(),
                other => other.to_string(),
            };
            let described = parameter["description"].as_str().unwrap_or_default();
            let mut entry = json!({"key": parameter["name"], "value": text, "description": described});
            if parameter["required"] != true {
                entry["disabled"] = true.into();
            }
            entry
        })
        .collect();
    if place == "header" && operation.get("requestBody").is_some() {
        found.insert(0, json!({"key": "Content-Type", "value": "application/json"}));
    }
    found
}

/// A valid value of a schema: its example, else one made from the required fields.
fn example(document: &Value, schema: &Value, depth: usize) -> Value {
    if let Some(known) =
        [&schema["example"], &schema["examples"][0], &schema["enum"][0]].into_iter().find(|it| !it.is_null())
    {
        return known.clone();
    }
    if let Some(reference) = schema["$ref"].as_str().filter(|_| depth < MAX_DEPTH) {
        let target = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        return example(document, target, depth + 1);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().filter_map(|part| example(document, part, depth).as_object().cloned());
        return Value::Object(parts.flatten().collect());
    }
    let of_type = if schema["type"].is_array() { &schema["type"][0] } else { &schema["type"] };
    match of_type.as_str() {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            required
                .map(|name| (name.to_owned(), example(document, &schema["properties"][name], depth + 1)))
                .collect::<Map<_, _>>()
                .into()
        }
        Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or(1).into(),
        Some("boolean") => true.into(),
        Some("array") => json!([]),
        Some(_) => "".into(),
        None => json!({}),
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn variable(key: &str, value: &str) -> Value {
    json!({"key": key, "value": value})
}
