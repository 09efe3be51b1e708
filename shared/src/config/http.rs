use std::net::{IpAddr, Ipv4Addr};

use super::Env;

/// Where the API listens and who may call it from a browser.
#[derive(Debug, Clone)]
pub struct Http {
    /// `BIND`: the address to listen on.
    pub bind: IpAddr,
    /// `PORT`.
    pub port: u16,
    /// `PUBLIC_URL`: where people reach the API, without a slash at the end.
    pub public_url: String,
    /// `CORS_ORIGINS`: origins whose pages may call the API; `*` for all.
    pub cors_origins: Vec<String>,
}

impl Http {
    pub(super) fn read(env: &mut Env) -> Self {
        let origins = env.text("CORS_ORIGINS").unwrap_or_default();
        let port = env.parsed("PORT", 8000);
        let public_url = env.text("PUBLIC_URL").unwrap_or_else(|| format!("http://127.0.0.1:{port}"));
        if !["http://", "https://"].iter().any(|scheme| public_url.starts_with(scheme)) {
            env.problem("PUBLIC_URL: must begin with http:// or https://".into());
        }
        Self {
            bind: env.parsed("BIND", IpAddr::V4(Ipv4Addr::LOCALHOST)),
            port,
            public_url: public_url.trim_end_matches('/').into(),
            cors_origins: origins.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        }
    }
}
