//! Rate limits of the API, and their response headers.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::accounts::{self, Recognized};
use shared::app::App;
use shared::concurrency::Work;
use shared::config::Quota;
use shared::ids::UserId;
use shared::rate_limit::Verdict;

use crate::admission;
use crate::auth::Identity;
use crate::current_request;
use crate::edge::{self, ClientAddress};
use crate::limit_headers::add_limit;
use crate::problem::Problem;

/// Whether a path is rate limited. Providers' webhooks and monitoring must always be answered; they are bounded in
/// `hooks` and `edge` instead.
pub(crate) fn is_limited(path: &str) -> bool {
    !["/health", "/metrics", "/v1/hooks"]
        .iter()
        .any(|open| path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Applies rate limits: by host; by account for a valid token or key, else by address.
pub(crate) async fn handle(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Err(problem) = edge::check_host(&app.config.edge, &request) {
        return problem.into_response();
    }
    if !is_limited(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let verdict = match identify(&mut parts, &app).await {
        Ok(verdict) => verdict,
        Err(problem) => return problem.into_response(),
    };
    let identity = parts.extensions.get::<Identity>().map(|identity| identity.user);
    let request = Request::from_parts(parts, body);
    let admitted = match identity {
        Some(user) => admission::admit(&app, user, admission::work(&request)).await,
        None => Ok(()),
    };
    let mut response = match admitted {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    current_request::vacate();
    if let Some(verdict) = verdict {
        add_limit(response.headers_mut(), verdict);
    }
    response
}

/// Counts a request for its account, or else for its address, and identifies the caller. Costly work is counted first:
/// an uncached key counts for its address.
async fn identify(parts: &mut Parts, app: &App) -> Result<Option<Verdict>, Problem> {
    let known = match Identity::key(parts).map(|key| accounts::recognize(app, key)) {
        Some(Recognized::Known(user)) => {
            let verdict = of_account(app, user).await?;
            let _slot = admission::enter(app, user, Work::KeyLookup).await?;
            look_up(parts, app).await?;
            return Ok(verdict);
        }
        Some(Recognized::Perhaps) => {
            let verdict = of_address(parts, app).await?;
            let _permit = admission::key_lookup(app, parts).await?;
            match look_up(parts, app).await? {
                Some(user) => user,
                None => return Ok(verdict),
            }
        }
        Some(Recognized::No) => return of_address(parts, app).await,
        // An access token costs no query.
        None => match Identity::of(parts, app).await {
            Ok(identity) => identity.user,
            Err(_) => return of_address(parts, app).await,
        },
    };
    of_account(app, known).await
}

/// Looks a key up. An invalid one is left to the handler: not all need a key.
async fn look_up(parts: &mut Parts, app: &App) -> Result<Option<UserId>, Problem> {
    admission::connection(app).await?;
    match Identity::of(parts, app).await {
        Ok(identity) => Ok(Some(identity.user)),
        Err(problem) if problem.is_unauthenticated() => Ok(None),
        Err(problem) => Err(problem),
    }
}

async fn of_account(app: &App, user: UserId) -> Result<Option<Verdict>, Problem> {
    take(app, app.config.limits.account, &user.to_string()).await
}

async fn of_address(parts: &mut Parts, app: &App) -> Result<Option<Verdict>, Problem> {
    let ClientAddress(address) = ClientAddress::from_request_parts(parts, app).await?;
    take(app, app.config.limits.address, &app.limiter.address(address)).await
}

async fn take(app: &App, quota: Option<Quota>, key: &str) -> Result<Option<Verdict>, Problem> {
    let Some(quota) = quota else { return Ok(None) };
    let verdict = app.limiter.take(quota, key).await;
    if verdict.allowed {
        Ok(Some(verdict))
    } else {
        Err(Problem::limited("rate_limited", "Too many requests.", verdict))
    }
}

/// Counts a sign-up from an address, or refuses it.
pub(crate) async fn sign_up(app: &App, ClientAddress(address): ClientAddress) -> Result<Option<Verdict>, Problem> {
    let Some(quota) = app.config.limits.signups else { return Ok(None) };
    let verdict = app.limiter.take(quota, &app.limiter.address(address)).await;
    if verdict.allowed {
        return Ok(Some(verdict));
    }
    Err(Problem::limited("too_many_signups", "Too many sign-ups from this address.", verdict))
}

/// Counts a one-time code requested for a number, or refuses it, whether or not a user has the number.
pub(crate) async fn otp(app: &App, ClientAddress(address): ClientAddress, mobile: &str) -> Result<(), Problem> {
    let limits = &app.config.limits;
    let of_address = limits.otps_of_address.map(|quota| (quota, app.limiter.address(address)));
    let of_number = limits.otps_of_number.map(|quota| (quota, app.limiter.hidden(mobile)));
    let of_block = limits.otps_of_block.map(|quota| (quota, app.limiter.hidden(accounts::block_of(mobile))));
    let of_all = limits.otps.map(|quota| (quota, "all".to_owned()));
    // What a narrow limit refuses does not count for the wider ones.
    for (quota, key) in of_address.into_iter().chain(of_number).chain(of_block).chain(of_all) {
        let verdict = app.limiter.take(quota, &key).await;
        if !verdict.allowed {
            return Err(Problem::limited("too_many_codes", "Too many codes were requested.", verdict));
        }
    }
    Ok(())
}

/// Counts an account's lookup of a user, or refuses it.
pub(crate) async fn lookup(app: &App, user: UserId) -> Result<Option<Verdict>, Problem> {
    let Some(quota) = app.config.limits.lookups else { return Ok(None) };
    let verdict = app.limiter.take(quota, &user.to_string()).await;
    if verdict.allowed {
        return Ok(Some(verdict));
    }
    Err(Problem::limited("too_many_lookups", "Too many user lookups.", verdict))
}

/// Counts an account's claim to a WhatsApp number, or refuses it.
pub(crate) async fn number_verification(app: &App, user: UserId) -> Result<(), Problem> {
    let Some(quota) = app.config.limits.number_verifications else { return Ok(()) };
    let verdict = app.limiter.take(quota, &user.to_string()).await;
    if verdict.allowed {
        return Ok(());
    }
    Err(Problem::limited("too_many_verifications", "Too many number verifications were requested.", verdict))
}
