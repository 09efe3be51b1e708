//! A payment's status at the provider, and its effect on the order.

use super::model::{Order, RechargeStatus};
use crate::ids::RechargeId;

/// Progress of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Payable, or the money is in transit.
    Open,
    /// Paid, regardless of later returns.
    Paid,
    /// It failed.
    Failed,
    /// Not paid in time.
    Expired,
}

/// A payment's current status at the provider.
#[derive(Debug, Clone)]
pub struct PaymentStatus {
    /// The recharge in its metadata.
    pub recharge_id: Option<RechargeId>,
    /// The checkout.
    pub session_id: String,
    /// The payment, once there is one.
    pub payment_intent: Option<String>,
    /// Its progress.
    pub progress: Progress,
    /// The amount due or paid, in minor units.
    pub amount: Option<i64>,
    /// Its currency, in any case.
    pub currency: Option<String>,
    /// The returned amount in minor units: refunds, and disputes not won.
    pub returned: i64,
}

impl Order {
    /// The order's status given `standing`. Paid is final, and only a payment reopens a failed order.
    pub(super) fn status_after(&self, standing: &PaymentStatus) -> RechargeStatus {
        let was_paid = matches!(self.status, RechargeStatus::Paid | RechargeStatus::Refunded);
        match standing.progress {
            Progress::Paid if standing.returned >= self.amount => RechargeStatus::Refunded,
            Progress::Paid => RechargeStatus::Paid,
            Progress::Failed if self.status == RechargeStatus::Pending => RechargeStatus::Failed,
            Progress::Expired if self.status == RechargeStatus::Pending => RechargeStatus::Expired,
            Progress::Open | Progress::Failed | Progress::Expired => {
                if was_paid {
                    tracing::error!("Stripe no longer reports a known payment");
                }
                self.status
            }
        }
    }

    /// The part of the purchase to take back when `returned` of the price was returned; rounded in the user's favor.
    pub(super) fn owed(&self, returned: i64) -> i64 {
        if returned >= self.amount {
            return self.quantity;
        }
        let share = i128::from(self.quantity) * i128::from(returned.max(0)) / i128::from(self.amount);
        i64::try_from(share).unwrap_or(self.quantity)
    }

    /// Whether a payment belongs to this order and has its price.
    pub(super) fn is_paid_by(&self, standing: &PaymentStatus) -> bool {
        let currency = standing.currency.as_deref().unwrap_or_default();
        standing.recharge_id == Some(self.id)
            && self.session_id.as_ref().is_none_or(|known| *known == standing.session_id)
            && standing.amount == Some(self.amount)
            && currency.eq_ignore_ascii_case(&self.currency)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use strum::IntoEnumIterator;

    use super::*;
    use crate::ids::{JobId, UserId};
    use crate::ledger::CREDIT;

    fn order(status: RechargeStatus) -> Order {
        Order {
            id: RechargeId::new(),
            user_id: UserId::new(),
            asset: CREDIT.into(),
            quantity: 100,
            amount: 1000,
            currency: "USD".into(),
            status,
            job_id: JobId::new(),
            session_id: Some("cs_1".into()),
            checkout_url: None,
            payment_intent: None,
            returned: 0,
            taken_back: 0,
            shortfall: 0,
            looks: 1,
            created_at: Utc::now(),
        }
    }

    fn standing(order: &Order, progress: Progress, returned: i64) -> PaymentStatus {
        PaymentStatus {
            recharge_id: Some(order.id),
            session_id: "cs_1".into(),
            payment_intent: None,
            progress,
            amount: Some(1000),
            currency: Some("usd".into()),
            returned,
        }
    }

    #[test]
    fn a_payment_overrides_every_other_status() {
        for status in RechargeStatus::iter() {
            let order = order(status);
            assert_eq!(order.status_after(&standing(&order, Progress::Paid, 0)), RechargeStatus::Paid);
            assert_eq!(order.status_after(&standing(&order, Progress::Paid, 999)), RechargeStatus::Paid);
            assert_eq!(order.status_after(&standing(&order, Progress::Paid, 1000)), RechargeStatus::Refunded);
            assert_eq!(order.status_after(&standing(&order, Progress::Open, 0)), status);
            for (progress, given_up) in
                [(Progress::Failed, RechargeStatus::Failed), (Progress::Expired, RechargeStatus::Expired)]
            {
                let expected = if status == RechargeStatus::Pending { given_up } else { status };
                assert_eq!(order.status_after(&standing(&order, progress, 0)), expected, "{status:?}");
            }
        }
    }

    #[test]
    fn owed_amounts_follow_the_returned_money() {
        let order = order(RechargeStatus::Paid);
        for (returned, owed) in [(0, 0), (-5, 0), (9, 0), (10, 1), (999, 99), (1000, 100), (5000, 100)] {
            assert_eq!(order.owed(returned), owed, "{returned}");
        }
        let large = Order { quantity: i64::MAX, amount: i64::MAX, ..order };
        assert_eq!(large.owed(i64::MAX - 1), i64::MAX - 1);
    }

    #[test]
    fn only_a_matching_payment_settles_an_order() {
        let order = order(RechargeStatus::Pending);
        let right = standing(&order, Progress::Paid, 0);
        assert!(order.is_paid_by(&right));
        assert!(Order { session_id: None, ..order.clone() }.is_paid_by(&right));
        for wrong in [
            PaymentStatus { recharge_id: Some(RechargeId::new()), ..right.clone() },
            PaymentStatus { recharge_id: None, ..right.clone() },
            PaymentStatus { session_id: "cs_2".into(), ..right.clone() },
            PaymentStatus { amount: Some(1), ..right.clone() },
            PaymentStatus { amount: None, ..right.clone() },
            PaymentStatus { currency: Some("eur".into()), ..right },
        ] {
            assert!(!order.is_paid_by(&wrong), "{wrong:?}");
        }
    }
}
