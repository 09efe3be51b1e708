//! Statements that bind columns (`columns!`): each `$n` in an `UNNEST` is the field that the statement calls it by. The
//! compiler does not find two swapped columns of one type.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Token};

/// Arguments of `write_staged!` that the macro adds before the statement's own.
const STAGED: usize = 14;

/// The text of a literal, or of several joined by `+`.
fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Binary(it) if matches!(it.op, BinOp::Add(_)) => Some(text(&it.left)? + &text(&it.right)?),
        _ => None,
    }
}

/// `columns.field`, behind references and casts.
fn field(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Reference(it) => field(&it.expr),
        Expr::Cast(it) => field(&it.expr),
        Expr::Field(it) => match &it.member {
            syn::Member::Named(name) => Some(name.to_string()),
            syn::Member::Unnamed(_) => None,
        },
        _ => None,
    }
}

/// The `UNNEST`s of a statement: parameter numbers and column names.
fn unnests(sql: &str) -> Vec<(Vec<usize>, Vec<String>)> {
    let between =
        |text: &str| text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(it, _)| it.to_owned());
    sql.split("UNNEST")
        .skip(1)
        .filter_map(|rest| {
            let parameters = between(rest)?;
            let names = between(rest.split_once(')')?.1)?;
            let number = |it: &str| it.trim().strip_prefix('$')?.split(':').next()?.parse().ok();
            let numbers = parameters.split(',').map(number).collect::<Option<Vec<usize>>>()?;
            Some((numbers, names.split(',').map(|name| name.trim().to_owned()).collect()))
        })
        .collect()
}

#[derive(Default)]
struct Statements {
    compared: usize,
    wrong: Vec<String>,
}

impl<'ast> Visit<'ast> for Statements {
    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        visit::visit_macro(self, it);
        let name = it.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if !(name.starts_with("query") || name == "write_staged") {
            return;
        }
        let Ok(parts) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(it.tokens.clone()) else { return };
        let last_text = parts.iter().rposition(|part| text(part).is_some());
        let Some(last_text) = last_text else { return };
        let sql: String = parts.iter().filter_map(text).collect();
        let before = if name == "write_staged" { STAGED } else { 0 };
        let arguments: Vec<_> = parts.iter().skip(last_text + 1).map(field).collect();
        for (numbers, columns) in unnests(&sql) {
            for (number, column) in numbers.into_iter().zip(columns) {
                let Some(Some(bound)) = (number - 1).checked_sub(before).and_then(|at| arguments.get(at)) else {
                    continue;
                };
                self.compared += 1;
                // A hand-written struct of columns names them in the plural.
                if ![column.clone(), format!("{column}s"), format!("{column}es")].contains(bound) {
                    self.wrong.push(format!("${number} is {bound}, and named {column}"));
                }
            }
        }
    }
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("tests") {
            sources(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

fn read(source: &str) -> Statements {
    let mut statements = Statements::default();
    statements.visit_file(&syn::parse_file(source).unwrap());
    statements
}

#[test]
fn columns_are_bound_by_their_names() {
    let mut files = Vec::new();
    sources(Path::new(env!("CARGO_MANIFEST_DIR")), &mut files);
    let mut compared = 0;
    for file in files {
        let statements = read(&fs::read_to_string(&file).unwrap());
        assert_eq!(statements.wrong, [""; 0], "{}", file.display());
        compared += statements.compared;
    }
    assert!(compared > 50, "{compared} columns");
}

#[test]
fn swapped_columns_are_found() {
    let statement = |arguments: &str| {
        let sql = "SELECT * FROM UNNEST($1::uuid[], $2::uuid[]) AS item (id, sender_id)";
        read(&format!("fn run() {{ query!(\"{sql}\", {arguments}) }}")).wrong
    };
    assert_eq!(statement("&item.id, &item.sender_id as &[UserId]"), [""; 0]);
    assert_eq!(statement("&item.sender_id, &item.id").len(), 2);
}
