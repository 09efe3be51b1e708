use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{JobId, RechargeId, UserId};
use crate::ledger::CREDIT;
use crate::money::{Amount, Money};

/// How a recharge or deposit stands.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    sqlx::Type,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum RechargeStatus {
    /// Nothing is paid yet.
    Pending,
    /// Paid, and in the wallet.
    Paid,
    /// The payment failed, or there is no page to pay on.
    Failed,
    /// Nobody paid in time.
    Expired,
    /// All of the payment went back.
    Refunded,
}

/// What is bought.
#[derive(Debug, Clone, Copy)]
pub enum Purchase {
    /// Whole credits, above zero.
    Credits(i64),
    /// Money for the wallet.
    Money(Amount),
}

/// A recharge or deposit, as it is kept.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its id.
    pub id: RechargeId,
    /// Who pays.
    pub user_id: UserId,
    /// What is bought: `CREDIT`, or the currency of a deposit.
    pub asset: String,
    /// How much of it, in whole credits or minor units.
    pub quantity: i64,
    /// What it costs, in minor units.
    pub amount: i64,
    /// Of which currency.
    pub currency: String,
    /// How it stands.
    pub status: RechargeStatus,
    /// The job that makes its checkout page.
    pub job_id: JobId,
    /// Stripe's id of the checkout.
    pub session_id: Option<String>,
    /// Where to pay.
    pub checkout_url: Option<String>,
    /// Stripe's id of the payment.
    pub payment_intent: Option<String>,
    /// What of the payment went back, in minor units.
    pub returned: i64,
    /// What was taken back for it from the wallet.
    pub taken_back: i64,
    /// What could not be taken back, because it was spent.
    pub shortfall: i64,
    /// How often Stripe was asked.
    pub looks: i64,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
}

/// Credits that are bought.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recharge {
    /// Its id.
    pub id: RechargeId,
    /// How many.
    #[schema(examples(500))]
    pub credits: i64,
    /// What they cost.
    pub amount: Money,
    /// Of which currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// How it stands.
    pub status: RechargeStatus,
    /// Where to pay; null until the job is done.
    pub checkout_url: Option<String>,
    /// The job that makes the page.
    pub job_id: JobId,
    /// What of the payment went back.
    pub refunded: Money,
    /// Credits that should have been taken back for it, and were spent.
    pub shortfall: i64,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
}

/// Money that is paid into the wallet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deposit {
    /// Its id.
    pub id: RechargeId,
    /// How much.
    pub amount: Money,
    /// Of which currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// How it stands.
    pub status: RechargeStatus,
    /// Where to pay; null until the job is done.
    pub checkout_url: Option<String>,
    /// The job that makes the page.
    pub job_id: JobId,
    /// What of the payment went back.
    pub refunded: Money,
    /// What should have been taken back for it, and was spent.
    pub shortfall: Money,
    /// When it was ordered.
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

/// A checkout page that was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Checkout {
    /// For what.
    pub recharge_id: RechargeId,
    /// Stripe's id of it.
    pub session_id: String,
    /// Where to pay.
    pub checkout_url: String,
}

impl Order {
    /// What is bought, for people.
    #[must_use]
    pub fn title(&self) -> String {
        if self.asset == CREDIT {
            format!("{} credits", self.quantity)
        } else {
            format!("Deposit of {} {}", Money(self.amount), self.currency)
        }
    }
}
