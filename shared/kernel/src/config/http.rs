use std::net::{IpAddr, Ipv4Addr};

use url::{Origin, Url};

use super::Env;

const DEFAULT_APP_NAME: &str = "Switchboard";
const MAX_APP_NAME: usize = 40;

/// The API's addresses, its name, and browser origins that may call it.
#[derive(Debug, Clone)]
pub struct Http {
    /// `BIND`: the address to listen on.
    pub bind: IpAddr,
    /// `PORT`.
    pub port: u16,
    /// `PUBLIC_URL`: the API's public URL, without a trailing slash.
    pub public_url: String,
    /// The origin of `PUBLIC_URL`, as browsers write it.
    pub public_origin: String,
    /// `APP_NAME`: the platform's display name.
    pub app_name: String,
    /// `CORS_ORIGINS`: origins whose pages may call the API; `*` for all.
    pub cors_origins: Vec<String>,
}

impl Http {
    /// Whether the public URL uses TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_origin.starts_with("https:")
    }

    pub(super) fn read(env: &mut Env) -> Self {
        let origins = env.optional("CORS_ORIGINS").unwrap_or_default();
        let port = env.parsed("PORT", 8000);
        let public_url = env.text_or("PUBLIC_URL", &format!("http://127.0.0.1:{port}"));
        let origin = Url::parse(&public_url).ok().filter(|url| ["http", "https"].contains(&url.scheme()));
        let origin = origin.map(|url| url.origin()).filter(Origin::is_tuple);
        if origin.is_none() {
            env.problem("PUBLIC_URL: must be a URL that begins with http:// or https://".into());
        }
        let app_name = env.text_or("APP_NAME", DEFAULT_APP_NAME);
        if app_name.chars().count() > MAX_APP_NAME || app_name.chars().any(char::is_control) {
            env.problem(format!("APP_NAME: must have at most {MAX_APP_NAME} characters, on one line"));
        }
        Self {
            bind: env.parsed("BIND", IpAddr::V4(Ipv4Addr::LOCALHOST)),
            port,
            public_url: public_url.trim_end_matches('/').into(),
            public_origin: origin.map(|origin| origin.ascii_serialization()).unwrap_or_default(),
            app_name,
            cors_origins: origins.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        }
    }
}
