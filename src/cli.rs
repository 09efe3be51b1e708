//! The command line.

use std::io::BufRead;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use shared::accounts::{self, NewUser, Role, RoleAssignment, SignupError};
use shared::app::App;
use shared::config::Env;
use shared::ids::UserId;

use crate::output::print;
use crate::setup::{app, migrate, process};
use crate::simulator_cmd::SimulatorArgs;
use crate::{dev, doctor, health, postman, seed, serve};

/// Messages, completions, chat and billing as observable jobs.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs everything in one process, with sample users and a simulator for every provider.
    Dev,
    /// Serves the HTTP API.
    Api,
    /// Runs jobs.
    Worker(WorkerArgs),
    /// A worker of `dev`, which ends with its input.
    #[command(hide = true)]
    DevWorker,
    /// Turns ticks into jobs.
    Scheduler,
    /// Migrates the database to the current version.
    Migrate,
    /// Manages users.
    #[command(subcommand)]
    User(UserCommand),
    /// Creates sample users with a publicly known password, one of them an admin.
    SampleData {
        /// Creates them even if the database has other users.
        #[arg(long)]
        allow_other_users: bool,
        /// Also creates activity of this many past days, if there are no sample users yet.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=365), value_name = "DAYS")]
        history: u32,
    },
    /// Checks the configuration and every connection; fails if there is a problem.
    Doctor {
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Checks a process's health; fails unless it is ready.
    Health {
        /// Address of a process, or URL of a health check; defaults to the API of this configuration.
        url: Option<String>,
    },
    /// Simulates every provider, as its own process.
    Simulator(SimulatorArgs),
    /// Prints the OpenAPI document.
    Openapi {
        /// Prints a Postman collection of it instead.
        #[arg(long)]
        postman: bool,
    },
}

#[derive(Debug, Args)]
struct WorkerArgs {
    /// Queues to serve; default: all (or WORKER_QUEUES).
    #[arg(long, value_delimiter = ',')]
    queues: Vec<String>,
    /// Concurrent jobs per queue (or WORKER_CONCURRENCY).
    #[arg(long)]
    concurrency: Option<u32>,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Creates a user with any role, without credits.
    Create(CreateUser),
}

#[derive(Debug, Args)]
struct CreateUser {
    /// Letters, digits, `_`, `.` and `-`.
    #[arg(long)]
    username: String,
    /// `admin`, `reseller`, `business_owner` or `user`.
    #[arg(long)]
    role: String,
    /// The business owner's reseller: its name or id.
    #[arg(long)]
    parent: Option<String>,
    /// Mobile number in E.164.
    #[arg(long)]
    mobile: Option<String>,
    /// Reads the password from one line of standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
}

impl Cli {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Dev => dev::run().await,
            Command::Api => serve::api(process(Env::of_process(), "switchboard-api")?).await,
            Command::Worker(args) => serve::worker(process(args.env(), "switchboard-worker")?).await,
            Command::DevWorker => serve::dev_worker(process(Env::of_process(), "switchboard-worker")?).await,
            Command::Scheduler => serve::scheduler(process(Env::of_process(), "switchboard-scheduler")?).await,
            Command::Migrate => migrate(&app(Env::of_process())?).await,
            Command::User(UserCommand::Create(new)) => new.run().await,
            Command::SampleData { allow_other_users, history } => {
                seed::run(Env::of_process(), allow_other_users, history).await
            }
            Command::Doctor { json } => doctor::run(json).await,
            Command::Health { url } => health::run(url).await,
            Command::Simulator(args) => args.run().await,
            Command::Openapi { postman } => openapi(postman),
        }
    }
}

fn openapi(postman: bool) -> anyhow::Result<()> {
    let document = api::document();
    if postman {
        print(&format!("{:#}", postman::collection(&serde_json::to_value(&document)?)));
    } else {
        print(&document.to_pretty_json()?);
    }
    Ok(())
}

impl WorkerArgs {
    fn env(self) -> Env {
        let mut env = Env::of_process();
        if !self.queues.is_empty() {
            env.set("WORKER_QUEUES", self.queues.join(","));
        }
        if let Some(concurrency) = self.concurrency {
            env.set("WORKER_CONCURRENCY", concurrency.to_string());
        }
        env
    }
}

impl CreateUser {
    async fn run(self) -> anyhow::Result<()> {
        let Ok(role) = self.role.parse::<Role>() else {
            bail!("--role must be admin, reseller, business_owner or user");
        };
        let mut password = String::new();
        std::io::stdin().lock().read_line(&mut password).context("no password on the standard input")?;
        let password = password.trim_end_matches(['\r', '\n']).to_owned();
        let app = app(Env::of_process())?;
        let new = NewUser { mobile: self.mobile, ..NewUser::named(self.username, password) };
        let parent_id = match self.parent {
            None => None,
            Some(name) => Some(reseller(&app, name).await?),
        };
        match accounts::create_user(&app, &new, RoleAssignment { role, parent_id }).await {
            Ok(user) => {
                print(&user.id.to_string());
                Ok(())
            }
            Err(SignupError::Taken(what)) => bail!("this {what} is taken"),
            Err(SignupError::InvalidParent(why)) => bail!("--parent: {why}"),
            Err(error) => Err(error.into()),
        }
    }
}

async fn reseller(app: &App, name: String) -> anyhow::Result<UserId> {
    let found = accounts::resolve(app.db.pool(), &[name]).await?.pop().flatten();
    Ok(found.context("--parent: there is no such user")?.id)
}
