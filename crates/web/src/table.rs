//! The table of routes: the one list from which the router is made, so that what exists can be counted.
//!
//! In: addresses with their handlers, written as axum's own. Out: a router, and every method and path in it. A test walks
//! through the table with every role; an address that it has no word for fails it.

use axum::Router;
use axum::handler::Handler;
use axum::routing::MethodRouter;

use crate::web::Web;

/// The handlers of one address, and their methods.
#[derive(Debug)]
pub(crate) struct Handlers {
    methods: Vec<&'static str>,
    router: MethodRouter<Web>,
}

/// Answers GET.
pub(crate) fn get<H: Handler<T, Web>, T: 'static>(handler: H) -> Handlers {
    Handlers { methods: vec!["GET"], router: axum::routing::get(handler) }
}

/// Answers POST.
pub(crate) fn post<H: Handler<T, Web>, T: 'static>(handler: H) -> Handlers {
    Handlers { methods: vec!["POST"], router: axum::routing::post(handler) }
}

impl Handlers {
    /// Answers POST as well.
    pub(crate) fn post<H: Handler<T, Web>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push("POST");
        Self { methods: self.methods, router: self.router.post(handler) }
    }
}

/// Addresses, and what answers them.
#[derive(Debug, Default)]
pub(crate) struct Table {
    routes: Vec<(&'static str, &'static str)>,
    router: Router<Web>,
}

impl Table {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With one address more.
    pub(crate) fn route(mut self, path: &'static str, handlers: Handlers) -> Self {
        self.routes.extend(handlers.methods.iter().map(|method| (*method, path)));
        Self { routes: self.routes, router: self.router.route(path, handlers.router) }
    }

    /// With all of another one.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        Self { routes: self.routes, router: self.router.merge(other.router) }
    }

    /// With something around all that is in it.
    pub(crate) fn within(self, around: impl FnOnce(Router<Web>) -> Router<Web>) -> Self {
        Self { routes: self.routes, router: around(self.router) }
    }

    /// The router, and every method and path in it.
    pub(crate) fn into_parts(self) -> (Router<Web>, Vec<(&'static str, &'static str)>) {
        (self.router, self.routes)
    }
}
