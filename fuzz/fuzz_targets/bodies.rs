#![no_main]

#[path = "../targets/mod.rs"]
#[allow(dead_code, reason = "each binary uses its own target")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    targets::quiet();
    targets::bodies(bytes);
});
