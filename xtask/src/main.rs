//! `cargo xtask`: what one types to build, start and prove Tablée. It runs cargo and
//! the tools; it holds no rule of the product.
#![expect(clippy::print_stdout, reason = "a command speaks on stdout")]

mod bench;
mod browsers;
mod bundle;
mod check;
mod gallery;
mod run;
mod tools;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Builds, starts and tests Tablée", disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds client and server and starts them, with a demo partnership on the first start.
    /// Flags are the server's own: --port, --bind, --data, --no-demo, --tls-cert, --tls-key.
    #[command(trailing_var_arg = true, allow_hyphen_values = true)]
    Serve { flags: Vec<String> },
    /// Runs every check: formatting, lints, tests, browsers, the bundle's size.
    Test {
        /// Only the checks that need no browser and no npm.
        #[arg(long)]
        no_browser: bool,
    },
    /// Builds the client bundle into client/dist.
    Bundle {
        /// Unoptimised, in seconds: for work on the views.
        #[arg(long)]
        quick: bool,
        /// With the names of its functions: for the browser's profiler.
        #[arg(long, conflicts_with = "quick")]
        named: bool,
    },
    /// Runs the browser tests against the bundle that is there.
    Browser {
        /// Only the stories whose name contains this.
        story: Option<String>,
    },
    /// Runs the main story in Debian's Firefox and WebKitGTK, against the bundle that is there.
    Browsers,
    /// Measures sizes and speed and prints the figures.
    Bench,
    /// Takes pictures of every view into a folder: wide and on a phone, light and dark.
    Gallery { into: PathBuf },
    /// Compares the views with the pictures kept of them, against the bundle that is there.
    Snapshots {
        /// Accepts how the views look now.
        #[arg(long)]
        update: bool,
    },
    /// Builds the one binary `tablee`, optimised, with the client inside.
    Release,
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Serve { flags } => run::serve(&flags),
        Command::Test { no_browser } => check::all(no_browser),
        Command::Bundle { quick, named } => {
            bundle::build(bundle::Build::of(quick, named)).map(|sizes| print!("{sizes}"))
        }
        Command::Browser { story } => check::browser(story.as_deref()),
        Command::Browsers => browsers::tour(),
        Command::Bench => bench::all(),
        Command::Gallery { into } => gallery::take(&into),
        Command::Snapshots { update } => check::snapshots(update),
        Command::Release => run::release(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("\n{why}");
            ExitCode::FAILURE
        }
    }
}
