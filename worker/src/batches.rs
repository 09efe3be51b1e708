//! Work on many rows, batch by batch.

use futures::future::BoxFuture;
use shared::app::App;
use shared::db::Tx;

/// Rows that a batch changed.
pub(crate) struct Batch {
    /// Rows that the job's result counts.
    pub counted: u64,
    /// Rows that were changed along with them.
    pub others: u64,
}

impl From<u64> for Batch {
    fn from(counted: u64) -> Self {
        Self { counted, others: 0 }
    }
}

/// Runs batches until one changes nothing, each in its own transaction: an aborted attempt keeps its progress. Returns the
/// number of rows that count. `done` describes them in the log.
pub(crate) async fn in_batches<B: Into<Batch>>(
    app: &App,
    done: &'static str,
    batch: impl for<'a> Fn(&'a App, &'a mut Tx) -> BoxFuture<'a, sqlx::Result<B>>,
) -> sqlx::Result<u64> {
    let (mut rows, mut others) = (0, 0);
    loop {
        let mut tx = app.db.begin().await?;
        let changed: Batch = batch(app, &mut tx).await?.into();
        tx.commit().await?;
        if changed.counted + changed.others == 0 {
            return Ok(rows);
        }
        rows += changed.counted;
        others += changed.others;
        tracing::info!(rows, others, "{done}");
    }
}
