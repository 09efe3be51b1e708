use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use syn::meta::ParseNestedMeta;
use syn::visit::Visit;
use syn::{Attribute, Ident, ItemEnum, ItemMacro, ItemStruct};

use crate::harness::TestApp;

pub fn document() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_switchboard")).arg("openapi").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_operation_documents_its_errors() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations += 1;
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2') || status == "101"), "{method} {path}");
            assert!(responses.contains_key("500"), "{method} {path}");
            let is_unlimited = ["/health", "/metrics", "/v1/hooks"].iter().any(|open| path.starts_with(open));
            let needs_token = ["/v1/auth/logout", "/v1/auth/password/change"].contains(&path.as_str());
            let is_open = is_unlimited || path == "/v1/platform" || (path.starts_with("/v1/auth") && !needs_token);
            assert_eq!(operation.get("security").is_none(), is_open, "{method} {path}");
            assert!(is_open || responses.contains_key("401"), "{method} {path}");
            assert_ne!(responses.contains_key("429"), is_unlimited, "{method} {path}");
            for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
                let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert!(
                    path.starts_with("/health") || problem == "#/components/schemas/Problem",
                    "{method} {path} {status}"
                );
            }
        }
    }
    assert!(operations >= 15, "{operations}");
}

/// The errors of keys stand next to the operation's own, and an accepted request names its job.
#[test]
fn operations_with_an_idempotency_key_document_its_errors_and_headers() {
    let document = document();
    let operations = document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap());
    let takes_key = |operation: &Value| {
        let parameters = operation["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|it| it["name"] == "Idempotency-Key" && it["in"] == "header"))
    };
    let (keyed, others): (Vec<_>, Vec<_>) =
        operations.map(|(_, operation)| operation).partition(|operation| takes_key(operation));
    assert!(keyed.len() >= 20, "{}", keyed.len());
    for operation in keyed {
        let (name, responses) = (&operation["operationId"], &operation["responses"]);
        let text = |status: &str| responses[status]["description"].as_str().unwrap_or_default();
        assert!(text("409").contains("`idempotency_in_flight`"), "{name}: {}", responses["409"]);
        assert!(text("422").contains("`idempotency_key_reused`"), "{name}: {}", responses["422"]);
        let success = responses.get("202").or(responses.get("201")).unwrap_or(&responses["200"]);
        let headers = &success["headers"];
        assert_eq!(headers["Idempotent-Replayed"]["schema"]["type"], "string", "{name}");
        assert_eq!(headers.get("Location").is_some(), responses.get("202").is_some(), "{name}");
        if let Some(location) = headers.get("Location") {
            assert_eq!(
                (&location["schema"]["type"], &location["description"]),
                (&json!("string"), &json!("The job's path"))
            );
        }
    }
    for operation in others {
        assert!(!operation["responses"].to_string().contains("`idempotency_"), "{}", operation["operationId"]);
    }
    let sends = document["paths"]["/v1/messages"]["post"]["responses"]["409"]["description"].as_str().unwrap();
    assert!(sends.starts_with("`quota_exceeded`: `scheduled_messages`; `idempotency_in_flight`"), "{sends}");
}

#[test]
fn operation_names_are_unique() {
    let document = document();
    let paths = document["paths"].as_object().unwrap().values();
    let operations: Vec<_> = paths.flat_map(|item| item.as_object().unwrap().values()).collect();
    let names: BTreeSet<_> =
        operations.iter().map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), operations.len(), "{names:?}");
    assert!(names.contains("jobs_list") && names.contains("messages_cancel"), "{names:?}");
}

#[test]
fn every_reference_resolves() {
    let document = document();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

/// The types that derive `ToSchema`, by the name of their schema.
#[derive(Default)]
struct Schemas {
    file: PathBuf,
    types: BTreeMap<String, Vec<String>>,
}

impl Schemas {
    fn add(&mut self, attributes: &[Attribute], name: &Ident) {
        let (mut derives, mut schema) = (false, name.to_string());
        for attribute in attributes {
            let mut read_meta = |meta: ParseNestedMeta<'_>| {
                let last = meta.path.segments.last().map(|segment| segment.ident.to_string());
                if attribute.path().is_ident("derive") {
                    derives |= last.as_deref() == Some("ToSchema");
                } else if last.as_deref() == Some("as") {
                    schema = meta.value()?.parse::<Ident>()?.to_string();
                }
                // The values of other attributes do not matter.
                while !meta.input.is_empty() && !meta.input.peek(syn::Token![,]) {
                    meta.input.step(|cursor| Ok(((), cursor.token_tree().map_or(*cursor, |(_, rest)| rest))))?;
                }
                Ok(())
            };
            if attribute.path().is_ident("derive") || attribute.path().is_ident("schema") {
                attribute.parse_nested_meta(&mut read_meta).unwrap();
            }
        }
        if derives {
            self.types.entry(schema).or_default().push(format!("{name} in {}", self.file.display()));
        }
    }
}

