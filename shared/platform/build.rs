//! Migrations are part of the binary, and descriptions of queries of the build: a new file is a
//! reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=../../.sqlx");
    println!("cargo:rerun-if-changed=../../migrations");
}
