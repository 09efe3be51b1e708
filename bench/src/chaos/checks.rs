//! Checks after the run: clients' responses, the database, the provider's messages and the logs have to agree.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;

use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::load::Responses;
use super::observer::ProviderMessage;

/// Maximum examples per check.
const MAX_REPORTED: usize = 5;
/// Accepted by the provider, then reported as failed.
const FAIL_LATER: [&str; 4] = ["+15550000126", "+9993131049", "+9996000005", FAILS_DELIVERED];
/// The same, but reported as delivered before. If the two are reordered or late, the refund stays.
const FAILS_DELIVERED: &str = "+9995000006";

/// A check's result.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    pub(crate) subject: &'static str,
    pub(crate) name: String,
    pub(crate) value: String,
    /// The expected value; `None` for information only.
    pub(crate) expected: Option<String>,
    pub(crate) passed: Option<bool>,
    /// Some violations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) examples: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Checks(pub(crate) Vec<Check>);

impl Checks {
    /// A value for information.
    pub(crate) fn info(&mut self, subject: &'static str, name: impl Into<String>, value: impl ToString) {
        let (name, value) = (name.into(), value.to_string());
        self.0.push(Check { subject, name, value, expected: None, passed: None, examples: Vec::new() });
    }

    /// A list of violations, which must be empty.
    pub(crate) fn expect_none<T: Debug>(&mut self, subject: &'static str, name: impl Into<String>, violations: &[T]) {
        self.expect(subject, name, violations.len(), "0", violations.is_empty());
        if let Some(check) = self.0.last_mut() {
            check.examples = violations.iter().take(MAX_REPORTED).map(|violation| format!("{violation:?}")).collect();
        }
    }

    /// A value with its expected one, and whether they agree.
    pub(crate) fn expect(
        &mut self,
        subject: &'static str,
        name: impl Into<String>,
        value: impl ToString,
        expected: impl ToString,
        passed: bool,
    ) {
        let (name, value, expected) = (name.into(), value.to_string(), Some(expected.to_string()));
        self.0.push(Check { subject, name, value, expected, passed: Some(passed), examples: Vec::new() });
    }

    pub(crate) fn passed(&self) -> bool {
        self.0.iter().all(|check| check.passed != Some(false))
    }

    /// Compares requests and their responses with the database.
    pub(crate) async fn requests(&mut self, db: &PgPool, responses: &Responses) -> sqlx::Result<()> {
        const SUBJECT: &str = "requests";
        let rows: Vec<(Uuid, Uuid)> = sqlx::query_as("SELECT id, job_id FROM messages").fetch_all(db).await?;
        let stored: BTreeMap<_, _> = rows.into_iter().collect();
        let lost: Vec<_> = responses.accepted.iter().filter(|(id, job)| stored.get(id) != Some(job)).collect();
        let unexpected: Vec<_> = stored.keys().filter(|id| !responses.accepted.contains_key(id)).collect();
        self.info(SUBJECT, "accepted (202)", responses.accepted.len());
        self.info(SUBJECT, "of these, retries of failed jobs", responses.repeated);
        self.info(SUBJECT, "sent twice on purpose", responses.duplicated);
        for (rejection, count) in &responses.rejected {
            self.info(SUBJECT, format!("rejected: {rejection}"), count);
        }
        self.expect_none(SUBJECT, "accepted, but not in the database", &lost);
        self.expect_none(SUBJECT, "in the database, but never acknowledged", &unexpected);
        self.expect_none(SUBJECT, "without a final response", &responses.without_response);
        self.expect_none(SUBJECT, "wrong responses", &responses.wrong);
        Ok(())
    }

