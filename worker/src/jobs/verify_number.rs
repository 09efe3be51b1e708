//! `whatsapp.verify_number`: verifies that the token of an account's number belongs to it.
//!
//! If another account holds the number, its token is verified too: a holder that is still confirmed keeps the number;
//! one that is not is displaced.

use shared::app::App;
use shared::db::Tx;
use shared::jobs::{Disposition, JobError};
use shared::messaging::jobs::{Verified, VerifyNumber};
use shared::messaging::verification::{self, Claim, Confirmed, NumberDetails};
use shared::messaging::{open_token, throttle};

use crate::attempt::Attempt;
use crate::deferral::not_configured;
use crate::handler::{Finished, Handler, Outcome, RunError};
use crate::observe;
use crate::providers::whatsapp::{Client, Number, Unconfirmed};
use crate::start_error::StartError;

pub(super) struct Verify {
    /// `None` if WhatsApp is not set up.
    client: Option<Client>,
}

impl Verify {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        Ok(Self { client: app.config.whatsapp.as_ref().map(Client::new).transpose()? })
    }
}

/// Verifies a claim.
async fn ask(app: &App, client: &Client, claim: &Claim) -> Result<Result<NumberDetails, Unconfirmed>, RunError> {
    let access_token = open_token(&app.sealer, claim.owner, &claim.access_token)?;
    let number = Number { id: claim.phone_number_id.clone(), access_token };
    let details = match observe::call(app, "whatsapp", client.number(&number, claim.verified)).await {
        Ok(details) => details,
        Err(unconfirmed) => return Ok(Err(unconfirmed)),
    };
    // A webhook subscription is the owner's matter and no proof: check it once.
    if !claim.verified
        && let Err(unconfirmed) =
            observe::call(app, "whatsapp", client.subscription(&number, claim.business_account_id.as_deref())).await
    {
        return Ok(Err(unconfirmed));
    }
    Ok(Ok(details))
}

fn outcome(unconfirmed: Unconfirmed) -> Outcome<Verified> {
    match unconfirmed {
        Unconfirmed::Refuted(error) => Outcome::Fail(error),
        Unconfirmed::Unknown { error, after } => Outcome::Retry { after, error },
    }
}

impl Handler for Verify {
    type Kind = VerifyNumber;

    async fn run(&self, app: &App, payload: &VerifyNumber, _: &Attempt) -> Result<Outcome<Verified>, RunError> {
        let Some(client) = &self.client else {
            let error = JobError { retryable: true, ..not_configured("channel_not_configured", "WhatsApp") };
            return Ok(Outcome::Retry { after: None, error });
        };
        let changed = Outcome::Done(Verified { phone_number_id: None });
        let Some(claim) = verification::claim(app.db.pool(), payload).await? else { return Ok(changed) };
        let details = match ask(app, client, &claim).await? {
            Ok(details) => details,
            Err(unconfirmed) => return Ok(outcome(unconfirmed)),
        };
        let displaced = match verification::holder(app.db.pool(), &claim).await? {
            None => None,
            Some(holder) => match ask(app, client, &holder).await? {
                Ok(_) => {
                    let error = "Another account has this number, and WhatsApp confirms its token too.";
                    return Ok(Outcome::Fail(JobError::permanent("number_taken", error)));
                }
                Err(Unconfirmed::Refuted(_)) => Some(holder),
                Err(unknown) => return Ok(outcome(unknown)),
            },
        };
        let mut tx = app.db.begin().await?;
        match verification::confirm(&mut tx, &claim, &details, displaced.as_ref(), app.clock.now()).await? {
            Confirmed::Yes => tx.commit().await?,
            Confirmed::Changed => return Ok(changed),
            Confirmed::Contested => {
                let error = JobError::transient("number_contested", "Another account was verified at the same time.");
                return Ok(Outcome::Retry { after: None, error });
            }
        }
        // This may fix the cause of a stop.
        app.throttles.open(&throttle(&claim.phone_number_id)).await;
        Ok(Outcome::Done(Verified { phone_number_id: Some(claim.phone_number_id) }))
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<VerifyNumber>]) -> sqlx::Result<()> {
        for it in attempts {
            if let Disposition::Fail(error) = &it.disposition {
                verification::reject(tx, it.payload.owner, it.payload.revision, error, app.clock.now()).await?;
            }
        }
        Ok(())
    }
}