impl Visit<'_> for Schemas {
    fn visit_item_struct(&mut self, item: &ItemStruct) {
        self.add(&item.attrs, &item.ident);
    }

    fn visit_item_enum(&mut self, item: &ItemEnum) {
        self.add(&item.attrs, &item.ident);
    }

    fn visit_item_macro(&mut self, item: &ItemMacro) {
        if item.mac.path.segments.last().is_some_and(|it| it.ident == "text_enum") {
            let name = item.mac.parse_body::<ItemEnum>().unwrap().ident;
            self.types.entry(name.to_string()).or_default().push(format!("{name} in {}", self.file.display()));
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

/// The document has one schema per name. Of two types with the same name only one would be documented, and operations
/// that return the other would be documented incorrectly.
#[test]
fn schema_names_are_unique() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut schemas = Schemas::default();
    let crates = ["api", "shared", "shared/kernel", "shared/platform", "shared/engine", "shared/domains"];
    for file in crates.iter().flat_map(|name| sources(&root.join(name).join("src"))) {
        let parsed = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap();
        schemas.file = file.strip_prefix(root).unwrap().to_owned();
        schemas.visit_file(&parsed);
    }
    assert!(schemas.types.len() > 100, "{}", schemas.types.len());
    assert!(schemas.types.contains_key("Usage") && schemas.types.contains_key("CreditUsage"));
    schemas.types.retain(|_, types| types.len() > 1);
    assert!(schemas.types.is_empty(), "{:#?}", schemas.types);
}

/// A generated client can neither read nor fill an object without declared members. `additionalProperties` declares
/// arbitrary members.
#[test]
fn every_object_declares_its_members() {
    let document = document();
    let mut open = vec![(String::new(), &document)];
    let mut bare = Vec::new();
    while let Some((path, value)) = open.pop() {
        let is_object = match &value["type"] {
            Value::Array(types) => types.iter().any(|it| it == "object"),
            one => one == "object",
        };
        if is_object && value.get("properties").is_none() && value.get("additionalProperties").is_none() {
            bare.push(path.clone());
        }
        match value {
            Value::Object(fields) => open.extend(
                fields
                    .iter()
                    .filter(|(name, _)| *name != "examples" && *name != "example")
                    .map(|(name, value)| (format!("{path}/{name}"), value)),
            ),
            Value::Array(items) => open.extend(items.iter().map(|item| (format!("{path}/*"), item))),
            _ => {}
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
    let schemas = &document["components"]["schemas"];
    assert!(schemas["Usage"]["properties"]["resets_at"].is_object(), "{}", schemas["Usage"]);
    assert!(schemas["CreditUsage"]["properties"]["refunded"].is_object(), "{}", schemas["CreditUsage"]);
    assert!(schemas["Preferences"]["additionalProperties"].is_object(), "{}", schemas["Preferences"]);
}

/// A page without its inline script, and the script.
fn split_script(page: &str) -> (String, Option<&str>) {
    let script = page.split_once("<script>").and_then(|(before, rest)| Some((before, rest.rsplit_once("</script>")?)));
    match script {
        Some((before, (script, after))) => (format!("{before}{after}"), Some(script)),
        None => (page.to_owned(), None),
    }
}

/// The values of an attribute in a page.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Scripts and styles of the pages ship with the program; the policy allows no other host.
#[tokio::test]
async fn the_pages_load_nothing_from_other_hosts() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let text = async |path: String| {
        let answer = anonymous.get(&path).await;
        let policy = answer.headers.get("content-security-policy").map(|it| it.to_str().unwrap().to_owned());
        let Value::String(text) = answer.expect(200) else { panic!("{path} is JSON") };
        (policy.unwrap_or_default(), text)
    };
    for path in ["/docs/", "/redoc"] {
        let (policy, page) = text(path.to_owned()).await;
        let directives: BTreeMap<_, _> =
            policy.split(';').filter_map(|directive| directive.trim().split_once(' ')).collect();
        assert_eq!(directives["default-src"], "'none'", "{path}: {policy}");
        assert!(!policy.contains("://") && !policy.contains('*'), "{path}: {policy}");
        assert!(!directives["script-src"].contains("unsafe"), "{path}: {policy}");
        let (html, inline) = split_script(&page);
        let mut loaded = [attributes(&html, "src"), attributes(&html, "href")].concat();
        loaded.retain(|link| !link.starts_with('#') && !link.starts_with("data:"));
        for link in &loaded {
            assert!(!link.contains("://") && !link.starts_with("//"), "{path} loads {link}");
            let asset = format!("/docs/{}", link.trim_start_matches("./"));
            let (_, content) = text(if link.starts_with('/') { link.clone() } else { asset }).await;
            if link.ends_with(".css") {
                let outside = ["url(http", "url(\"http", "url('http", "url(//", "@import"];
                assert!(outside.iter().all(|it| !content.contains(it)), "{link} loads something");
            }
        }
        if path == "/redoc" {
            assert!(loaded.is_empty(), "{loaded:?}");
            // The policy allows it by its hash.
            let script = inline.unwrap();
            let hash = STANDARD.encode(Sha256::digest(script));
            assert_eq!(directives["script-src"], format!("'sha256-{hash}'"));
            assert!(script.len() > 500_000, "the script is not in the page");
        } else {
            assert!(inline.is_none() && loaded.len() > 2, "{loaded:?}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn the_document_and_its_pages_are_served() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    assert_eq!(anonymous.get("/openapi.json").await.expect(200), document());
    for path in ["/docs/", "/redoc"] {
        let page = anonymous.get(path).await;
        assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
        page.expect(200);
    }
    app.finish().await;
}
