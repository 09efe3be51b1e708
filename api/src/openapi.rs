//! The OpenAPI document, generated from the code, and the pages that show it.

use aide::redoc::Redoc;
use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::app::App;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{
    Flow, HttpAuthScheme, HttpBuilder, OAuth2, Password, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, Object, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder, Type,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::edge::PageHeaders;
use crate::idempotent::IDEMPOTENCY_KEY;
use crate::limits;
use crate::problem::{FieldError, ProblemBody};
use crate::reading::OWNER;
use crate::routes;

const DOCUMENT: &str = "/openapi.json";

const DESCRIPTION: &str = "Messages as jobs that can be watched, paid from a ledger that can be proven. \
    Errors are `application/problem+json`: branch on `code`. Lists are newest first, the event log oldest first: pass `next_cursor` back as \
    `cursor`. POSTs that create or spend take an `Idempotency-Key`. Answers tell of limits in `RateLimit-Policy` and \
    `RateLimit`.";

const BEARER: &str = "The access token of a login, or an API key. An operation's `security` names the scope that a key needs; where it names none, only a login will do.";

const LACKS_SCOPE: &str = "`insufficient_scope`: the API key lacks the scope that `security` names";
const OTHER_ACCOUNT: &str = "`not_found`: no such account, or you may not read it";
const LOGIN_REQUIRED: &str = "`login_required`: an API key is not enough";
const KEY_IN_FLIGHT: &str = "`idempotency_in_flight`: the first request with this key is still running";
const KEY_REUSED: &str = "`idempotency_key_reused`: the first request with this key had another body";

/// The document of the whole API.
#[must_use]
pub fn document() -> OpenApi {
    documented().1
}

/// All endpoints and their document.
pub(crate) fn documented() -> (Router<App>, OpenApi) {
    let (router, mut document) = routes::router(OpenApiRouter::with_openapi(base())).split_for_parts();
    complete(&mut document);
    (router, document)
}

/// The document without its operations.
fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Switchboard")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .build();
    let bearer =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").description(Some(BEARER)).build();
    let form = OAuth2::new([Flow::Password(Password::new("/v1/auth/token", Scopes::new()))]);
    let mut components = Components::new();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("password", SecurityScheme::OAuth2(form));
    components.schemas.insert("Problem".into(), ProblemBody::schema());
    components.schemas.insert(FieldError::name().into(), FieldError::schema());
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}

/// Adds the shared parts: the error schema, and errors that any operation may return.
fn complete(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        operations.into_iter().flatten().for_each(|operation| complete_operation(path, operation));
    }
}

fn complete_operation(path: &str, operation: &mut Operation) {
    // Prefix handlers of the same name with their area.
    let area = operation.tags.iter().flatten().next();
    operation.operation_id = area.zip(operation.operation_id.as_ref()).map(|(area, name)| format!("{area}_{name}"));
    let mut common = vec![
        ("500", "`internal_error`"),
        ("503", "`unavailable`, `busy` or `query_timeout`: try again after `Retry-After`"),
    ];
    if limits::is_limited(path) {
        common.push(("429", "`rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled"));
    }
    if let Some(security) = &operation.security {
        common.push(("401", "`unauthenticated`"));
        common.push(("403", if names_scope(security) { LACKS_SCOPE } else { LOGIN_REQUIRED }));
    }
    if operation.request_body.is_some() {
        common.extend([("400", "`malformed_json`"), ("408", "`request_timeout`: the body did not arrive in time")]);
        common.extend([("413", "`body_too_large`"), ("415", "`unsupported_media_type`")]);
    }
    if has_parameter(operation, &ParameterIn::Query, OWNER) {
        common.push(("404", OTHER_ACCOUNT));
    }
    if operation.parameters.is_some() || operation.request_body.is_some() {
        common.push(("422", "`validation_failed`"));
    }
    for (status, description) in common {
        let response = || RefOr::T(ResponseBuilder::new().description(description).build());
        operation.responses.responses.entry(status.into()).or_insert_with(response);
    }
    if has_parameter(operation, &ParameterIn::Header, IDEMPOTENCY_KEY) {
        complete_idempotent(operation);
    }
    let problem = || ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.as_str() >= "400"
            && response.content.is_empty()
        {
            response.content.insert("application/problem+json".into(), RefOr::T(problem()));
        }
    }
}

