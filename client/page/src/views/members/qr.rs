//! A QR code as a drawing with a name: dark on white in every theme, since scanners want it so.

use leptos::prelude::*;
use shared::qr::Code;

/// Modules of quiet margin that a scanner needs around the code.
const QUIET: usize = 4;

/// The code of a text; nothing for one that no code holds (the link beside it is the same).
pub fn qr_code(text: &str, label: String) -> Option<AnyView> {
    let code = Code::of(text)?;
    let side = code.size + 2 * QUIET;
    let view_box = format!("0 0 {side} {side}");
    let drawn = view! {
        <svg class="qr" role="img" aria-label=label viewBox=view_box shape-rendering="crispEdges">
            <rect class="qr-light" width=side height=side></rect>
            <path class="qr-dark" d=path(&code)></path>
        </svg>
    };
    Some(drawn.into_any())
}

/// One rectangle per run of dark modules in a row.
fn path(code: &Code) -> String {
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|x| code.is_dark(*x, y)).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    path
}
