# syntax=docker/dockerfile:1
# Builds without a database (.sqlx). docs/deploying.md says how to run it.

# The console is the same on every platform, so it is built on the one that builds.
FROM --platform=$BUILDPLATFORM node:22-trixie-slim AS console
WORKDIR /build/web
# A layer of its own: the packages change only when the lock file does. None of them runs a script.
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY web .
RUN npm run build

# Both can be pinned: --build-arg RUST_IMAGE=rust:1.95-slim-trixie@sha256:…
ARG RUST_IMAGE=rust:1.95-slim-trixie
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian13:nonroot

FROM ${RUST_IMAGE} AS chef
WORKDIR /build
RUN cargo install --locked cargo-chef@0.1.78

# What the dependencies are, without our sources: it changes only when a manifest or the lock file does.
FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS build
COPY --from=plan /build/recipe.json recipe.json
# A layer of its own: it is built again only when the dependencies change.
RUN cargo chef cook --release --locked --package switchboard --recipe-path recipe.json
COPY . .
COPY --from=console /build/web/dist web/dist
ENV SQLX_OFFLINE=true
RUN cargo build --release --locked --package switchboard

# The C library and the roots of TLS, no shell.
FROM ${RUNTIME_IMAGE}
COPY --from=build /build/target/release/switchboard /usr/local/bin/switchboard
# By number, so that it can be checked not to be root.
USER 65532:65532
# Inside a container 127.0.0.1 is reached by nobody else.
ENV BIND=0.0.0.0 PORT=8000 LOG_FORMAT=json
EXPOSE 8000
ENTRYPOINT ["switchboard"]
