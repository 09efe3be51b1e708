//! Settings that work, but are dangerous in combination.

use secrecy::ExposeSecret;

use super::{Config, ExternalSending, ProxyProtocol, SignupCreditsFor};

/// `JWT_SECRET` of the sample file.
const SAMPLE_SECRET: &str = "fake-secret-for-the-sample-file-make-your-own";
/// The key in `DATA_ENCRYPTION_KEYS` of the sample file.
const SAMPLE_KEY: &[u8] = b"fake key, make one of your own!!";

/// A risk of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Whether it is always an error.
    pub is_problem: bool,
    /// The risk and its remedy, in a sentence.
    pub text: String,
}

fn warning(text: impl Into<String>) -> Risk {
    Risk { is_problem: false, text: text.into() }
}

fn problem(text: impl Into<String>) -> Risk {
    Risk { is_problem: true, text: text.into() }
}

impl Config {
    /// Combinations of settings that are dangerous if the API is publicly reachable.
    #[must_use]
    pub fn risks(&self) -> Vec<Risk> {
        let (proxies, addresses, metrics) = (self.proxies(), self.unlimited_addresses(), self.metrics_port());
        [proxies, addresses, metrics, self.hosts(), self.public_url(), self.spending(), self.sample_secrets()].concat()
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

    /// The host of `PUBLIC_URL`; `None` for this machine.
    fn public_host(&self) -> Option<String> {
        let url = url::Url::parse(&self.http.public_url).ok()?;
        let is_local = match url.host()? {
            url::Host::Domain(name) => name == "localhost",
            url::Host::Ipv4(address) => address.is_loopback(),
            url::Host::Ipv6(address) => address.is_loopback(),
        };
        (!is_local).then(|| url.host_str().map(str::to_lowercase)).flatten()
    }

    fn public_url(&self) -> Vec<Risk> {
        let Some(host) = self.public_host() else { return Vec::new() };
        let mut risks = Vec::new();
        if !self.http.public_url.starts_with("https://") {
            risks.push(warning(format!(
                "PUBLIC_URL is http, and {host} is not this machine: passwords and tokens travel readable, and the \
                session cookie is not `Secure`; end TLS in front, and make it an https URL"
            )));
        }
        if self.edge.allowed_hosts.is_empty() {
            risks.push(warning(format!(
                "ALLOWED_HOSTS is not set, so the console is served under any name that leads here, also to pages of \
                whoever owns that name: set it to {host}"
            )));
        }
        risks
    }

    /// Operator costs that unvetted users can cause.
    fn spending(&self) -> Vec<Risk> {
        let is_real = |url: &str| url.starts_with("https://");
        let mut risks = Vec::new();
        if self.whatsapp.as_ref().is_some_and(|it| is_real(&it.api_url)) {
            if self.sending.external == ExternalSending::Open {
                risks.push(warning(
                    "EXTERNAL_SENDING=open, and the WhatsApp number is a real one: every account sends from it to \
                    anybody, also one that nobody verified; `proven` is the default",
                ));
            }
            if self.credits.signup_for == SignupCreditsFor::All && self.credits.signup > 0 {
                risks.push(warning(
                    "SIGNUP_CREDITS_FOR=all, and the WhatsApp number is a real one: each sign-up sends messages that you \
                    pay for; `in_app` is the default",
                ));
            }
        }
        if self.stripe.as_ref().is_some_and(|it| is_real(&it.base_url)) && self.money.deposit_hold.is_zero() {
            risks.push(warning(
                "DEPOSIT_HOLD_HOURS=0, and payments are real: money of a stolen card is sent on before its owner notices",
            ));
        }
        risks
    }

    /// Publicly known secrets, of the sample file: only `dev` starts with them.
    #[must_use]
    pub fn sample_secrets(&self) -> Vec<Risk> {
        let mut risks = Vec::new();
        if self.auth.jwt_secret.expose_secret() == SAMPLE_SECRET {
            risks.push(problem(
                "JWT_SECRET is the one of the sample file, which is public: make one with `openssl rand -base64 48`",
            ));
        }
        if self.encryption.0.iter().any(|(_, key)| key.expose_secret() == SAMPLE_KEY) {
            risks.push(problem(
                "DATA_ENCRYPTION_KEYS has the key of the sample file, which is public: put one of your own in front \
                (`openssl rand -base64 32`), and drop it once nothing is encrypted with it",
            ));
        }
        risks
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
    fn dangerous_combinations_are_reported() {
        assert_eq!(risks(&[]), []);
        let proxied = [("BIND", "0.0.0.0"), ("TRUSTED_PROXIES", "10.0.0.0/8"), ("RATE_LIMIT_SIGNUPS_PER_HOUR", "0")];
        assert_eq!(risks(&proxied), []);
        assert_eq!(risks(&[("PUBLIC_URL", "http://localhost:8000")]), []);
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
            (&[("PUBLIC_URL", "https://api.example.test")], false, "ALLOWED_HOSTS is not set"),
            (
                &[("PUBLIC_URL", "http://api.example.test"), ("ALLOWED_HOSTS", "api.example.test")],
                false,
                "PUBLIC_URL is http",
            ),
            (&[("BIND", "0.0.0.0"), ("TRUSTED_PROXIES", "0.0.0.0/1,128.0.0.0/1")], true, "every address"),
            (&[("JWT_SECRET", SAMPLE_SECRET)], true, "JWT_SECRET is the one of the sample file"),
            (
                &[("DATA_ENCRYPTION_KEYS", "a:ZmFrZSBrZXksIG1ha2Ugb25lIG9mIHlvdXIgb3duISE=")],
                true,
                "the key of the sample file",
            ),
        ] {
            let found = risks(variables);
            assert_eq!(found.len(), 1, "{variables:?}: {found:?}");
            assert!(found[0].is_problem == is_problem && found[0].text.contains(words), "{found:?}");
        }
    }

    const WHATSAPP: [(&str, &str); 4] = [
        ("WHATSAPP_ACCESS_TOKEN", "fake-token"),
        ("WHATSAPP_PHONE_NUMBER_ID", "100000000000001"),
        ("WHATSAPP_APP_SECRET", "fake-app-secret"),
        ("WHATSAPP_VERIFY_TOKEN", "fake-verify-token"),
    ];
    const STRIPE: [(&str, &str); 2] =
        [("STRIPE_SECRET_KEY", "sk_test_fake"), ("STRIPE_WEBHOOK_SECRET", "whsec_fake_stripe_secret")];

    /// A setting is a risk with a real provider; with the simulator or the default setting it is not.
    #[test]
    fn settings_that_let_strangers_spend_are_reported() {
        for (provider, base_url, simulator, name, value, default) in [
            (&WHATSAPP[..], "WHATSAPP_API_URL", "http://127.0.0.1:8001/v25.0", "EXTERNAL_SENDING", "open", "proven"),
            (&WHATSAPP, "WHATSAPP_API_URL", "http://simulator:8001/v25.0", "SIGNUP_CREDITS_FOR", "all", "in_app"),
            (&STRIPE, "STRIPE_BASE_URL", "http://127.0.0.1:8001/stripe", "DEPOSIT_HOLD_HOURS", "0", "72"),
        ] {
            let with = |more: &[(&str, &str)]| risks(&[provider, more].concat());
            assert_eq!(with(&[(name, default)]), []);
            assert_eq!(with(&[(name, value), (base_url, simulator)]), []);
            let found = with(&[(name, value)]);
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            assert!(!found[0].is_problem && found[0].text.starts_with(&format!("{name}={value}")), "{found:?}");
        }
        let none_given = [("SIGNUP_CREDITS_FOR", "all"), ("SIGNUP_CREDITS", "0")];
        assert_eq!(risks(&[&WHATSAPP[..], &none_given].concat()), []);
    }
}
