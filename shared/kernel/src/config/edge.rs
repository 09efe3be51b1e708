use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use strum::EnumString;

use super::Env;

/// Limits of API connections, and trusted sources of client addresses.
#[derive(Debug, Clone)]
pub struct Edge {
    /// `TRUSTED_PROXIES`: networks trusted to report a client's address.
    pub trusted_proxies: Networks,
    /// `TRUSTED_PROXY_HEADER`: the header that reports it.
    pub proxy_header: ProxyHeader,
    /// `PROXY_PROTOCOL`: whether a connection begins with a PROXY protocol header.
    pub proxy_protocol: ProxyProtocol,
    /// `ALLOWED_HOSTS`: accepted host names, in lower case; empty for all.
    pub allowed_hosts: Vec<String>,
    /// `MAX_CONNECTIONS`: open connections of the process.
    pub max_connections: usize,
    /// `MAX_CONNECTIONS_PER_ADDRESS`: open connections of one address that is not a trusted proxy; `None` for no limit.
    pub max_connections_per_address: Option<usize>,
    /// `HEADER_TIMEOUT_SECONDS`: the time to send a request's header.
    pub header_timeout: Duration,
    /// `BODY_TIMEOUT_SECONDS`: the time to send a request's body.
    pub body_timeout: Duration,
    /// `IDLE_TIMEOUT_SECONDS`: how long a connection stays open between two requests.
    pub idle_timeout: Duration,
    /// `STOP_SECONDS`: how long requests may continue during shutdown.
    pub stop_timeout: Duration,
    /// `DOCS`: whether `/docs`, `/redoc` and `/openapi.json` are served.
    pub docs: bool,
}

/// The header in which a proxy reports the client's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, strum::Display)]
#[strum(serialize_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// HAProxy's PROXY protocol, which reports a client's address before a connection's first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum ProxyProtocol {
    /// Disabled.
    Off,
    /// Version 2, the binary one.
    V2,
}

/// Prefix length of IPv4-mapped IPv6 addresses: `::ffff:0:0/96`.
const IPV4_MAPPED_BITS: u8 = 96;

/// Networks in CIDR notation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Whether one of them contains an address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether they contain every address of a family, alone or together.
    #[must_use]
    pub fn contain_all(&self) -> bool {
        IpNet::aggregate(&self.0).iter().any(|network| network.prefix_len() == 0)
    }
}

impl std::str::FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let network = |part: &str| {
            let single = || part.parse::<IpAddr>().map(IpNet::from);
            part.parse::<IpNet>()
                .or_else(|_| single())
                .map(canonical)
                .map_err(|_| format!("{part} is no address or CIDR network"))
        };
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }
}

/// Converts an IPv4-mapped network to IPv4, the form in which addresses are compared.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(it) = network else { return network };
    let mapped = it.addr().to_ipv4_mapped().zip(it.prefix_len().checked_sub(IPV4_MAPPED_BITS));
    mapped.and_then(|(address, bits)| Ipv4Net::new(address, bits).ok()).map_or(network, IpNet::V4)
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&texts.join(", "))
    }
}

/// `on` or `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, strum::Display)]
#[strum(serialize_all = "lowercase")]
enum Switch {
    On,
    Off,
}

/// Share of the process's file limit; the rest is for Postgres, Redis and listeners.
const SHARE_OF_OPEN_FILES: f64 = 0.8;
/// Maximum if the system sets no limit.
const MOST_CONNECTIONS: u32 = 1_000_000;

impl Edge {
    pub(super) fn read(env: &mut Env) -> Self {
        let hosts = env.optional("ALLOWED_HOSTS").unwrap_or_default();
        let seconds =
            |env: &mut Env, name, default, bounds| Duration::from_secs(env.number(name, default, bounds).into());
        let per_address = env.number("MAX_CONNECTIONS_PER_ADDRESS", 100, 0..=MOST_CONNECTIONS);
        Self {
            trusted_proxies: env.parsed("TRUSTED_PROXIES", Networks::default()),
            proxy_header: choice(
                env,
                "TRUSTED_PROXY_HEADER",
                ProxyHeader::XForwardedFor,
                "x-forwarded-for or forwarded",
            ),
            proxy_protocol: choice(env, "PROXY_PROTOCOL", ProxyProtocol::Off, "off or v2"),
            allowed_hosts: hosts
                .split(',')
                .map(|host| host.trim().to_lowercase())
                .filter(|it| !it.is_empty())
                .collect(),
            max_connections: env.number("MAX_CONNECTIONS", default_connections(), 1..=MOST_CONNECTIONS) as usize,
            max_connections_per_address: (per_address > 0).then_some(per_address as usize),
            header_timeout: seconds(env, "HEADER_TIMEOUT_SECONDS", 10, 1..=300),
            body_timeout: seconds(env, "BODY_TIMEOUT_SECONDS", 30, 1..=3600),
            idle_timeout: seconds(env, "IDLE_TIMEOUT_SECONDS", 75, 1..=3600),
            stop_timeout: seconds(env, "STOP_SECONDS", 20, 0..=3600),
            docs: choice(env, "DOCS", Switch::On, "on or off") == Switch::On,
        }
    }
}

fn choice<T: std::str::FromStr + fmt::Display>(env: &mut Env, name: &str, default: T, choices: &str) -> T {
    let text = env.text_or(name, &default.to_string());
    text.to_lowercase().parse().unwrap_or_else(|_| {
        env.problem(format!("{name}: must be {choices}"));
        default
    })
}

/// Most of the process's file limit.
fn default_connections() -> u32 {
    let files = rlimit::getrlimit(rlimit::Resource::NOFILE).map_or(1024, |(soft, _)| soft);
    let files = u32::try_from(files).unwrap_or(MOST_CONNECTIONS).min(MOST_CONNECTIONS);
    ((f64::from(files) * SHARE_OF_OPEN_FILES) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(text: &str) -> Networks {
        text.parse().unwrap()
    }

    #[test]
    fn the_connection_limit_leaves_file_descriptors_free() {
        let (files, _) = rlimit::getrlimit(rlimit::Resource::NOFILE).unwrap();
        let most = super::super::Config::inspect(Env::default()).0.edge.max_connections as u64;
        assert!(most < files && (files > 1_000_000 || most * 10 >= files * 7), "{most} of {files}");
    }

    #[test]
    fn networks_and_single_addresses_are_matched() {
        let proxies = networks("10.0.0.0/8, 192.0.2.7,2001:db8::/32");
        for address in ["10.1.2.3", "192.0.2.7", "2001:db8::1", "::ffff:10.1.2.3"] {
            assert!(proxies.contains(address.parse().unwrap()), "{address}");
        }
        for address in ["11.0.0.1", "192.0.2.8", "2001:db9::1", "::1"] {
            assert!(!proxies.contains(address.parse().unwrap()), "{address}");
        }
        for mapped in ["::ffff:10.0.0.0/104", "::ffff:10.1.2.3", "::ffff:a00:0/104"] {
            assert!(networks(mapped).contains("10.1.2.3".parse().unwrap()), "{mapped}");
            assert!(!networks(mapped).contains("11.1.2.3".parse().unwrap()), "{mapped}");
        }
        assert!(networks("::ffff:0:0/96").contain_all());
        assert!(networks("").is_empty());
        assert!(networks("0.0.0.0/0").contain_all() && !proxies.contain_all());
        for wrong in ["10.0.0.0/33", "proxy.example.test", "10.0.0.0/8;192.0.2.7"] {
            assert!(wrong.parse::<Networks>().is_err(), "{wrong}");
        }
    }
}
