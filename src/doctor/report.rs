use serde_json::json;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Verdict {
    Ok,
    /// It works, but needs attention.
    Warning,
    /// It doesn't work.
    Problem,
}

/// A finding.
#[derive(Debug)]
pub(super) struct Check {
    /// For programs; several checks may share one.
    about: &'static str,
    verdict: Verdict,
    /// A sentence without secrets.
    says: String,
}

impl Check {
    pub(super) fn ok(about: &'static str, says: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Ok, says: says.into() }
    }

    pub(super) fn warning(about: &'static str, says: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Warning, says: says.into() }
    }

    pub(super) fn problem(about: &'static str, says: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Problem, says: says.into() }
    }
}

/// All findings.
pub(super) struct Report(pub(super) Vec<Check>);

impl Report {
    pub(super) fn problems(&self) -> usize {
        self.0.iter().filter(|check| check.verdict == Verdict::Problem).count()
    }

    /// A line for each check.
    pub(super) fn to_text(&self) -> String {
        let lines =
            self.0.iter().map(|check| format!("{:<7}  {:<15}  {}", check.verdict.to_string(), check.about, check.says));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// `{"verdict", "checks": [{"about", "verdict", "says"}]}`; the first verdict is the worst one.
    pub(super) fn to_json(&self) -> String {
        let worst = self.0.iter().map(|check| check.verdict).max().unwrap_or(Verdict::Ok);
        let checks: Vec<_> = self
            .0
            .iter()
            .map(|check| json!({"about": check.about, "verdict": check.verdict.to_string(), "says": check.says}))
            .collect();
        format!("{:#}", json!({"verdict": worst.to_string(), "checks": checks}))
    }
}