    /// Checks that all jobs and messages ended.
    pub(crate) async fn jobs_and_messages(&mut self, db: &PgPool, responses: &Responses) -> sqlx::Result<()> {
        let jobs: Vec<(String, String, i64)> =
            sqlx::query_as("SELECT kind, state, count(*) FROM jobs GROUP BY kind, state ORDER BY kind, state")
                .fetch_all(db)
                .await?;
        for (kind, state, count) in jobs {
            self.info("jobs", format!("{kind} {state}"), count);
        }
        let open = "SELECT id FROM jobs WHERE finished_at IS NULL";
        self.expect_none("jobs", "open", &ids(db, open).await?);
        let states: HashMap<Uuid, String> =
            sqlx::query_as("SELECT id, state FROM jobs").fetch_all(db).await?.into_iter().collect();
        let different: Vec<_> =
            responses.ended_jobs.iter().filter(|(id, state)| states.get(id) != Some(state)).collect();
        self.info("jobs", "ends reported to clients", responses.ended_jobs.len());
        self.expect_none("jobs", "ended differently than reported", &different);
        let messages: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT channel, status, count(*) FROM messages GROUP BY channel, status ORDER BY channel, status",
        )
        .fetch_all(db)
        .await?;
        for (channel, status, count) in messages {
            self.info("messages", format!("{channel} {status}"), count);
        }
        let open = "SELECT id FROM messages WHERE status IN ('scheduled', 'queued') OR sending_at IS NOT NULL";
        self.expect_none("messages", "not ended, or uncertain", &ids(db, open).await?);
        let inconsistent = "SELECT m.id FROM messages m JOIN jobs j ON j.id = m.job_id WHERE
            (m.status = 'cancelled') <> (j.state = 'cancelled')
            OR j.state = 'failed' AND m.status NOT IN ('failed', 'unknown') AND j.error->>'code' <> 'outcome_unknown'
            OR m.status = 'unknown' AND j.state <> 'failed'";
        self.expect_none("messages", "inconsistent with their job", &ids(db, inconsistent).await?);
        Ok(())
    }

    /// Checks charges, refunds and our own ledger audit.
    pub(crate) async fn credits(&mut self, db: &PgPool, proof: &serde_json::Value) -> sqlx::Result<()> {
        const SUBJECT: &str = "credits";
        let moved: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT kind, count(*), sum(amount)::bigint FROM transfers WHERE kind IN ('charge', 'refund') GROUP BY kind ORDER BY kind",
        )
        .fetch_all(db)
        .await?;
        for (kind, count, credits) in moved {
            self.info(SUBJECT, format!("{kind}s"), format!("{count} ({credits} credits)"));
        }
        let uncharged = "SELECT m.id FROM messages m WHERE 1 <>
            (SELECT count(*) FROM transfers t WHERE t.kind = 'charge' AND t.reference = m.id AND t.amount = m.price)";
        self.expect_none(SUBJECT, "messages without exactly one charge", &ids(db, uncharged).await?);
        let refunds = "SELECT m.id, m.recipient, m.status FROM messages m WHERE
            (SELECT count(*) FROM transfers t WHERE t.kind = 'refund' AND t.reference = m.charge_id)
                <> (m.status IN ('failed', 'cancelled'))::int";
        let mut refunds: Vec<(Uuid, String, String)> = sqlx::query_as(refunds).fetch_all(db).await?;
        refunds.retain(|(_, to, status)| !(to == FAILS_DELIVERED && status == "delivered"));
        self.expect_none(SUBJECT, "refunds missing, duplicated or undue", &refunds);
        self.expect(SUBJECT, "the ledger audit holds", &proof["holds"], "true", proof["holds"] == true);
        let orphans = &proof["orphan_charges"];
        self.expect(SUBJECT, "orphan charges", orphans, "0", *orphans == 0);
        Ok(())
    }

    /// Compares the provider's messages with ours.
    pub(crate) async fn provider(&mut self, db: &PgPool, messages: &[ProviderMessage]) -> sqlx::Result<()> {
        const SUBJECT: &str = "provider";
        let statuses: HashMap<Uuid, String> =
            sqlx::query_as("SELECT id, status FROM messages WHERE channel = 'whatsapp'")
                .fetch_all(db)
                .await?
                .into_iter()
                .collect();
        let mut once = BTreeSet::new();
        let duplicates: Vec<_> = messages.iter().filter(|it| !once.insert(it.message)).map(|it| it.message).collect();
        self.info(SUBJECT, "messages accepted", messages.len());
        self.expect_none(SUBJECT, "accepted twice", &duplicates);
        let contradicted: Vec<_> = messages
            .iter()
            .filter(|it| match statuses.get(&it.message).map(String::as_str) {
                Some("sent" | "delivered" | "read" | "unknown") => false,
                Some("failed") => !FAIL_LATER.contains(&it.to.as_str()),
                _ => true,
            })
            .collect();
        self.expect_none(SUBJECT, "accepted, but recorded as not sent", &contradicted);
        let is_sent = |status: &str| ["sent", "delivered", "read"].contains(&status);
        let unconfirmed: Vec<_> =
            statuses.iter().filter(|(id, status)| is_sent(status) && !once.contains(id)).map(|(id, _)| id).collect();
        self.expect_none(SUBJECT, "recorded as sent, but never accepted", &unconfirmed);
        let undelivered = |it: &&ProviderMessage| {
            it.status == "delivered" && statuses.get(&it.message).is_some_and(|it| it == "sent")
        };
        self.info(SUBJECT, "delivered, but its webhooks were given up", messages.iter().filter(undelivered).count());
        Ok(())
    }
}

pub(crate) async fn ids(db: &PgPool, sql: &'static str) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar(sql).fetch_all(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_violation_fails_the_checks() {
        let mut checks = Checks::default();
        checks.info("jobs", "ended", 7);
        checks.expect_none::<Uuid>("jobs", "open", &[]);
        assert!(checks.passed());
        checks.expect_none("jobs", "lost", &["job"; 9]);
        assert!(!checks.passed());
        assert_eq!((checks.0[2].value.as_str(), checks.0[2].examples.len()), ("9", MAX_REPORTED));
    }
}
