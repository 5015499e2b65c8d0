//! Starting, listening, and stopping without losing anything.

use crate::app::{App, system_clock};
use crate::config::{Command, Config, Serve};
use crate::copies::{self, CopyError};
use crate::database::{self, DatabaseError};
use crate::demo::{self, DemoError, DemoLink};
use crate::door::{names, returns};
use crate::invite::{self, InviteError};
use crate::last_word::LastWord;
use crate::live::Live;
use crate::log::StorageError;
use crate::log::sqlite::SqliteLog;
use crate::metrics;
use crate::origin::OwnOrigin;
use crate::proxies::Proxies;
use crate::receipt_key::{self, ReceiptKeyError};
use crate::register::RegisterError;
use crate::register::sqlite::SqliteRegister;
use crate::router::router;
use crate::sync_socket::Sockets;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

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
    #[error("the last word on places beside {} cannot be read; nobody would be kept out by it", beside.display())]
    LastWord { beside: PathBuf, source: std::io::Error },
    #[error(
        "{address} cannot be listened on ({source}); choose another with --metrics-port or --metrics-bind"
    )]
    Figures { address: SocketAddr, source: std::io::Error },
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    ReceiptKey(#[from] ReceiptKeyError),
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Invite(#[from] InviteError),
    #[error(transparent)]
    Copies(#[from] CopyError),
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
        Command::Backup(backup) => Ok(copies::back_up(backup).await?),
        Command::Restore(restore) => Ok(copies::restore(restore).await?),
        Command::Verify(verify) => Ok(copies::verify(verify).await?),
    }
}

async fn listen(serve: Serve) -> Result<(), ServeError> {
    let pool = database::open(&serve.data).await?;
    let register = Arc::new(SqliteRegister::open(pool.clone()).await?);
    let key = receipt_key::find(&pool, serve.receipt_key.as_deref()).await?;
    let live =
        Live::sealing(Arc::new(SqliteLog::open(pool.clone()).await?), key, Arc::new(serve.limits())).await?;
    let origin = OwnOrigin::new(serve.public_url.clone(), serve.tls().is_some());
    let last_word = match &serve.receipt_key {
        Some(file) => LastWord::beside(live.key().clone(), file)
            .map_err(|source| ServeError::LastWord { beside: file.clone(), source })?,
        None => LastWord::unwritten(live.key().clone()),
    };
    let proxies = Proxies::new(serve.trusted_proxies.clone());
    let app = App::new(register, live.clone(), origin, system_clock()).behind(proxies).remembering(last_word);
    returns::keep_out(&app).await?;
    let sockets = Sockets::new(live.clone(), Arc::new(app.clone()));
    if let Some(address) = serve.metrics_on() {
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|source| ServeError::Figures { address, source })?;
        let figures = metrics::router(live, sockets.clone());
        // Ends with the process.
        tokio::spawn(async move { axum::serve(listener, figures).await });
        tracing::info!(%address, "figures are told");
    }
    tokio::spawn(names::follow(app.clone()));
    let links = if serve.no_demo { vec![] } else { demo::prepare(&app).await? };

    let handle = Handle::new();
    tokio::spawn(say_where(handle.clone(), serve.clone(), links));
    let stopping = tokio::spawn(stop_at_signal(handle.clone(), sockets.clone()));
    let service = router(app, &sockets).into_make_service_with_connect_info::<SocketAddr>();
    let address = serve.listens_on();
    let served = match serve.tls() {
        None => axum_server::bind(address).handle(handle).serve(service).await,
        Some((certificate, key)) => {
            // Only fails if there is one already, which is then ours: nothing else installs any.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = RustlsConfig::from_pem_file(certificate, key).await.map_err(ServeError::Certificate)?;
            axum_server::bind_rustls(address, tls).handle(handle).serve(service).await
        }
    };
    served.map_err(|source| ServeError::Listen { address, source })?;
    // Boards finish what they have begun before the database closes under them.
    drop(stopping.await);
    pool.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Prints the address, and the links of the demonstration, once it is listened on.
async fn say_where(handle: Handle<SocketAddr>, serve: Serve, links: Vec<DemoLink>) {
    let Some(address) = handle.listening().await else { return };
    // Nobody reading the output is no reason to stop serving.
    let _ = say(&serve.reached_at(address), &links);
}

fn say(reached_at: &str, links: &[DemoLink]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if !links.is_empty() {
        writeln!(out, "The demonstration, one link per place (each lets one person in):")?;
    }
    for link in links {
        writeln!(out, "  {:12} {:34} {reached_at}{}", link.role.key(), link.organisation_name, link.path)?;
    }
    writeln!(out, "Tablée is ready: {reached_at}")?;
    out.flush()
}

async fn stop_at_signal(handle: Handle<SocketAddr>, sockets: Sockets) {
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
    sockets.stop().await;
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
