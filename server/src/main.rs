//! The one binary, `tablee`: reads flags and environment, and hands over.

use clap::Parser;
use server::config::Config;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match server::serve::run(Config::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("tablee: {why}");
            ExitCode::FAILURE
        }
    }
}
