use std::net::{IpAddr, Ipv4Addr};

use super::Env;

/// Where the API listens and who may call it from a browser.
#[derive(Debug, Clone)]
pub struct Http {
    /// `BIND`: the address to listen on.
    pub bind: IpAddr,
    /// `PORT`.
    pub port: u16,
    /// `CORS_ORIGINS`: origins whose pages may call the API; `*` for all.
    pub cors_origins: Vec<String>,
}

impl Http {
    pub(super) fn read(env: &mut Env) -> Self {
        let origins = env.text("CORS_ORIGINS").unwrap_or_default();
        Self {
            bind: env.parsed("BIND", IpAddr::V4(Ipv4Addr::LOCALHOST)),
            port: env.parsed("PORT", 8000),
            cors_origins: origins.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        }
    }
}
