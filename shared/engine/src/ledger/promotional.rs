//! Promotional credits: granted at sign-up, they pay for in-app messages only. They are part of a wallet's balance and
//! leave it only by being spent, so no transfer between users can convert them.

/// The part of a movement that is promotional credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promotional {
    /// None: the wallet's promotional credits can't pay for this.
    Unused,
    /// Promotional credits are spent first.
    First,
    /// Promotional credits are spent last, if the others do not suffice.
    Last,
    /// This many, granted by the platform.
    Granted(i64),
}

impl Promotional {
    /// The promotional credits in `amount` when a wallet with this balance and promotional part pays it; `None` if it
    /// can't pay.
    pub(super) fn spent(self, amount: i64, balance: i64, promotional: i64) -> Option<i64> {
        let others = balance - promotional;
        match self {
            Self::Unused | Self::Granted(_) => (others >= amount).then_some(0),
            Self::First => (balance >= amount).then(|| promotional.min(amount)),
            Self::Last => (balance >= amount).then(|| (amount - others).max(0)),
        }
    }

    /// The promotional credits that the platform grants with `amount`.
    pub(super) fn given(self, amount: i64) -> i64 {
        match self {
            Self::Granted(promotional) => promotional.clamp(0, amount),
            Self::Unused | Self::First | Self::Last => 0,
        }
    }

    /// The wallet's promotional credits that can't pay for this.
    pub(super) fn unusable(self, promotional: i64) -> i64 {
        match self {
            Self::Unused | Self::Granted(_) => promotional,
            Self::First | Self::Last => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Promotional::{First, Granted, Last, Unused};

    #[test]
    fn promotional_credits_are_spent_by_policy() {
        // A balance of 10, of which 4 are promotional.
        for (how, amount, spent) in [
            (Unused, 6, Some(0)),
            (Unused, 7, None),
            (First, 3, Some(3)),
            (First, 7, Some(4)),
            (First, 10, Some(4)),
            (First, 11, None),
            (Last, 6, Some(0)),
            (Last, 7, Some(1)),
            (Last, 10, Some(4)),
            (Last, 11, None),
        ] {
            assert_eq!(how.spent(amount, 10, 4), spent, "{how:?} {amount}");
        }
        assert_eq!((Granted(5).given(5), Granted(9).given(5), First.given(5), Unused.given(5)), (5, 5, 0, 0));
        assert_eq!((Unused.unusable(4), First.unusable(4), Last.unusable(4)), (4, 0, 0));
    }

    proptest! {
        #[test]
        fn a_wallet_never_owes_promotional_credits(
            promotional in 0..1_000_i64, others in 0..1_000_i64, amount in 1..2_500_i64,
        ) {
            let balance = promotional + others;
            for how in [Unused, First, Last] {
                let usable = balance - how.unusable(promotional);
                let spent = how.spent(amount, balance, promotional);
                prop_assert_eq!(spent.is_some(), usable >= amount);
                let Some(spent) = spent else { continue };
                prop_assert!((0..=amount.min(promotional)).contains(&spent));
                prop_assert!(amount - spent <= others);
                prop_assert!(how != Unused || spent == 0);
                prop_assert!(how != First || spent == amount.min(promotional));
                prop_assert!(how != Last || spent == 0 || amount - spent == others);
            }
        }
    }
}
