//! A database per test, copied from a template with all migrations.

use std::time::Duration;

use sha2::{Digest, Sha256};
use shared::db::MIGRATIONS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};

use super::required;

pub struct Database {
    server: PgConnectOptions,
    name: String,
}

impl Database {
    pub async fn create() -> Self {
        let server: PgConnectOptions = required("DATABASE_URL").parse().unwrap();
        let mut admin = server.clone().connect().await.unwrap();
        let template = template(&server, &mut admin).await;
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}"))).await.unwrap();
        admin.close().await.unwrap();
        Self { server, name }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn url(&self) -> String {
        self.server.clone().database(&self.name).to_url_lossy().to_string()
    }

    /// Cuts all connections and refuses new ones for a while.
    pub async fn lose(&self, time: Duration) {
        let mut admin = self.server.clone().connect().await.unwrap();
        let name = &self.name;
        admin.execute(AssertSqlSafe(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))).await.unwrap();
        let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        admin.execute(AssertSqlSafe(cut)).await.unwrap();
        tokio::time::sleep(time).await;
        admin.execute(AssertSqlSafe(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))).await.unwrap();
        admin.close().await.unwrap();
    }

    /// Its number of transactions. This cuts connections: each server process keeps its counts for up to ten seconds,
    /// and reports them at its end.
    pub async fn transactions(&self) -> i64 {
        let mut admin = self.server.clone().connect().await.unwrap();
        let cut = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = $1";
        sqlx::query(cut).bind(&self.name).execute(&mut admin).await.unwrap();
        let count = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = $1";
        let count = sqlx::query_scalar(count).bind(&self.name).fetch_one(&mut admin).await.unwrap();
        admin.close().await.unwrap();
        count
    }

    /// Refuses writes from now on, like a demoted primary: its sessions end, and new ones are read-only.
    pub async fn demote(&self) {
        let mut admin = self.server.clone().connect().await.unwrap();
        let name = &self.name;
        let set = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
        admin.execute(AssertSqlSafe(set)).await.unwrap();
        let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        admin.execute(AssertSqlSafe(cut)).await.unwrap();
        admin.close().await.unwrap();
    }

    /// Accepts writes again in new sessions. Open ones stay read-only.
    pub async fn promote(&self) {
        let mut admin = self.server.clone().connect().await.unwrap();
        let reset = format!("ALTER DATABASE {} RESET default_transaction_read_only", self.name);
        admin.execute(AssertSqlSafe(reset)).await.unwrap();
        admin.close().await.unwrap();
    }

    pub async fn drop(&self) {
        let mut admin = self.server.clone().connect().await.unwrap();
        admin.execute(AssertSqlSafe(format!("DROP DATABASE {} WITH (FORCE)", self.name))).await.unwrap();
    }
}

/// A database with the schema before a migration, for tests of what migrations make of its rows.
pub struct OldDatabase {
    pub connection: PgConnection,
    database: Database,
    next: i64,
}

impl OldDatabase {
    pub async fn before(version: i64) -> Self {
        let server: PgConnectOptions = required("DATABASE_URL").parse().unwrap();
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        let mut admin = server.clone().connect().await.unwrap();
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        admin.close().await.unwrap();
        let connection = server.clone().database(&name).connect().await.unwrap();
        let mut old = Self { connection, database: Database { server, name }, next: version };
        old.run(|it| it < version).await;
        old
    }

    pub fn url(&self) -> String {
        self.database.url()
    }

    /// Runs the remaining migrations.
    pub async fn migrate(&mut self) {
        let next = self.next;
        self.run(|it| it >= next).await;
    }

    async fn run(&mut self, is_wanted: impl Fn(i64) -> bool) {
        for migration in MIGRATIONS.iter().filter(|it| is_wanted(it.version)) {
            self.connection.execute(AssertSqlSafe(migration.sql.as_str().to_owned())).await.unwrap();
        }
    }

    pub async fn drop(self) {
        self.connection.close().await.unwrap();
        self.database.drop().await;
    }
}

/// The name of these migrations' template, created on first use.
async fn template(server: &PgConnectOptions, admin: &mut PgConnection) -> String {
    let mut hash = Sha256::new();
    MIGRATIONS.iter().for_each(|migration| hash.update(&migration.checksum));
    let name = format!("template_{}", &hex::encode(hash.finalize())[..16]);
    sqlx::query("SELECT pg_advisory_lock(20260102)").execute(&mut *admin).await.unwrap();
    let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    if !known {
        let draft = format!("{name}_draft");
        admin.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"))).await.unwrap();
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {draft}"))).await.unwrap();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(server.clone().database(&draft)).await.unwrap();
        MIGRATIONS.run(&pool).await.unwrap();
        pool.close().await;
        // Only a finished template has its name.
        admin.execute(AssertSqlSafe(format!("ALTER DATABASE {draft} RENAME TO {name}"))).await.unwrap();
    }
    sqlx::query("SELECT pg_advisory_unlock(20260102)").execute(&mut *admin).await.unwrap();
    name
}