fn has_parameter(operation: &Operation, place: &ParameterIn, name: &str) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| matches!(parameter, RefOr::T(it) if it.parameter_in == *place && it.name == name))
}

/// Adds the errors of keys to the operation's own of the same status, and the headers of its success: an accepted
/// request has a job, and a repeated one is marked.
fn complete_idempotent(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    for (status, added) in [("409", KEY_IN_FLIGHT), ("422", KEY_REUSED)] {
        let empty = || RefOr::T(ResponseBuilder::new().build());
        if let RefOr::T(response) = responses.entry(status.into()).or_insert_with(empty) {
            let own = &response.description;
            response.description = if own.is_empty() { added.to_owned() } else { format!("{own}; {added}") };
        }
    }
    for (status, response) in responses {
        let RefOr::T(response) = response else { continue };
        if status == "202" {
            response.headers.insert("Location".into(), text_header("The job's path").into());
        }
        if status == "201" || status == "202" {
            response.headers.insert("Idempotent-Replayed".into(), text_header("`true` on a replayed response").into());
        }
    }
}

fn text_header(description: &str) -> Header {
    HeaderBuilder::new().schema(Some(Object::with_type(Type::String))).description(Some(description)).build()
}

/// Whether an operation requires a scope of API keys.
fn names_scope(security: &[SecurityRequirement]) -> bool {
    let scopes =
        |requirement| serde_json::to_value(requirement).ok().and_then(|it: Value| it["bearer"].as_array().cloned());
    security.iter().filter_map(scopes).any(|scopes| !scopes.is_empty())
}

/// The needs of Swagger UI: its own scripts, and inline styles.
const SWAGGER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `/openapi.json`, `/docs` (Swagger UI) and `/redoc`, titled with the platform's name. The document is kept as text:
/// the object takes twenty times the memory. The pages load nothing from other hosts.
///
/// # Errors
/// A document that can't be serialized.
pub(crate) fn pages(mut api: OpenApi, title: &str) -> serde_json::Result<Router<App>> {
    api.info.title = title.into();
    let json = Bytes::from(serde_json::to_string(&api)?);
    let document = get(async move || ([(CONTENT_TYPE, "application/json")], json.clone()));
    let swagger = Router::from(SwaggerUi::new("/docs").config(utoipa_swagger_ui::Config::from(DOCUMENT)));
    let page = Bytes::from(Redoc::new(DOCUMENT).with_title(&escaped(title)).html());
    let policy = redoc_policy(&page);
    let redoc = get(async move || ([(CONTENT_TYPE, "text/html; charset=utf-8")], page.clone()));
    Ok(Router::new()
        .route(DOCUMENT, document)
        .merge(swagger.with_policy(HeaderValue::from_static(SWAGGER_POLICY)))
        .merge(Router::new().route("/redoc", redoc).with_policy(policy)))
}

/// Escapes a title for HTML.
fn escaped(title: &str) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

/// The policy permits ReDoc's inline script by its hash. ReDoc searches in a worker, and writes inline styles.
fn redoc_policy(page: &[u8]) -> HeaderValue {
    let between = |page: &[u8]| {
        let page = std::str::from_utf8(page).ok()?;
        let (_, rest) = page.split_once("<script>")?;
        Some(rest.rsplit_once("</script>")?.0.to_owned())
    };
    let hash = between(page).map(|script| STANDARD.encode(Sha256::digest(script))).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src 'self' data:; \
        connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}
