//! Ways in for those who are not signed in: an invitation's link, a new password by mail, and the operator's identity
//! provider.
//!
//! What these pages say never tells whether an address is known.

mod join;
mod password;
mod sign_on;

use std::net::{IpAddr, SocketAddr};

use axum::extract::connect_info::ConnectInfo;
use axum::extract::{Extension, FromRequestParts};
use axum::http::request::Parts;
use engine::error::Refused;

use crate::table::{Table, get};
use crate::web::Web;

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/join/{secret}", get(join::show).post(join::enter))
        .route("/sign-on", get(sign_on::go))
        .route("/sign-on/return", get(sign_on::come_back))
        .route("/password", get(password::ask).post(password::send))
        .route("/password/{secret}", get(password::show).post(password::set))
}

/// From where somebody asks, as far as it is known.
pub(crate) struct Peer(pub Option<IpAddr>);

impl FromRequestParts<Web> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let peer = Option::<Extension<ConnectInfo<SocketAddr>>>::from_request_parts(parts, web).await.unwrap_or(None);
        Ok(Self(peer.map(|Extension(ConnectInfo(peer))| peer.ip())))
    }
}

/// What is wrong with a new password, or with a name: the end of a key.
pub(crate) fn complaint(refused: &Refused) -> &'static str {
    match refused {
        Refused::Empty => "name",
        Refused::TooLong { .. } => "long",
        _ => "short",
    }
}
