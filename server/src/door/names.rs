//! What boards are called outside of themselves: on home pages, in offers and memberships. The
//! board says it (`about`); the register follows, and never the other way round.

use super::published;
use crate::app::App;
use crate::live::Named;
use crate::register::RegisterError;
use shared::door::MAX_BOARD_NAME;
use tokio::sync::broadcast::error::RecvError;

/// Keeps the register's names true, for as long as the server runs.
pub async fn follow(app: App) {
    let mut names = app.live.names();
    loop {
        match names.recv().await {
            Ok(named) => {
                if let Err(error) = keep(&app, &named).await {
                    tracing::warn!(board = %named.board, %error, "a board's name was not noted; it is at its next change");
                }
                // A board that comes back whole says its name.
                if let Err(error) = published::bring_in_line(&app, &named.board).await {
                    tracing::warn!(board = %named.board, %error, "memberships are not in line with the register yet");
                }
            }
            // A name that was missed is told again with the board's next opening.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Notes what a board is called, as far as the door shows it.
///
/// # Errors
/// The register cannot be written.
pub(super) async fn keep(app: &App, named: &Named) -> Result<(), RegisterError> {
    let plain = named.name.trim().chars().filter(|letter| !letter.is_control());
    app.register.rename_board(&named.board, &plain.take(MAX_BOARD_NAME).collect::<String>()).await
}
