//! Counts and limits concurrent use, in total and by address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};
use shared::rate_limit;

/// A bounded number of slots with a limit per address. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Shares(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    max: usize,
    per_address: Option<usize>,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    total: usize,
    by_network: HashMap<IpAddr, usize>,
}

/// Why no slot is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    Total,
    Address,
}

impl Full {
    /// The label of metrics.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Address => "address",
        }
    }
}

/// A slot, released on drop.
#[derive(Debug)]
pub(crate) struct Share {
    shares: Shares,
    network: Option<IpAddr>,
}

impl Shares {
    pub fn new(max: usize, per_address: Option<usize>) -> Self {
        Self(Arc::new(Inner { max, per_address, taken: Mutex::default() }))
    }

    /// Takes a slot; `None`: a client that is not counted by address.
    pub fn take(&self, address: Option<IpAddr>) -> Result<Share, Full> {
        let mut taken = self.taken();
        if taken.total >= self.0.max {
            return Err(Full::Total);
        }
        let network = self.count(&mut taken, address)?;
        taken.total += 1;
        Ok(Share { shares: self.clone(), network })
    }

    fn count(&self, taken: &mut Taken, address: Option<IpAddr>) -> Result<Option<IpAddr>, Full> {
        let Some((address, most)) = address.zip(self.0.per_address) else { return Ok(None) };
        let network = rate_limit::network(address);
        let count = taken.by_network.get(&network).copied().unwrap_or(0);
        if count >= most {
            return Err(Full::Address);
        }
        taken.by_network.insert(network, count + 1);
        Ok(Some(network))
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.taken.lock()
    }
}

impl Share {
    /// Moves the slot to another address.
    pub fn move_to(&mut self, address: Option<IpAddr>) -> Result<(), Full> {
        let shares = self.shares.clone();
        let mut taken = shares.taken();
        let network = shares.count(&mut taken, address)?;
        taken.release(self.network);
        self.network = network;
        Ok(())
    }

    /// Counts the slot in total only: its owner is known now.
    pub fn forget_address(&mut self) {
        let network = self.network.take();
        self.shares.taken().release(network);
    }
}

impl Taken {
    fn release(&mut self, network: Option<IpAddr>) {
        let Some(network) = network else { return };
        // Only addresses in use are kept, so the map is no larger than the total.
        match self.by_network.get_mut(&network) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                self.by_network.remove(&network);
            }
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.shares.taken();
        taken.total = taken.total.saturating_sub(1);
        taken.release(self.network);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn connections_are_bounded_in_total_and_by_address() {
        let shares = Shares::new(4, Some(2));
        let mut held = vec![shares.take(address("192.0.2.1")).unwrap(), shares.take(address("192.0.2.1")).unwrap()];
        assert_eq!(shares.take(address("192.0.2.1")).unwrap_err(), Full::Address);
        held.push(shares.take(address("192.0.2.2")).unwrap());
        held.push(shares.take(None).unwrap());
        assert_eq!(shares.take(address("192.0.2.3")).unwrap_err(), Full::Total);
        held.remove(0);
        held.push(shares.take(address("192.0.2.1")).unwrap());
        drop(held);
        assert!(shares.taken().by_network.is_empty());
        assert_eq!(shares.taken().total, 0);
    }

    #[test]
    fn an_ipv6_network_counts_as_one_client_and_a_proxy_as_none() {
        let shares = Shares::new(100, Some(1));
        let _one = shares.take(address("2001:db8:1:2::1")).unwrap();
        assert_eq!(shares.take(address("2001:db8:1:2::2")).unwrap_err(), Full::Address);
        let _proxied = [shares.take(None).unwrap(), shares.take(None).unwrap()];
    }

    #[test]
    fn a_slot_moves_to_the_client_address_named_by_the_proxy() {
        let shares = Shares::new(100, Some(1));
        let mut first = shares.take(address("192.0.2.1")).unwrap();
        first.move_to(address("192.0.2.2")).unwrap();
        let mut second = shares.take(address("192.0.2.1")).unwrap();
        assert_eq!(second.move_to(address("192.0.2.2")).unwrap_err(), Full::Address);
        first.forget_address();
        second.move_to(address("192.0.2.2")).unwrap();
        assert_eq!(shares.taken().total, 2);
        drop((first, second));
        assert!(shares.taken().by_network.is_empty());
    }
}
