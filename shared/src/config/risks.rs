//! Combinations of settings that work, and are dangerous.

use super::{Config, ProxyProtocol};

/// What is dangerous about a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Whether nobody can want it so.
    pub is_problem: bool,
    /// What it is and what to do, in a sentence.
    pub text: String,
}

fn warning(text: impl Into<String>) -> Risk {
    Risk { is_problem: false, text: text.into() }
}

fn problem(text: impl Into<String>) -> Risk {
    Risk { is_problem: true, text: text.into() }
}

impl Config {
    /// Combinations of settings that work, and are dangerous where the API is reached from elsewhere.
    #[must_use]
    pub fn risks(&self) -> Vec<Risk> {
        [self.proxies(), self.unlimited_addresses(), self.metrics_port(), self.hosts()].concat()
    }

    fn is_exposed(&self) -> bool {
        !self.http.bind.is_loopback()
    }

    fn knows_proxies(&self) -> bool {
        !self.edge.trusted_proxies.is_empty() || self.edge.proxy_protocol != ProxyProtocol::Off
    }

    fn proxies(&self) -> Vec<Risk> {
        let mut risks = Vec::new();
        let edge = &self.edge;
        if edge.trusted_proxies.contain_all() {
            risks.push(problem(
                "TRUSTED_PROXIES has every address: any client can claim another's address; name the proxies' networks",
            ));
        }
        if edge.proxy_protocol == ProxyProtocol::V2 && edge.trusted_proxies.is_empty() && self.is_exposed() {
            risks.push(problem(
                "PROXY_PROTOCOL is set without TRUSTED_PROXIES, and BIND is not loopback: whoever reaches the port can \
                claim any address; name the proxies' networks",
            ));
        }
        if self.is_exposed() && !self.knows_proxies() && self.metrics.token.is_none() {
            risks.push(warning(
                "BIND is not loopback, and neither TRUSTED_PROXIES nor METRICS_TOKEN is set: behind a proxy all clients \
                count as one address; set TRUSTED_PROXIES where there is a proxy, and METRICS_TOKEN",
            ));
        }
        risks
    }

    fn unlimited_addresses(&self) -> Vec<Risk> {
        if self.knows_proxies() {
            return Vec::new();
        }
        let limits = [
            ("RATE_LIMIT_SIGNUPS_PER_HOUR", self.limits.signups.is_none()),
            ("RATE_LIMIT_LOGINS_PER_ADDRESS", self.limits.logins_of_address.is_none()),
            ("RATE_LIMIT_OTPS_PER_ADDRESS", self.limits.otps_of_address.is_none()),
            ("MAX_CONNECTIONS_PER_ADDRESS", self.edge.max_connections_per_address.is_none()),
        ];
        let off: Vec<_> = limits.iter().filter(|(_, is_off)| *is_off).map(|(name, _)| *name).collect();
        if off.is_empty() {
            return Vec::new();
        }
        vec![warning(format!(
            "limits by address are off ({}) and TRUSTED_PROXIES is not set: nothing slows a single client down; behind a \
            proxy set TRUSTED_PROXIES and leave the limits on",
            off.join(", ")
        ))]
    }

    fn metrics_port(&self) -> Vec<Risk> {
        if self.metrics.port.is_none() || self.metrics.token.is_some() || !self.is_exposed() {
            return Vec::new();
        }
        vec![warning(
            "METRICS_PORT is open to every private address: set METRICS_TOKEN, or let a firewall or NetworkPolicy admit \
            the scraper alone",
        )]
    }

    fn hosts(&self) -> Vec<Risk> {
        let hosts = &self.edge.allowed_hosts;
        let public = self.http.public_url.split_once("://").map_or("", |(_, rest)| rest);
        let public = public.split(['/', '?']).next().unwrap_or_default();
        let public = public.rsplit_once(':').map_or(public, |(host, _)| host).to_lowercase();
        if hosts.is_empty() || hosts.contains(&public) {
            return Vec::new();
        }
        vec![warning(format!(
            "ALLOWED_HOSTS lacks {public}, the host of PUBLIC_URL: requests to it are answered with 421"
        ))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Env;

    fn risks(variables: &[(&str, &str)]) -> Vec<Risk> {
        let env: Env = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::inspect(env).0.risks()
    }

    #[test]
    fn dangerous_combinations_are_named() {
        assert_eq!(risks(&[]), []);
        let proxied = [("BIND", "0.0.0.0"), ("TRUSTED_PROXIES", "10.0.0.0/8"), ("RATE_LIMIT_SIGNUPS_PER_HOUR", "0")];
        assert_eq!(risks(&proxied), []);
        let hosts = [("PUBLIC_URL", "https://API.example.test:8443/x"), ("ALLOWED_HOSTS", "api.example.test")];
        assert_eq!(risks(&hosts), []);
        for (variables, is_problem, words) in [
            (&[("BIND", "0.0.0.0")][..], false, "behind a proxy"),
            (&[("BIND", "0.0.0.0"), ("TRUSTED_PROXIES", "::/0")], true, "every address"),
            (
                &[("BIND", "0.0.0.0"), ("PROXY_PROTOCOL", "v2"), ("METRICS_TOKEN", "0123456789abcdef")],
                true,
                "PROXY_PROTOCOL",
            ),
            (&[("RATE_LIMIT_OTPS_PER_ADDRESS", "0")], false, "RATE_LIMIT_OTPS_PER_ADDRESS"),
            (&[("RATE_LIMIT_LOGINS_PER_ADDRESS", "0")], false, "TRUSTED_PROXIES is not set"),
            (
                &[("BIND", "0.0.0.0"), ("TRUSTED_PROXIES", "10.0.0.0/8"), ("METRICS_PORT", "9464")],
                false,
                "METRICS_PORT",
            ),
            (&[("PUBLIC_URL", "https://api.example.test"), ("ALLOWED_HOSTS", "other.example.test")], false, "421"),
        ] {
            let found = risks(variables);
            assert_eq!(found.len(), 1, "{variables:?}: {found:?}");
            assert!(found[0].is_problem == is_problem && found[0].text.contains(words), "{found:?}");
        }
    }
}
