//! Starting the product, and building its released form.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, run, target_dir};

/// Builds client and server and hands over to `tablee serve` with these flags.
pub fn serve(flags: &[String]) -> Done {
    println!("Building the client …");
    let sizes = bundle::build(Build::Optimised)?;
    print!("{sizes}");
    println!("Building the server …");
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    run(cargo(&["run", "--quiet", "--package", "tablee-server", "--bin", "tablee", "--", "serve"])
        .args(flags))
}

/// One file that is the product.
pub fn release() -> Done {
    bundle::build(Build::Optimised)?.within_budget()?;
    run(&mut cargo(&["build", "--release", "--package", "tablee-server", "--bin", "tablee"]))?;
    println!("{}", target_dir().join("release/tablee").display());
    Ok(())
}
