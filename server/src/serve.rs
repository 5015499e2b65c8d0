//! Starting, listening, and stopping without losing anything.

use crate::app::{App, system_clock};
use crate::config::{Command, Config, Serve};
use crate::database::{self, DatabaseError};
use crate::invite::{self, InviteError};
use crate::origin::OwnOrigin;
use crate::register::RegisterError;
use crate::register::sqlite::SqliteRegister;
use crate::router::router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long open requests may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why `tablee` could not do what it was started for.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("the certificate or its key cannot be read; both are PEM files")]
    Certificate(#[source] std::io::Error),
    #[error("{address} cannot be listened on ({source}); choose another with --port or --bind")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Invite(#[from] InviteError),
    #[error("the output cannot be written")]
    Output(#[from] std::io::Error),
}

/// Does what flags and environment say.
///
/// # Errors
/// The first thing that stood in the way.
pub async fn run(config: Config) -> Result<(), ServeError> {
    logs();
    match config.command() {
        Command::Serve(serve) => listen(serve).await,
        Command::Invite(invite) => Ok(invite::print(invite).await?),
    }
}

async fn listen(serve: Serve) -> Result<(), ServeError> {
    let pool = database::open(&serve.data).await?;
    let register = Arc::new(SqliteRegister::open(pool.clone()).await?);
    let origin = OwnOrigin::new(serve.public_url.clone(), serve.tls().is_some());
    let app = App::new(register, origin, system_clock());
    let handle = Handle::new();
    tokio::spawn(stop_at_signal(handle.clone()));
    tokio::spawn(say_where(handle.clone(), serve.clone()));

    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let address = serve.listens_on();
    let served = match serve.tls() {
        None => axum_server::bind(address).handle(handle).serve(service).await,
        Some((certificate, key)) => {
            // A second provider in the process would be somebody else's; ours is then the one asked for.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = RustlsConfig::from_pem_file(certificate, key).await.map_err(ServeError::Certificate)?;
            axum_server::bind_rustls(address, tls).handle(handle).serve(service).await
        }
    };
    served.map_err(|source| ServeError::Listen { address, source })?;
    pool.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Prints the address once it is listened on.
async fn say_where(handle: Handle<SocketAddr>, serve: Serve) {
    let Some(address) = handle.listening().await else { return };
    let scheme = if serve.tls().is_some() { "https" } else { "http" };
    let shown = serve.public_url.unwrap_or_else(|| format!("{scheme}://{address}"));
    let mut out = std::io::stdout().lock();
    // Nobody reading the output is no reason to stop serving.
    let _ = writeln!(out, "Tablée: {shown}").and_then(|()| out.flush());
}

async fn stop_at_signal(handle: Handle<SocketAddr>) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(GRACE));
}

/// Logs go to the error stream: text for a person at a terminal, JSON for a machine.
fn logs() {
    use std::io::IsTerminal;
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("TABLEE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Set already when a test runs several servers in one process.
    let _ = if std::io::stderr().is_terminal() { logs.try_init() } else { logs.json().try_init() };
}
