//! Random sequences of steps: a job's row follows the state machine, and only
//! the lease holder can end an attempt.

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use shared::app::App;
use shared::ids::{JobId, MessageId, UserId};
use shared::jobs::{self, Capacity, Disposition, JobError, JobState, NewJob, Transition};
use shared::messaging::jobs::SendInApp;

use crate::harness::TestApp;

const KIND: &str = "message.send";
const WORKERS: [&str; 2] = ["one", "other"];

#[derive(Debug, Clone, Copy)]
enum Step {
    Relay,
    Claim(usize),
    Renew(usize),
    Finish(usize, Outcome),
    /// Half a lease passes.
    Wait,
    Reap,
    Cancel,
}

#[derive(Debug, Clone, Copy)]
enum Outcome {
    Succeed,
    Retry,
    Snooze,
    Fail,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let worker = 0..WORKERS.len();
    let outcome = prop_oneof![Just(Outcome::Succeed), Just(Outcome::Retry), Just(Outcome::Snooze), Just(Outcome::Fail)];
    let step = prop_oneof![
        2 => Just(Step::Relay),
        4 => worker.clone().prop_map(Step::Claim),
        2 => worker.clone().prop_map(Step::Renew),
        3 => (worker, outcome).prop_map(|(worker, outcome)| Step::Finish(worker, outcome)),
        2 => Just(Step::Wait),
        2 => Just(Step::Reap),
        1 => Just(Step::Cancel),
    ];
    prop::collection::vec(step, 1..30)
}

/// The expected row.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    state: JobState,
    attempt: i32,
    queued: bool,
    holder: Option<usize>,
    /// Remaining half leases.
    lease: i32,
    /// The attempt that each worker believes it holds.
    believed: [i32; 2],
}

impl Model {
    fn go(&mut self, transition: Transition) -> bool {
        let Some(next) = self.state.after(transition) else { return false };
        self.state = next;
        self.queued = false;
        self.holder = None;
        true
    }
}

struct Subject {
    app: App,
    owner: UserId,
    job: JobId,
}

impl Subject {
    async fn new(app: &App, owner: UserId) -> Self {
        let mut new = NewJob::new(&SendInApp { message_id: MessageId::new() }, app.clock.now()).unwrap();
        new.owner = Some(owner);
        let mut tx = app.db.begin().await.unwrap();
        jobs::enqueue(app, &mut tx, std::slice::from_ref(&new), app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        Self { app: app.clone(), owner, job: new.id }
    }

    async fn take(&self, step: Step, model: &mut Model) {
        match step {
            Step::Relay => {
                let room = Capacity { free: 100_000, ..Capacity::default() };
                jobs::select_due(&self.app, jobs::Queue::Messages, &room, Some(self.app.clock.now())).await.unwrap();
                model.queued |= matches!(model.state, JobState::Queued | JobState::Retrying);
            }
            Step::Claim(worker) => {
                let claimed = jobs::claim(&self.app, &[self.job], &[KIND.into()], WORKERS[worker]).await.unwrap();
                let expected = model.queued && model.go(Transition::Claim);
                assert_eq!(claimed.len(), usize::from(expected));
                if expected {
                    model.attempt += 1;
                    (model.holder, model.lease) = (Some(worker), 2);
                    model.believed[worker] = model.attempt;
                }
            }
            Step::Renew(worker) => {
                jobs::renew(&self.app, &[(self.job, model.believed[worker])], WORKERS[worker]).await.unwrap();
                if model.holder == Some(worker) {
                    model.lease = 2;
                }
            }
            Step::Finish(worker, outcome) => self.finish(worker, outcome, model).await,
            Step::Wait => {
                self.app.clock.advance(TimeDelta::milliseconds(7_600));
                model.lease -= 1;
            }
            Step::Reap => {
                let lost =
                    jobs::lost(&self.app, &[KIND.into()], 1000).await.unwrap().contains(&(KIND.into(), self.job));
                assert_eq!(lost, model.holder.is_some() && model.lease <= 0);
                let mut tx = self.app.db.begin().await.unwrap();
                let locks = jobs::lock_lost(&self.app, &mut tx, &[self.job]).await.unwrap();
                assert_eq!(locks.len(), usize::from(lost));
                let attempts: Vec<_> = locks.into_iter().map(|(lock, _)| (lock, self.retry())).collect();
                jobs::complete_attempts(&mut tx, self.app.clock.now(), &attempts).await.unwrap();
                tx.commit().await.unwrap();
                if lost {
                    assert!(model.go(Transition::Retry));
                }
            }
            Step::Cancel => {
                let mut tx = self.app.db.begin().await.unwrap();
                let cancelled = jobs::cancel(&mut tx, self.owner, self.job, self.app.clock.now()).await.is_ok();
                tx.commit().await.unwrap();
                assert_eq!(cancelled, model.go(Transition::Cancel));
            }
        }
    }

    fn retry(&self) -> Disposition {
        Disposition::Retry { run_at: self.app.clock.now(), error: JobError::transient("test", "again") }
    }

    async fn finish(&self, worker: usize, outcome: Outcome, model: &mut Model) {
        let (disposition, transition) = match outcome {
            Outcome::Succeed => (Disposition::Succeed(serde_json::json!({})), Transition::Succeed),
            Outcome::Retry => (self.retry(), Transition::Retry),
            Outcome::Snooze => (Disposition::Snooze { run_at: self.app.clock.now(), error: None }, Transition::Snooze),
            Outcome::Fail => (Disposition::Fail(JobError::permanent("test", "no")), Transition::Fail),
        };
        let mut tx = self.app.db.begin().await.unwrap();
        let held = [(self.job, model.believed[worker])];
        let locks = jobs::lock_held(&mut tx, WORKERS[worker], &held).await.unwrap();
        assert_eq!(locks.len(), usize::from(model.holder == Some(worker)), "only the holder ends an attempt");
        let attempts: Vec<_> = locks.into_iter().map(|lock| (lock, disposition.clone())).collect();
        if !attempts.is_empty() {
            jobs::complete_attempts(&mut tx, self.app.clock.now(), &attempts).await.unwrap();
            assert!(model.go(transition));
            model.attempt -= i32::from(transition == Transition::Snooze);
        }
        tx.commit().await.unwrap();
    }
}

async fn check(app: &App, owner: UserId, steps: Vec<Step>) {
    let subject = Subject::new(app, owner).await;
    let mut model =
        Model { state: JobState::Queued, attempt: 0, queued: true, holder: None, lease: 0, believed: [0; 2] };
    for step in steps {
        subject.take(step, &mut model).await;
        let job = jobs::get(app.db.pool(), owner, subject.job).await.unwrap().unwrap();
        assert_eq!((job.state, job.attempt), (model.state, model.attempt), "after {step:?}");
        assert_eq!(job.finished_at.is_some(), model.state.is_end());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_follow_the_state_machine_in_any_order() {
    let app = TestApp::start().await;
    // Leases follow the moved clock.
    app.advance(TimeDelta::seconds(1));
    let (inner, runtime) = (app.app.clone(), tokio::runtime::Handle::current());
    let checked = tokio::task::spawn_blocking(move || {
        let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
        runner.run(&steps(), |steps| {
            runtime.block_on(check(&inner, UserId::new(), steps));
            Ok(())
        })
    });
    checked.await.unwrap().unwrap();
    // The steps leave jobs open.
    app.abandon().await;
}
