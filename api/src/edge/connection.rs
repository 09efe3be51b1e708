//! One connection, from its first byte to its end.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use axum::response::IntoResponse;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use shared::config::ProxyProtocol;
use shared::metrics::Open;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::body::{AnswerBody, TimedBody};
use super::client_address::Connection;
use super::deadlines::{Alarm, Deadlines};
use super::io::Io;
use super::shares::{Full, Share, Shares};
use super::{Service, headers, path, proxy_protocol};
use crate::problem::Problem;

/// The limit for request line and headers; more is answered with 431.
const MAX_HEADER: usize = 16 * 1024;

/// State shared by all connections of a listener.
pub(super) struct Server {
    pub service: Service,
    pub shares: Shares,
    /// Closes idle connections, and others after their response.
    pub stop: CancellationToken,
    /// Closes all connections.
    pub drop_all: CancellationToken,
}

impl Server {
    /// Takes a connection slot, if there is one. Trusted proxies carry many clients: their connections count towards
    /// the total only.
    pub fn place(&self, peer: IpAddr) -> Result<Share, Full> {
        self.shares.take(self.counted(peer))
    }

    fn counted(&self, address: IpAddr) -> Option<IpAddr> {
        (!self.service.edge.trusted_proxies.contains(address)).then_some(address)
    }

    /// Serves a connection to its end.
    pub async fn run(self: Arc<Self>, mut stream: TcpStream, peer: IpAddr, mut share: Share) {
        let open = Open::new(&self.service.metrics.connections.get_or_create_owned(&self.service.label()));
        let deadlines = Arc::new(Deadlines::new(&self.service.edge));
        let Some(peer) = self.named_by_proxy(&mut stream, peer, &mut share).await else { return };
        let connection = Connection::new(peer, &self.service.edge);
        // Frames and events are small and must not be delayed.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(Io::new(stream, deadlines.clone(), share, open));
        if let Some(reason) = self.serve(io, connection, &deadlines).await {
            self.service.count_ended(reason);
        }
    }

    /// The address from the PROXY protocol, if enabled; else the peer's own. `None`: the connection is unusable.
    async fn named_by_proxy(&self, stream: &mut TcpStream, peer: IpAddr, share: &mut Share) -> Option<IpAddr> {
        let edge = &self.service.edge;
        let may_name = edge.trusted_proxies.is_empty() || edge.trusted_proxies.contains(peer);
        if edge.proxy_protocol == ProxyProtocol::Off || !may_name {
            return Some(peer);
        }
        let read = tokio::select! {
            () = self.stop.cancelled() => return None,
            read = timeout(edge.header_timeout, proxy_protocol::read(stream)) => read,
        };
        match read {
            Ok(Ok(named)) => {
                let named = named.unwrap_or(peer);
                match share.move_to(self.counted(named)) {
                    Ok(()) => return Some(named),
                    Err(full) => self.service.count_refused(full.reason()),
                }
            }
            Ok(Err(error)) => {
                tracing::debug!(%error, "connection without a PROXY protocol header");
                self.service.count_refused("proxy_header");
            }
            Err(_) => self.service.count_refused("proxy_header"),
        }
        None
    }

    /// Answers requests until the connection ends; returns the reason if the server closed it.
    async fn serve(
        self: &Arc<Self>,
        io: TokioIo<Io>,
        connection: Connection,
        deadlines: &Arc<Deadlines>,
    ) -> Option<&'static str> {
        let service = service_fn(|request| {
            let (server, deadlines) = (self.clone(), deadlines.clone());
            async move { Ok::<_, Infallible>(server.answer(request, connection, deadlines).await) }
        });
        let mut http = http1::Builder::new();
        // That timer would also run between requests. `Deadlines` covers both phases.
        http.header_read_timeout(None).max_header_size(MAX_HEADER);
        let mut http = pin!(http.serve_connection(io, service).with_upgrades());
        let (mut stop, mut drop_all) = (pin!(self.stop.cancelled()), pin!(self.drop_all.cancelled()));
        let (mut alarm, mut is_stopping) = (Alarm::new(), false);
        poll_fn(|cx| {
            if drop_all.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Some("stop_timeout"));
            }
            let mut ended = http.as_mut().poll(cx);
            // Pending input goes first: a request sent before the stop is answered.
            if ended.is_pending() && !is_stopping && stop.as_mut().poll(cx).is_ready() {
                is_stopping = true;
                http.as_mut().graceful_shutdown();
                ended = http.as_mut().poll(cx);
            }
            if let Poll::Ready(ended) = ended {
                if let Err(error) = ended {
                    tracing::debug!(%error, "connection lost");
                }
                return Poll::Ready(None);
            }
            alarm.poll(deadlines, cx).map(|expired| Some(expired.reason()))
        })
        .await
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
        connection: Connection,
        deadlines: Arc<Deadlines>,
    ) -> Response<AnswerBody> {
        deadlines.request();
        let due = Instant::now() + self.service.edge.body_timeout;
        let mut request =
            request.map(|body| if body.is_end_stream() { Body::empty() } else { Body::new(TimedBody::new(body, due)) });
        let normalised = path::normalised(request.uri());
        let mut response = match normalised {
            None => Problem::new(StatusCode::BAD_REQUEST, "invalid_path", "The path is invalid.").into_response(),
            Some(uri) => {
                *request.uri_mut() = uri;
                let client = connection.client(request.headers(), &self.service.edge);
                request.extensions_mut().insert(connection);
                request.extensions_mut().insert(client);
                let is_private = headers::is_private(request.uri().path());
                let mut response = unfailing(self.service.router.clone().oneshot(request).await);
                headers::add_private(response.headers_mut(), is_private);
                response
            }
        };
        headers::add(response.headers_mut(), self.service.is_https);
        response.map(|body| AnswerBody::new(body, deadlines))
    }
}

fn unfailing<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}
