use std::io::{Read, Write};

use axum::body::to_bytes;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::*;

const PAGE: &str =
    "<!doctype html><meta name=csp-nonce content=__CSP_NONCE__><script nonce=\"__CSP_NONCE__\">0</script>";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

fn built() -> Files {
    let script = gzip(b"import 'x'");
    let files: [(&str, &[u8]); 7] = [
        ("index.html", PAGE.as_bytes()),
        ("icon.svg", b"<svg/>"),
        ("assets/main-1a2b.js.br", b"brotli"),
        ("assets/main-1a2b.js.gz", &script),
        ("assets/font-3c4d.woff2", b"font"),
        ("console.webmanifest", b"{}"),
        (".vite/manifest.json", b"{}"),
    ];
    Files::of(files.into_iter().map(|(path, content)| (path.into(), content.to_vec().into())))
}

fn headers(all: &[(HeaderName, &str)]) -> HeaderMap {
    all.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
}

fn get_from(files: &Files, path: &str, given: &[(HeaderName, &str)]) -> Option<Response> {
    answer(files, "Parcels & <Post>", (&Method::GET, path), &headers(given))
}

fn header(response: &Response, name: HeaderName) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

async fn text(response: Response) -> String {
    let is_gzip = header(&response, CONTENT_ENCODING) == "gzip";
    let content = to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec();
    let mut text = String::new();
    match is_gzip {
        true => GzDecoder::new(&*content).read_to_string(&mut text).unwrap(),
        false => content.as_slice().read_to_string(&mut text).unwrap(),
    };
    text
}

#[tokio::test]
async fn files_are_served_in_an_encoding_that_the_client_accepts() {
    let files = built();
    let cases = [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip, BR;q=0.5", "br", "brotli"),
        ("gzip", "gzip", "import 'x'"),
        ("br;q=0, gzip;q=1.0", "gzip", "import 'x'"),
        ("br;q=0.0, gzip; q=0", "", "import 'x'"),
        ("identity", "", "import 'x'"),
        ("", "", "import 'x'"),
    ];
    let mut tags = Vec::new();
    for (given, encoding, content) in cases {
        let response = get_from(&files, "/assets/main-1a2b.js", &[(ACCEPT_ENCODING, given)]).unwrap();
        assert_eq!(header(&response, CONTENT_ENCODING), encoding, "{given}");
        assert_eq!(header(&response, VARY), "Accept-Encoding");
        assert_eq!(header(&response, CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(header(&response, CONTENT_TYPE), "text/javascript; charset=utf-8");
        tags.push((header(&response, ETAG), encoding));
        assert_eq!(text(response).await, content, "{given}");
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "each encoding has its own ETag: {tags:?}");
    assert!(tags.iter().all(|(tag, _)| tag.starts_with('"')), "strong ETags: {tags:?}");
}

#[tokio::test]
async fn unchanged_files_are_answered_with_304() {
    let files = built();
    for path in ["/icon.svg", "/assets/font-3c4d.woff2", "/console.webmanifest"] {
        let tag = header(&get_from(&files, path, &[]).unwrap(), ETAG);
        let response = get_from(&files, path, &[(IF_NONE_MATCH, &tag)]).unwrap();
        assert_eq!((response.status(), header(&response, ETAG)), (StatusCode::NOT_MODIFIED, tag));
        assert_eq!(text(response).await, "");
        let other = get_from(&files, path, &[(IF_NONE_MATCH, "\"other\"")]).unwrap();
        assert_eq!(other.status(), StatusCode::OK);
    }
    // A file without a digest in its name may change.
    assert_eq!(header(&get_from(&files, "/icon.svg", &[]).unwrap(), CACHE_CONTROL), "no-cache");
}

#[tokio::test]
async fn each_page_has_a_fresh_nonce_and_is_not_cached() {
    let files = built();
    let mut nonces = Vec::new();
    for path in ["/", "/login", "/messages/msg_01abc", "/clients/distribute", "/v1x"] {
        let response = get_from(&files, path, &[(ACCEPT, BROWSER)]).unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&response, CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(header(&response, CACHE_CONTROL), "no-cache");
        assert_eq!(header(&response, VARY), "Accept");
        assert_eq!(header(&response, ETAG), "");
        assert_eq!(header(&response, HeaderName::from_static("cross-origin-opener-policy")), "same-origin");
        assert_eq!(header(&response, REFERRER_POLICY), "no-referrer");
        assert_eq!(header(&response, X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(header(&response, HeaderName::from_static("permissions-policy")).contains("microphone=()"));
        let policy = header(&response, CONTENT_SECURITY_POLICY);
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert_eq!(nonce.len(), 32);
        for rule in ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.split("; ").any(|it| it == rule), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(text(response).await, PAGE.replace(NONCE_PLACE, &nonce));
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 5);
}

#[test]
fn api_paths_and_non_browser_requests_get_no_page() {
    let files = built();
    let api = ["/v1", "/v1/nowhere", "/health/nowhere", "/metrics/x", "/openapi.json/x", "/docs/x", "/redoc/x"];
    for path in api.into_iter().chain(["/checkout/x", "/assets/gone-5e6f.js", "/assets"]) {
        assert!(get_from(&files, path, &[(ACCEPT, BROWSER)]).is_none(), "{path}");
    }
    for accept in ["application/json", "*/*", "text/plain, application/json;q=0.9", ""] {
        assert!(get_from(&files, "/login", &[(ACCEPT, accept)]).is_none(), "{accept}");
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        for path in ["/", "/login", "/icon.svg"] {
            let given = headers(&[(ACCEPT, BROWSER)]);
            assert!(answer(&files, "", (&method, path), &given).is_none(), "{method} {path}");
        }
    }
    let given = headers(&[(ACCEPT, BROWSER)]);
    assert!(answer(&files, "", (&Method::HEAD, "/login"), &given).is_some());
}

#[test]
fn only_built_files_are_served() {
    let files = built();
    for path in ["/.vite/manifest.json", "/../Cargo.toml", "/assets/../../Cargo.toml", "/assets/main-1a2b.js.br"] {
        assert!(files.answer(path, &HeaderMap::new()).is_none(), "{path}");
    }
    assert!(get_from(&files, "/index.html", &[]).is_none(), "it has placeholders for nonces");
}

#[tokio::test]
async fn the_start_page_without_a_console_explains_how_to_build_it() {
    let files = Files::of(std::iter::empty());
    let page = text(get_from(&files, "/", &[]).unwrap()).await;
    assert!(page.contains("<title>Parcels &amp; &lt;Post></title>") && page.contains("make run"), "{page}");
    assert!(get_from(&files, "/login", &[(ACCEPT, BROWSER)]).is_none());
}
