//! Checks after the run: clients' responses, the database, the provider's messages and the logs have to agree.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;

use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::load::Answers;
use super::observer::Taken;

/// Maximum offenders per line.
const MAX_REPORTED: usize = 5;
/// Accepted by the provider, then reported as failed.
const FAIL_LATER: [&str; 4] = ["+15550000126", "+9993131049", "+9996000005", FAILS_DELIVERED];
/// The same, but reported as delivered before. If the two are reordered or late, the refund stays.
const FAILS_DELIVERED: &str = "+9995000006";

/// A check's result.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) subject: &'static str,
    pub(crate) what: String,
    pub(crate) value: String,
    /// The expected value; none for information only.
    pub(crate) wanted: Option<String>,
    pub(crate) balances: Option<bool>,
    /// Some offenders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) why: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Checks(pub(crate) Vec<Line>);

impl Checks {
    /// A value for information.
    pub(crate) fn tell(&mut self, subject: &'static str, what: impl Into<String>, value: impl ToString) {
        let (what, value) = (what.into(), value.to_string());
        self.0.push(Line { subject, what, value, wanted: None, balances: None, why: Vec::new() });
    }

    /// A list of offenders, which must be empty.
    pub(crate) fn none<T: Debug>(&mut self, subject: &'static str, what: impl Into<String>, offenders: &[T]) {
        self.hold(subject, what, offenders.len(), "0", offenders.is_empty());
        if let Some(line) = self.0.last_mut() {
            line.why = offenders.iter().take(MAX_REPORTED).map(|offender| format!("{offender:?}")).collect();
        }
    }

    /// A value that must hold.
    pub(crate) fn hold(
        &mut self,
        subject: &'static str,
        what: impl Into<String>,
        value: impl ToString,
        wanted: impl ToString,
        balances: bool,
    ) {
        let (what, value, wanted) = (what.into(), value.to_string(), Some(wanted.to_string()));
        self.0.push(Line { subject, what, value, wanted, balances: Some(balances), why: Vec::new() });
    }

    pub(crate) fn balance(&self) -> bool {
        self.0.iter().all(|line| line.balances != Some(false))
    }

    /// Compares requests and their responses with the database.
    pub(crate) async fn requests(&mut self, db: &PgPool, answers: &Answers) -> sqlx::Result<()> {
        const SUBJECT: &str = "requests";
        let rows: Vec<(Uuid, Uuid)> = sqlx::query_as("SELECT id, job_id FROM messages").fetch_all(db).await?;
        let stored: BTreeMap<_, _> = rows.into_iter().collect();
        let lost: Vec<_> = answers.accepted.iter().filter(|(id, job)| stored.get(id) != Some(job)).collect();
        let unexpected: Vec<_> = stored.keys().filter(|id| !answers.accepted.contains_key(id)).collect();
        self.tell(SUBJECT, "accepted, as clients were told", answers.accepted.len());
        self.tell(SUBJECT, "of these, failed jobs done again", answers.repeated);
        self.tell(SUBJECT, "sent twice on purpose", answers.doubled);
        for (refusal, count) in &answers.refused {
            self.tell(SUBJECT, format!("refused: {refusal}"), count);
        }
        self.none(SUBJECT, "accepted, and not in the database", &lost);
        self.none(SUBJECT, "in the database, and nobody was told", &unexpected);
        self.none(SUBJECT, "without an answer in the end", &answers.unanswered);
        self.none(SUBJECT, "wrong answers", &answers.wrong);
        Ok(())
    }

