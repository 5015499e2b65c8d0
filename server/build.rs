//! Makes sure that the folder of the client bundle exists, so that the server builds without it.

use std::{env, fs, path::Path};

fn main() {
    let bundle = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../client/dist");
    fs::create_dir_all(&bundle).expect("the folder of the client bundle can be made");
    println!("cargo:rerun-if-changed=build.rs");
    // Only a release carries the bundle inside; a debug build reads it from the folder as it runs.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed={}", bundle.display());
    }
}
