//! `switchboard health`: checks a process, for images without an HTTP client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, bail};
use shared::config::{Config, Env, Http};

use crate::output::print;

/// Longer than the API needs to detect that Postgres and Redis don't answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A server's response.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Sends the request, and fails unless the response is a 2xx.
pub(crate) async fn run(url: Option<String>) -> anyhow::Result<()> {
    let url = url.unwrap_or_else(|| {
        let (config, _) = Config::inspect(Env::of_process());
        format!("http://{}", address(&config.http))
    });
    let url = health_url(&url)?;
    let answer = ask(&url).await?;
    if !(200..300).contains(&answer.status) {
        bail!("{url} answers {}: {}", answer.status, answer.body);
    }
    print(&answer.body);
    Ok(())
}

/// The address of a process, or of one of its health checks: without a path, whether it is ready.
fn health_url(text: &str) -> anyhow::Result<String> {
    let with_scheme = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let mut url = reqwest::Url::parse(&with_scheme).with_context(|| format!("{text} is not a URL"))?;
    if url.path() == "/" {
        url.set_path("/health/ready");
    }
    Ok(url.into())
}

/// The API's address on this machine.
pub(crate) fn address(http: &Http) -> SocketAddr {
    let ip = match http.bind {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, http.port)
}

pub(crate) async fn ask(url: &str) -> anyhow::Result<Answer> {
    // Local addresses are not behind a proxy.
    let client = reqwest::Client::builder().timeout(TIMEOUT).no_proxy().build()?;
    let answer = client.get(url).send().await.with_context(|| format!("{url} does not answer"))?;
    Ok(Answer { status: answer.status().as_u16(), body: answer.text().await? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_path_is_asked_whether_it_is_ready() {
        for (text, url) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/health/ready"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/health/ready"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080/health/ready"),
            ("https://api.example.com/health", "https://api.example.com/health"),
        ] {
            assert_eq!(health_url(text).ok().as_deref(), Some(url));
        }
        assert!(health_url("http://").is_err());
    }
}