    /// Checks that all jobs and messages ended.
    pub(crate) async fn ends(&mut self, db: &PgPool, answers: &Answers) -> sqlx::Result<()> {
        let jobs: Vec<(String, String, i64)> =
            sqlx::query_as("SELECT kind, state, count(*) FROM jobs GROUP BY kind, state ORDER BY kind, state")
                .fetch_all(db)
                .await?;
        for (kind, state, count) in jobs {
            self.tell("jobs", format!("{kind} {state}"), count);
        }
        let open = "SELECT id FROM jobs WHERE finished_at IS NULL";
        self.none("jobs", "open", &ids(db, open).await?);
        let states: HashMap<Uuid, String> =
            sqlx::query_as("SELECT id, state FROM jobs").fetch_all(db).await?.into_iter().collect();
        let other: Vec<_> = answers.ends.iter().filter(|(id, state)| states.get(id) != Some(state)).collect();
        self.tell("jobs", "ends that clients were told", answers.ends.len());
        self.none("jobs", "ended otherwise than clients were told", &other);
        let messages: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT channel, status, count(*) FROM messages GROUP BY channel, status ORDER BY channel, status",
        )
        .fetch_all(db)
        .await?;
        for (channel, status, count) in messages {
            self.tell("messages", format!("{channel} {status}"), count);
        }
        let open = "SELECT id FROM messages WHERE status IN ('scheduled', 'queued') OR sending_at IS NOT NULL";
        self.none("messages", "not at an end, or in doubt", &ids(db, open).await?);
        let apart = "SELECT m.id FROM messages m JOIN jobs j ON j.id = m.job_id WHERE
            (m.status = 'cancelled') <> (j.state = 'cancelled')
            OR j.state = 'failed' AND m.status NOT IN ('failed', 'unknown') AND j.error->>'code' <> 'outcome_unknown'
            OR m.status = 'unknown' AND j.state <> 'failed'";
        self.none("messages", "at another end than their job", &ids(db, apart).await?);
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
            self.tell(SUBJECT, format!("{kind}s"), format!("{count} ({credits} credits)"));
        }
        let uncharged = "SELECT m.id FROM messages m WHERE 1 <>
            (SELECT count(*) FROM transfers t WHERE t.kind = 'charge' AND t.reference = m.id AND t.amount = m.price)";
        self.none(SUBJECT, "messages without exactly one charge", &ids(db, uncharged).await?);
        let refunds = "SELECT m.id, m.recipient, m.status FROM messages m WHERE
            (SELECT count(*) FROM transfers t WHERE t.kind = 'refund' AND t.reference = m.charge_id)
                <> (m.status IN ('failed', 'cancelled'))::int";
        let mut refunds: Vec<(Uuid, String, String)> = sqlx::query_as(refunds).fetch_all(db).await?;
        refunds.retain(|(_, to, status)| !(to == FAILS_DELIVERED && status == "delivered"));
        self.none(SUBJECT, "refunds missing, doubled or undue", &refunds);
        self.hold(SUBJECT, "the ledger's proof holds", &proof["holds"], "true", proof["holds"] == true);
        let orphans = &proof["orphan_charges"];
        self.hold(SUBJECT, "orphan charges", orphans, "0", *orphans == 0);
        Ok(())
    }

    /// Compares the provider's messages with ours.
    pub(crate) async fn provider(&mut self, db: &PgPool, taken: &[Taken]) -> sqlx::Result<()> {
        const SUBJECT: &str = "provider";
        let statuses: HashMap<Uuid, String> =
            sqlx::query_as("SELECT id, status FROM messages WHERE channel = 'whatsapp'")
                .fetch_all(db)
                .await?
                .into_iter()
                .collect();
        let mut once = BTreeSet::new();
        let doubles: Vec<_> = taken.iter().filter(|it| !once.insert(it.message)).map(|it| it.message).collect();
        self.tell(SUBJECT, "messages taken", taken.len());
        self.none(SUBJECT, "taken twice", &doubles);
        let denied: Vec<_> = taken
            .iter()
            .filter(|it| match statuses.get(&it.message).map(String::as_str) {
                Some("sent" | "delivered" | "read" | "unknown") => false,
                Some("failed") => !FAIL_LATER.contains(&it.to.as_str()),
                _ => true,
            })
            .collect();
        self.none(SUBJECT, "taken, but we say that it never went out", &denied);
        let went = |status: &str| ["sent", "delivered", "read"].contains(&status);
        let claimed: Vec<_> =
            statuses.iter().filter(|(id, status)| went(status) && !once.contains(id)).map(|(id, _)| id).collect();
        self.none(SUBJECT, "sent as we say, but never taken", &claimed);
        let news = |it: &&Taken| it.status == "delivered" && statuses.get(&it.message).is_some_and(|it| it == "sent");
        self.tell(SUBJECT, "delivered, but it gave up telling us", taken.iter().filter(news).count());
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
        checks.tell("jobs", "ended", 7);
        checks.none::<Uuid>("jobs", "open", &[]);
        assert!(checks.balance());
        checks.none("jobs", "lost", &["job"; 9]);
        assert!(!checks.balance());
        assert_eq!((checks.0[2].value.as_str(), checks.0[2].why.len()), ("9", MAX_REPORTED));
    }
}
