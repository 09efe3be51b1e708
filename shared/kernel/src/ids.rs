//! Ids: a prefix and a UUIDv7 in the API (`job_01h2xcejqtf2nbrexx3vqjhp41`), a plain uuid in Postgres.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::Postgres;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, PgValueRef};
use type_safe_id::{StaticType, TypeSafeId};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use uuid::Uuid;

/// The id of a `T`.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:ident($prefix:literal);)*) => {$(
        #[doc = concat!("Marks ids that begin with `", $prefix, "_`.")]
        #[derive(Debug, Clone, Copy, Default)]
        pub struct $kind;
        impl StaticType for $kind {
            const TYPE: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $name = Id<$kind>;
    )*};
}

ids! {
    /// A user.
    UserId = UserKind("usr");
    /// A job.
    JobId = JobKindOfId("job");
    /// A billed message.
    MessageId = MessageKind("msg");
    /// An event of the log.
    EventId = EventKind("evt");
    /// A transfer of the ledger.
    TransferId = TransferKind("txf");
    /// A session: a login and its tokens.
    SessionId = SessionKind("ses");
    /// A one-time code.
    OtpId = OtpKind("otp");
    /// Credits that a reseller distributes or reclaims.
    DistributionId = DistributionKind("dst");
    /// A message template.
    TemplateId = TemplateKind("tpl");
    /// A grant of a template of the shared number.
    TemplateGrantId = TemplateGrantKind("tgr");
    /// An API key.
    ApiKeyId = ApiKeyKind("key");
    /// A recharge or deposit.
    RechargeId = RechargeKind("rch");
    /// An entry of the audit log.
    AuditId = AuditKind("aud");
    /// A conversation.
    ConversationId = ConversationIdKind("conv");
    /// A message of a conversation.
    ChatMessageId = ChatMessageKind("cmsg");
}

/// Why a text is not an id of the expected kind.
#[derive(Debug, thiserror::Error)]
#[error("not an id of the form {0}_…")]
pub struct IdError(&'static str);

impl<T> Id<T> {
    /// A new id, greater than all earlier ones of this process.
    #[must_use]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(Uuid::now_v7(), PhantomData)
    }

    /// The inner uuid.
    #[must_use]
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl<T> Id<T> {
    /// Upper bound for reading ids created before a time, newest first. Ids are created slightly before or after the
    /// time stored with them; a day is allowed for that.
    #[must_use]
    pub fn end_of(until: Option<DateTime<Utc>>) -> Self {
        let end = until.and_then(|until| until.checked_add_signed(TimeDelta::days(1)));
        let uuid = end.map_or(Uuid::max(), |end| {
            let millis = u64::try_from(end.timestamp_millis()).unwrap_or_default();
            uuid::Builder::from_unix_timestamp_millis(millis, &[u8::MAX; 10]).into_uuid()
        });
        Self(uuid, PhantomData)
    }
}

impl<T> From<Uuid> for Id<T> {
    fn from(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: StaticType + Default> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TypeSafeId::from_type_and_uuid(T::default(), self.0).fmt(f)
    }
}

impl<T: StaticType + Default> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T: StaticType> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        TypeSafeId::<T>::from_str(text).map(|id| Self::from(id.uuid())).map_err(|_| IdError(T::TYPE))
    }
}

impl<T: StaticType + Default> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: StaticType> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<T> sqlx::Type<Postgres> for Id<T> {
    fn type_info() -> PgTypeInfo {
        <Uuid as sqlx::Type<Postgres>>::type_info()
    }
}

impl<T> PgHasArrayType for Id<T> {
    fn array_type_info() -> PgTypeInfo {
        <Uuid as PgHasArrayType>::array_type_info()
    }
}

impl<T> sqlx::Encode<'_, Postgres> for Id<T> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <Uuid as sqlx::Encode<Postgres>>::encode_by_ref(&self.0, buffer)
    }
}

impl<'r, T> sqlx::Decode<'r, Postgres> for Id<T> {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        <Uuid as sqlx::Decode<Postgres>>::decode(value).map(Self::from)
    }
}

impl<T: StaticType> utoipa::PartialSchema for Id<T> {
    fn schema() -> RefOr<Schema> {
        let pattern = format!("^{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$", T::TYPE);
        let example = format!("{}_01h2xcejqtf2nbrexx3vqjhp41", T::TYPE);
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).examples([example]).into()
    }
}

impl<T: StaticType> utoipa::ToSchema for Id<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Id_{}", T::TYPE).into()
    }
}
