//! Enums that are text: in JSON, in Postgres, in metrics and logs, and in the OpenAPI document.

/// Defines an enum whose variants are text in `snake_case`, the same for serde, sqlx, strum and utoipa.
///
/// Variants take documentation and no other attribute, so that none can be renamed for one of them alone. More traits may
/// be derived: `#[derive(PartialOrd, Ord)]` before the enum. The calling crate depends on the four libraries.
#[macro_export]
macro_rules! text_enum {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derived:ident),+)])?
        $visibility:vis enum $name:ident {
            $($(#[doc = $variant_doc:literal])* $variant:ident,)+
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            Hash,
            $($($derived,)+)?
            ::serde::Serialize,
            ::serde::Deserialize,
            ::sqlx::Type,
            ::strum::Display,
            ::strum::EnumIter,
            ::strum::EnumString,
            ::strum::IntoStaticStr,
            ::strum::VariantNames,
            ::utoipa::ToSchema,
        )]
        #[serde(rename_all = "snake_case")]
        #[sqlx(type_name = "text", rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        $visibility enum $name {
            $($(#[doc = $variant_doc])* $variant,)+
        }
    };
}
