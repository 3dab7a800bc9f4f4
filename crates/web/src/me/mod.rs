//! One's own account: name and language, password, open sessions, a code besides the password, passkeys.

mod account;
mod passkeys;
mod second_factor;
mod sessions;

use crate::table::{Table, get, post};

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/me", get(account::show).post(account::call))
        .route("/me/password", post(account::change_password))
        .route("/me/sessions/end", post(sessions::end_all))
        .route("/me/sessions/{session}/end", post(sessions::end))
        .route("/me/passkeys", post(passkeys::add))
        .route("/me/passkeys/ceremony", post(passkeys::begin))
        .route("/me/passkeys/{passkey}/end", post(passkeys::end))
        .route("/me/second-factor", get(second_factor::show).post(second_factor::begin))
        .route("/me/second-factor/confirmation", post(second_factor::confirm))
        .route("/me/second-factor/end", post(second_factor::end))
        .route("/me/second-factor/codes", post(second_factor::renew))
}
