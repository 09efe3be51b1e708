//! The PROXY protocol, version 2: a proxy sends the client's address before a connection's first byte.

use std::io::{Error, ErrorKind, Result};
use std::net::IpAddr;

use ppp::v2::{Addresses, Command, Header};
use tokio::io::{AsyncRead, AsyncReadExt};

/// Signature, version, family and length.
const FIXED: usize = 16;
const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// Addresses take at most 216 bytes; a proxy's other fields a few hundred.
const MOST: usize = 4096;

/// Reads the header, and not a byte more. `None`: the proxy's own connection, as in health checks.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<Option<IpAddr>> {
    let mut header = vec![0; FIXED];
    stream.read_exact(&mut header).await?;
    if !header.starts_with(SIGNATURE) {
        return Err(invalid("it does not begin with a PROXY protocol header"));
    }
    let length = usize::from(u16::from_be_bytes([header[14], header[15]]));
    if length > MOST {
        return Err(invalid("its PROXY protocol header is too long"));
    }
    header.resize(FIXED + length, 0);
    stream.read_exact(&mut header[FIXED..]).await?;
    let header = Header::try_from(header.as_slice()).map_err(|error| invalid(error.to_string()))?;
    Ok(match (header.command, header.addresses) {
        (Command::Local, _) => None,
        (Command::Proxy, Addresses::IPv4(addresses)) => Some(addresses.source_address.into()),
        (Command::Proxy, Addresses::IPv6(addresses)) => Some(IpAddr::from(addresses.source_address).to_canonical()),
        (Command::Proxy, Addresses::Unspecified | Addresses::Unix(_)) => {
            return Err(invalid("its PROXY protocol header names no IP address"));
        }
    })
}

fn invalid(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidData, why.into())
}

#[cfg(test)]
mod tests {
    use ppp::v2::{Builder, Protocol, Version};

    use super::*;

    fn header(command: Command, addresses: impl Into<Addresses>) -> Vec<u8> {
        let addresses = addresses.into();
        Builder::with_addresses(Version::Two | command, Protocol::Stream, addresses).build().unwrap()
    }

    fn pair(source: &str, to: &str) -> (std::net::SocketAddr, std::net::SocketAddr) {
        (source.parse().unwrap(), to.parse().unwrap())
    }

    #[tokio::test]
    async fn proxy_headers_yield_the_client_and_leave_the_payload() {
        for (source, to) in [("192.0.2.1:4000", "192.0.2.2:443"), ("[2001:db8::1]:4000", "[2001:db8::2]:443")] {
            let bytes = [header(Command::Proxy, pair(source, to)), b"GET / HTTP/1.1\r\n".to_vec()].concat();
            let mut stream = bytes.as_slice();
            let address = read(&mut stream).await.unwrap().unwrap();
            assert_eq!(address, source.parse::<std::net::SocketAddr>().unwrap().ip());
            assert_eq!(stream, b"GET / HTTP/1.1\r\n");
        }
        let local = header(Command::Local, pair("192.0.2.1:4000", "192.0.2.2:443"));
        assert_eq!(read(&mut local.as_slice()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn malformed_proxy_headers_are_errors() {
        let good = header(Command::Proxy, pair("192.0.2.1:4000", "192.0.2.2:443"));
        let mut long = good.clone();
        long[14..16].copy_from_slice(&u16::MAX.to_be_bytes());
        let mut version_1 = good.clone();
        version_1[12] = 0x11;
        let unspecified = header(Command::Proxy, Addresses::Unspecified);
        let cases = [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(), good[..20].to_vec(), long, version_1, unspecified];
        for bytes in cases {
            assert!(read(&mut bytes.as_slice()).await.is_err(), "{bytes:?}");
        }
    }
}
