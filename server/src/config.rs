//! Flags and environment of `tablee`. Everything has a default that works on one's own machine.

use crate::limits::Limits;
use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Tablée: a planning board that several organisations write together, with or without a network.
#[derive(Debug, Parser)]
#[command(name = "tablee", version, args_conflicts_with_subcommands = true)]
pub struct Config {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Starts the server (also without naming it).
    Serve(Serve),
    /// Prints a link: the first way in, and the way back in.
    Invite(Invite),
    /// Copies all that the server keeps into one file, while it is running, and reads the copy through.
    Backup(Backup),
    /// Makes a data folder from a copy.
    Restore(Restore),
    /// Reads every board of a data folder and says which cannot be read.
    Verify(Verify),
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// The port that is listened on.
    #[arg(long, env = "TABLEE_PORT", default_value_t = 8080)]
    pub port: u16,
    /// The address that is listened on; 0.0.0.0 opens it to the network.
    #[arg(long, env = "TABLEE_BIND", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,
    /// The folder that holds everything the server keeps.
    #[arg(long, env = "TABLEE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// A file for the key of receipts, made if it is not there. Kept elsewhere than the data folder, it
    /// lets members fill a server again that lost the folder.
    #[arg(long, env = "TABLEE_RECEIPT_KEY")]
    pub receipt_key: Option<PathBuf>,
    /// The port of the figures that Prometheus reads (`/metrics`). Without it there are none.
    #[arg(long, env = "TABLEE_METRICS_PORT")]
    pub metrics_port: Option<u16>,
    /// The address of the figures; on this machine alone unless it is another.
    #[arg(long, env = "TABLEE_METRICS_BIND", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub metrics_bind: IpAddr,
    /// Memory that boards may take together, in MiB, roughly. Idle ones leave before it is full.
    #[arg(long, env = "TABLEE_BOARDS_MIB", default_value_t = 1_024, value_parser = clap::value_parser!(u32).range(16..))]
    pub boards_mib: u32,
    /// Sockets that one network address may hold. Behind a proxy that hides addresses, all people have one.
    #[arg(long, env = "TABLEE_SOCKETS_PER_ADDRESS", default_value_t = 2_500, value_parser = clap::value_parser!(u32).range(1..))]
    pub sockets_per_address: u32,
    /// Starts without the demonstration partnership.
    #[arg(long, env = "TABLEE_NO_DEMO")]
    pub no_demo: bool,
    /// Certificate chain (PEM), for https.
    #[arg(long, env = "TABLEE_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM), for https.
    #[arg(long, env = "TABLEE_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// The address under which people reach this server, if it stands behind another
    /// (https://plan.example.org).
    #[arg(long, env = "TABLEE_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// The address of a proxy that stands before this server, as the server sees it; several with commas.
    /// Of such a connection the last hop in X-Forwarded-For counts as whoever asks.
    #[arg(long = "trust-proxy", env = "TABLEE_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
}

#[derive(Clone, Debug, Args)]
#[command(group = clap::ArgGroup::new("way").required(true).args(["board", "founder"]))]
pub struct Invite {
    /// The data folder of the server, which may be running.
    #[arg(long, env = "TABLEE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// The board whose secretariat the link leads to.
    #[arg(long)]
    pub board: Option<String>,
    /// A founder link instead: whoever uses it brings one new board to this server.
    #[arg(long)]
    pub founder: bool,
    /// What the link makes of whoever uses it. Others are invited from within the board.
    #[arg(long, value_enum, default_value_t = InvitedRole::Secretariat)]
    pub role: InvitedRole,
    /// Days that the link stays open, 1 to 90.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub days: u32,
    /// The address to print before the link.
    #[arg(long, env = "TABLEE_PUBLIC_URL", default_value = "http://127.0.0.1:8080", value_parser = public_url)]
    pub public_url: String,
}

#[derive(Clone, Debug, Args)]
pub struct Backup {
    /// The data folder of the server, which may be running.
    #[arg(long, env = "TABLEE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// The file to write. It must not be there yet.
    #[arg(long)]
    pub to: PathBuf,
}

#[derive(Clone, Debug, Args)]
pub struct Restore {
    /// The data folder to make. It must not hold a database yet.
    #[arg(long, env = "TABLEE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// The file that `tablee backup` wrote.
    #[arg(long)]
    pub from: PathBuf,
}

