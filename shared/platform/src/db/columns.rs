/// Declares a row, and the same by column: arrays to bind to an `UNNEST`. Rows are built by field name, so that no code
/// lists columns by position. `shared/tests/columns.rs` compares the statements that bind them.
#[macro_export]
macro_rules! columns {
    ($(#[$attribute:meta])* $vis:vis struct $Row:ident $(<$lifetime:lifetime>)? by $Columns:ident {
        $($(#[$field_attribute:meta])* $field:ident: $type:ty,)+
    }) => {
        $(#[$attribute])*
        #[derive(Debug)]
        $vis struct $Row $(<$lifetime>)? {
            $($(#[$field_attribute])* pub $field: $type,)+
        }

        #[doc = concat!("[`", stringify!($Row), "`]s by column.")]
        #[derive(Debug)]
        $vis struct $Columns $(<$lifetime>)? {
            $($(#[$field_attribute])* pub $field: Vec<$type>,)+
        }

        impl $(<$lifetime>)? FromIterator<$Row $(<$lifetime>)?> for $Columns $(<$lifetime>)? {
            fn from_iter<I: IntoIterator<Item = $Row $(<$lifetime>)?>>(rows: I) -> Self {
                let rows = rows.into_iter();
                let count = rows.size_hint().0;
                let mut columns = Self { $($field: Vec::with_capacity(count),)+ };
                for row in rows {
                    $(columns.$field.push(row.$field);)+
                }
                columns
            }
        }
    };
}
