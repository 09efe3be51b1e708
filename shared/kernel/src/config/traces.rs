use super::Env;

const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const PROTOCOL: &str = "OTEL_EXPORTER_OTLP_PROTOCOL";

/// Destination of traces.
#[derive(Debug, Clone)]
pub struct Traces {
    /// The span endpoint: `OTEL_EXPORTER_OTLP_ENDPOINT` plus `/v1/traces`; `None` for no export.
    pub endpoint: Option<String>,
}

impl Traces {
    pub(super) fn read(env: &mut Env) -> Self {
        let Some(endpoint) = env.optional(ENDPOINT) else { return Self { endpoint: None } };
        if !["http://", "https://"].iter().any(|scheme| endpoint.starts_with(scheme)) {
            env.problem(format!("{ENDPOINT}: must begin with http:// or https://"));
        }
        if env.optional(PROTOCOL).is_some_and(|protocol| protocol != "http/protobuf") {
            env.problem(format!("{PROTOCOL}: only http/protobuf is spoken"));
        }
        Self { endpoint: Some(format!("{}/v1/traces", endpoint.trim_end_matches('/'))) }
    }
}