#[derive(Clone, Debug, Args)]
pub struct Verify {
    /// The data folder of the server, which may be running.
    #[arg(long, env = "TABLEE_DATA", default_value = "data")]
    pub data: PathBuf,
}

/// The roles that a link made on the server's machine may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum InvitedRole {
    Secretariat,
}

impl Config {
    pub fn command(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.serve))
    }
}

impl Serve {
    pub fn listens_on(&self) -> SocketAddr {
        SocketAddr::new(self.bind, self.port)
    }

    /// Where the figures are told, if they are.
    pub fn metrics_on(&self) -> Option<SocketAddr> {
        self.metrics_port.map(|port| SocketAddr::new(self.metrics_bind, port))
    }

    /// The bounds of this server: the usual ones, but for what was said.
    pub fn limits(&self) -> Limits {
        Limits {
            boards_bytes: self.boards_mib as usize * 1024 * 1024,
            sockets_per_address: self.sockets_per_address as usize,
            ..Limits::default()
        }
    }

    /// The address that links are put behind.
    pub fn reached_at(&self, listened_on: SocketAddr) -> String {
        if let Some(public_url) = &self.public_url {
            return public_url.clone();
        }
        let mut address = listened_on;
        if address.ip().is_unspecified() {
            // Every address of this machine: this one works on it.
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        format!("{scheme}://{address}")
    }

    /// The certificate and its key, when both are named.
    pub fn tls(&self) -> Option<(&PathBuf, &PathBuf)> {
        self.tls_cert.as_ref().zip(self.tls_key.as_ref())
    }
}

/// An origin without path: what links are put behind, and what requests must come from.
fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(text.to_owned()),
        Some(_) | None => Err("an address such as https://plan.example.org, without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tablee_alone_serves() {
        let config = Config::try_parse_from(["tablee", "--port", "9000"]).expect("flags without a command");
        assert!(matches!(config.command(), Command::Serve(serve) if serve.port == 9000));
    }

    #[test]
    fn figures_are_told_when_asked_for_and_to_this_machine_alone() {
        let served = |flags: &[&str]| {
            let config = Config::try_parse_from([&["tablee", "serve"], flags].concat()).expect("flags");
            match config.command() {
                Command::Serve(serve) => serve,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(served(&[]).metrics_on(), None);
        let port = served(&["--metrics-port", "9464"]).metrics_on().expect("a listener");
        assert!(port.ip().is_loopback());
    }

    #[test]
    fn without_flags_the_limits_are_the_usual_ones() {
        let config = Config::try_parse_from(["tablee"]).expect("no flags");
        let Command::Serve(serve) = config.command() else { panic!("it serves") };
        assert_eq!(format!("{:?}", serve.limits()), format!("{:?}", Limits::default()));
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        assert!(Config::try_parse_from(["tablee", "serve", "--tls-cert", "a.pem"]).is_err());
    }

    #[test]
    fn a_link_leads_either_to_a_board_or_to_a_new_one() {
        assert!(Config::try_parse_from(["tablee", "invite"]).is_err());
        assert!(Config::try_parse_from(["tablee", "invite", "--founder", "--board", "x"]).is_err());
        assert!(Config::try_parse_from(["tablee", "invite", "--founder"]).is_ok());
        assert!(
            Config::try_parse_from(["tablee", "invite", "--board", "x", "--role", "secretariat"]).is_ok()
        );
    }

    #[test]
    fn proxies_are_named_one_by_one_by_their_addresses() {
        let flags = ["tablee", "--trust-proxy", "127.0.0.1,2001:db8::7"];
        let config = Config::try_parse_from(flags).expect("two addresses");
        assert!(matches!(config.command(), Command::Serve(serve) if serve.trusted_proxies.len() == 2));
        assert!(Config::try_parse_from(["tablee", "--trust-proxy", "any"]).is_err());
    }

    #[test]
    fn a_public_address_has_no_path() {
        assert_eq!(public_url("https://plan.example.org/"), Ok("https://plan.example.org".to_owned()));
        assert!(public_url("https://plan.example.org/a").is_err());
        assert!(public_url("plan.example.org").is_err());
    }
}
