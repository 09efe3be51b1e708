//! Compares the table of job kinds in docs/jobs.md with the code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use shared::accounts::jobs::{PurgeLogins, SendOtp, WithdrawWork};
use shared::assistant::jobs::{GenerateCompletion, ResetUsage};
use shared::billing::jobs::{
    ApplyEvent, ChangeSubscription, CreateCheckout, OpenPortal, Subscribe, SyncPayments, SyncSubscriptions,
};
use shared::credits::jobs::DistributeCredits;
use shared::jobs::{BulkJobs, JobKind};
use shared::ledger_audit::jobs::ProveCredits;
use shared::maintenance::jobs::{IndexChat, PurgeIdempotency, PurgeJobs, PurgeThreads, SumFlows};
use shared::messaging::jobs::{ApplyStatuses, DeliverWhatsApp, RecheckNumbers, SendInApp, VerifyNumber};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of all files below a folder.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] })
        .collect()
}

/// A deserializer that fails with the field names of the requested struct.
struct FieldNames;

#[derive(Debug)]
struct Fields(&'static [&'static str]);

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Fields {}

impl Error for Fields {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for FieldNames {
    type Error = Fields;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fields> {
        Err(Fields(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Fields> {
        Err(Fields(fields))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The fields of a struct; empty if serde reads it as a map (`flatten`).
fn fields<T: DeserializeOwned>() -> BTreeSet<String> {
    T::deserialize(FieldNames).err().into_iter().flat_map(|Fields(names)| names).map(|&name| name.to_owned()).collect()
}

/// The expected table row of a kind.
struct Kind {
    name: &'static str,
    /// Its first four cells.
    cells: String,
    payload: BTreeSet<String>,
    result: BTreeSet<String>,
}

fn kind<K: JobKind>() -> Kind {
    let cells = format!("| `{}` | `{}` | {} | {} s |", K::NAME, K::QUEUE, K::MAX_ATTEMPTS, K::TIMEOUT.as_secs());
    Kind { name: K::NAME, cells, payload: fields::<K>(), result: fields::<K::Output>() }
}

fn kinds() -> Vec<Kind> {
    vec![
        kind::<SendInApp>(),
        kind::<DeliverWhatsApp>(),
        kind::<ApplyStatuses>(),
        kind::<VerifyNumber>(),
        kind::<RecheckNumbers>(),
        kind::<SendOtp>(),
        kind::<PurgeLogins>(),
        kind::<WithdrawWork>(),
        kind::<GenerateCompletion>(),
        kind::<ResetUsage>(),
        kind::<CreateCheckout>(),
        kind::<ApplyEvent>(),
        kind::<SyncPayments>(),
        kind::<Subscribe>(),
        kind::<ChangeSubscription>(),
        kind::<OpenPortal>(),
        kind::<SyncSubscriptions>(),
        kind::<DistributeCredits>(),
        kind::<ProveCredits>(),
        kind::<BulkJobs>(),
        kind::<PurgeIdempotency>(),
        kind::<PurgeJobs>(),
        kind::<PurgeThreads>(),
        kind::<SumFlows>(),
        kind::<IndexChat>(),
    ]
}

/// The words in backticks in a table cell, except those of nested objects.
fn words(cell: &str) -> BTreeSet<String> {
    let outside = cell.split('[').map(|part| part.rsplit(']').next().unwrap()).collect::<String>();
    outside.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_job_kind_table_matches_the_code() {
    let page = fs::read_to_string(root().join("docs/jobs.md")).unwrap();
    let kinds = kinds();
    let folders = ["shared/engine/src", "shared/domains/src", "shared/src"];
    let sources: Vec<_> = folders.iter().flat_map(|folder| sources(&root().join(folder))).collect();
    let defined: usize = sources.iter().map(|text| text.matches("impl JobKind for ").count()).sum();
    assert_eq!(kinds.len(), defined, "a kind is missing in this test");
    let registered: BTreeSet<_> = shared::job_kinds::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(registered, kinds.iter().map(|kind| kind.name).collect(), "`job_kinds::ALL` has all kinds");
    for kind in kinds {
        let row = page.lines().find(|line| line.starts_with(&kind.cells));
        let row = row.unwrap_or_else(|| panic!("docs/jobs.md lacks a row that begins with\n{}", kind.cells));
        let cells: Vec<_> = row.trim_matches('|').split('|').collect();
        let [_, _, _, _, payload, result] = cells[..] else { panic!("{}: not six cells", kind.name) };
        assert_eq!(words(payload), kind.payload, "payload of {}", kind.name);
        let documented = words(result);
        let missing: Vec<_> = kind.result.difference(&documented).collect();
        assert!(missing.is_empty() || result.contains("as `GET"), "result of {}: {missing:?}", kind.name);
    }
}
