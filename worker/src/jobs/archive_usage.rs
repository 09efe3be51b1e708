//! `assistant.archive_usage`: archives completion usage of past days.

use shared::app::App;
use shared::assistant;
use shared::assistant::jobs::{ArchiveUsage, UsageArchived};

use crate::handler::{Handler, Outcome, RunError};

pub(super) struct Archive;

impl Handler for Archive {
    type Kind = ArchiveUsage;

    async fn run(&self, app: &App, _: &ArchiveUsage, _: i32) -> Result<Outcome<UsageArchived>, RunError> {
        let mut tx = app.db.begin().await?;
        let rows = assistant::archive(&mut tx, app.clock.now().date_naive()).await?;
        tx.commit().await?;
        Ok(Outcome::Done(UsageArchived { rows }))
    }
}
