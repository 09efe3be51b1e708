//! Descriptions of queries are part of the build: a new file is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=../../.sqlx");
}
