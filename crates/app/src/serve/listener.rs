//! Where the pages are answered.

use std::io::ErrorKind;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::commands::Failure;

/// Listens there; `setting` says where the address stands.
///
/// # Errors
/// A sentence that says what to do.
pub(super) async fn listen(address: SocketAddr, setting: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure(match error.kind() {
            ErrorKind::AddrInUse => {
                format!("{address} is in use by another program: stop it, or choose another address with {setting}.")
            }
            ErrorKind::PermissionDenied => {
                format!("{address} may not be used by this user: choose a port above 1023 with {setting}.")
            }
            ErrorKind::AddrNotAvailable => format!("{address} is not an address of this machine; see {setting}."),
            _ => format!("{address} cannot be listened on: {error}."),
        })
    })
}
