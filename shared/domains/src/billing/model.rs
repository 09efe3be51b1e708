use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{JobId, RechargeId, UserId};
use crate::ledger::CREDIT;
use crate::money::{Amount, Money};

crate::text_enum! {
    /// Status of a recharge or deposit.
    pub enum RechargeStatus {
        /// Not paid yet.
        Pending,
        /// Paid, and credited to the wallet.
        Paid,
        /// The payment failed, or no checkout page could be created.
        Failed,
        /// Not paid in time.
        Expired,
        /// The whole payment was returned.
        Refunded,
    }
}

/// Subject of a purchase.
#[derive(Debug, Clone, Copy)]
pub enum Purchase {
    /// Whole credits, above zero.
    Credits(i64),
    /// Money for the wallet.
    Money(Amount),
}

/// A stored recharge or deposit.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its id.
    pub id: RechargeId,
    /// The buyer.
    pub user_id: UserId,
    /// The asset: `CREDIT`, or the currency of a deposit.
    pub asset: String,
    /// Its quantity, in whole credits or minor units.
    pub quantity: i64,
    /// Its price, in minor units.
    pub amount: i64,
    /// The price's currency.
    pub currency: String,
    /// Its status.
    pub status: RechargeStatus,
    /// The job that creates its checkout page.
    pub job_id: JobId,
    /// Stripe's id of the checkout.
    pub session_id: Option<String>,
    /// The payment URL.
    pub checkout_url: Option<String>,
    /// Stripe's id of the payment.
    pub payment_intent: Option<String>,
    /// The returned part of the payment, in minor units.
    pub returned: i64,
    /// The part taken back from the wallet.
    pub taken_back: i64,
    /// The part that could not be taken back because it was spent.
    pub shortfall: i64,
    /// Number of syncs with Stripe.
    pub looks: i64,
    /// Time of the order.
    pub created_at: DateTime<Utc>,
}

/// A purchase of credits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recharge {
    /// Its id.
    pub id: RechargeId,
    /// Number of credits.
    #[schema(examples(500))]
    pub credits: i64,
    /// Their price.
    pub amount: Money,
    /// The price's currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// Its status.
    pub status: RechargeStatus,
    /// The payment URL; null until the job has succeeded.
    pub checkout_url: Option<String>,
    /// The job that creates the page.
    pub job_id: JobId,
    /// The returned part of the payment.
    pub refunded: Money,
    /// Credits that should have been taken back but were spent.
    pub shortfall: i64,
    /// Time of the order.
    pub created_at: DateTime<Utc>,
}

/// Money paid into the wallet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deposit {
    /// Its id.
    pub id: RechargeId,
    /// The amount.
    pub amount: Money,
    /// Its currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// Its status.
    pub status: RechargeStatus,
    /// The payment URL; null until the job has succeeded.
    pub checkout_url: Option<String>,
    /// The job that creates the page.
    pub job_id: JobId,
    /// The returned part of the payment.
    pub refunded: Money,
    /// Money that should have been taken back but was spent.
    pub shortfall: Money,
    /// Time of the order.
    pub created_at: DateTime<Utc>,
}

impl From<Order> for Recharge {
    fn from(order: Order) -> Self {
        Self {
            id: order.id,
            credits: order.quantity,
            amount: Money(order.amount),
            currency: order.currency,
            status: order.status,
            checkout_url: order.checkout_url,
            job_id: order.job_id,
            refunded: Money(order.returned),
            shortfall: order.shortfall,
            created_at: order.created_at,
        }
    }
}

impl From<Order> for Deposit {
    fn from(order: Order) -> Self {
        Self {
            id: order.id,
            amount: Money(order.amount),
            currency: order.currency,
            status: order.status,
            checkout_url: order.checkout_url,
            job_id: order.job_id,
            refunded: Money(order.returned),
            shortfall: Money(order.shortfall),
            created_at: order.created_at,
        }
    }
}

/// A created checkout page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Checkout {
    /// The recharge or deposit.
    pub recharge_id: RechargeId,
    /// Stripe's session id.
    pub session_id: String,
    /// The payment URL.
    pub checkout_url: String,
}

impl Order {
    /// A readable description of the purchase.
    #[must_use]
    pub fn title(&self) -> String {
        if self.asset == CREDIT {
            format!("{} credits", self.quantity)
        } else {
            format!("Deposit of {} {}", Money(self.amount), self.currency)
        }
    }
}
