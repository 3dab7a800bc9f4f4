//! Many rows out and in: a result read as it comes, and COPY in its binary form (PostgreSQL's manual, COPY, "Binary
//! Format"). Memory holds one row out, and a quarter of a megabyte in.

use std::io::Cursor;
use std::pin::pin;

use futures_util::{SinkExt, TryStreamExt};
use tokio_postgres::types::ToSql;

use super::{PostgresConn, cells, failed};
use crate::error::Error;
use crate::value::Value;

/// The signature, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// How much is gathered before it is sent, in bytes.
const PIECE: usize = 256 * 1024;

impl PostgresConn {
    pub(in crate::conn) fn stream<E: From<Error>>(
        &mut self,
        sql: &str,
        each: &mut dyn FnMut(&[Value<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.settle()?;
        let client = self.client.clone();
        let fail = |e: tokio_postgres::Error| E::from(failed("stream", &e));
        self.runtime.block_on(async {
            let none: [&(dyn ToSql + Sync); 0] = [];
            let mut rows = pin!(client.query_raw(sql, none).await.map_err(fail)?);
            while let Some(row) = rows.try_next().await.map_err(fail)? {
                each(&cells::borrowed(&row)?)?;
            }
            Ok(())
        })
    }

    pub(in crate::conn) fn load<E: From<Error>>(
        &mut self,
        table: &str,
        columns: &str,
        next: &mut dyn FnMut() -> Result<Option<Vec<Value<'static>>>, E>,
    ) -> Result<u64, E> {
        self.settle()?;
        let client = self.client.clone();
        let fail = |e: tokio_postgres::Error| E::from(failed("load", &e));
        self.runtime.block_on(async {
            let sql = format!("COPY {table} ({columns}) FROM STDIN (FORMAT binary)");
            let mut sink = pin!(client.copy_in::<_, Cursor<Vec<u8>>>(&sql).await.map_err(fail)?);
            let mut piece = HEADER.to_vec();
            while let Some(row) = next()? {
                write_row(&mut piece, &row);
                if piece.len() >= PIECE {
                    sink.send(Cursor::new(std::mem::take(&mut piece))).await.map_err(fail)?;
                }
            }
            piece.extend((-1_i16).to_be_bytes());
            sink.send(Cursor::new(piece)).await.map_err(fail)?;
            sink.finish().await.map_err(fail)
        })
    }
}

fn write_row(out: &mut Vec<u8>, row: &[Value<'_>]) {
    out.extend(i16::try_from(row.len()).unwrap_or(i16::MAX).to_be_bytes());
    for cell in row {
        let number;
        let bytes: &[u8] = match cell {
            Value::Null => {
                out.extend((-1_i32).to_be_bytes());
                continue;
            }
            Value::Int(n) => {
                number = n.to_be_bytes();
                &number
            }
            Value::Text(text) => text.as_bytes(),
            Value::Bytes(bytes) => bytes,
        };
        out.extend(i32::try_from(bytes.len()).unwrap_or(i32::MAX).to_be_bytes());
        out.extend(bytes);
    }
}
