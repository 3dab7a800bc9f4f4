//! Cells of PostgreSQL's rows, and parameters, as our [`Value`]s.

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::error::{Error, Result};
use crate::value::{Row, Value};

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) if *ty == Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
            Value::Int(n) if *ty == Type::INT2 => i16::try_from(*n)?.to_sql(ty, out),
            Value::Int(n) if *ty == Type::INT8 => n.to_sql(ty, out),
            Value::Text(text) if *ty != Type::BYTEA => text.as_ref().to_sql(ty, out),
            Value::Bytes(bytes) if *ty == Type::BYTEA => bytes.as_ref().to_sql(ty, out),
            other => Err(format!("{} cannot be passed as {ty}", crate::value::shape(other)).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The cells of a row.
pub(super) fn row(row: &tokio_postgres::Row) -> Result<Row> {
    Ok(Row(borrowed(row)?.into_iter().map(Value::into_owned).collect()))
}

/// The cells of a row, as long as it lives.
pub(super) fn borrowed(row: &tokio_postgres::Row) -> Result<Vec<Value<'_>>> {
    let mut cells = Vec::with_capacity(row.len());
    for (at, column) in row.columns().iter().enumerate() {
        let fail = |e: tokio_postgres::Error| Error::Column { column: at, why: e.to_string() };
        let ty = column.type_();
        cells.push(if *ty == Type::INT8 {
            row.try_get::<_, Option<i64>>(at).map_err(fail)?.map_or(Value::Null, Value::Int)
        } else if *ty == Type::INT4 {
            row.try_get::<_, Option<i32>>(at).map_err(fail)?.map_or(Value::Null, |n| Value::Int(n.into()))
        } else if *ty == Type::BOOL {
            row.try_get::<_, Option<bool>>(at).map_err(fail)?.map_or(Value::Null, |b| Value::Int(b.into()))
        } else if *ty == Type::BYTEA {
            row.try_get::<_, Option<&[u8]>>(at).map_err(fail)?.map_or(Value::Null, |b| Value::Bytes(b.into()))
        } else if matches!(*ty, Type::TEXT | Type::VARCHAR | Type::NAME) {
            row.try_get::<_, Option<&str>>(at).map_err(fail)?.map_or(Value::Null, |t| Value::Text(t.into()))
        } else {
            return Err(Error::Column {
                column: at,
                why: format!("type {ty} is not one of ours; cast it in the statement"),
            });
        });
    }
    Ok(cells)
}
