//! The register: who belongs to which board, by what link, on which device.

/// The register could not be read or written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the register cannot be read or written now")]
    Database(#[from] sqlx::Error),
}
