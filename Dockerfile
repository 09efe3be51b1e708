# syntax=docker/dockerfile:1
# Builds without a database (.sqlx). docs/deploying.md explains how to run it.

# The console is platform independent, so it is built on the build platform.
FROM --platform=$BUILDPLATFORM node:22-trixie-slim AS console
WORKDIR /build/web
# A separate layer: the packages change only with the lock file. None runs an install script.
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

# The dependencies, without our sources: changes only with a manifest or the lock file.
FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS build
COPY --from=plan /build/recipe.json recipe.json
# A separate layer: rebuilt only when the dependencies change.
RUN cargo chef cook --release --locked --package switchboard --recipe-path recipe.json
COPY . .
COPY --from=console /build/web/dist web/dist
ENV SQLX_OFFLINE=true
RUN cargo build --release --locked --package switchboard

# The C library and TLS root certificates, no shell.
FROM ${RUNTIME_IMAGE}
COPY --from=build /build/target/release/switchboard /usr/local/bin/switchboard
# By number, so that Kubernetes can verify that it is not root.
USER 65532:65532
# 127.0.0.1 would be unreachable from outside the container.
ENV BIND=0.0.0.0 PORT=8000 LOG_FORMAT=json
EXPOSE 8000
ENTRYPOINT ["switchboard"]
