//! Objects only by the names of their fields. What serde derives for a struct also takes an array
//! of its fields by their position, so that `["ada", "…"]` would sign somebody in, and a field
//! that is added later would change what the same array means.
//!
//! Not reached: what is inside an untagged enum or a flattened field, which serde reads into a
//! copy of its own first. No body of ours has one.

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor},
    forward_to_deserialize_any,
};
use std::fmt;

/// A JSON deserializer, or anything that one hands on while it reads, which refuses an array where
/// a struct is read, however deep.
pub(super) struct ByName<T>(pub(super) T);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ByName<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_struct(name, fields, Object(ByName(visitor)))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(ByName(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(ByName(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, ByName(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, ByName(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    // JSON says itself what each of these is.
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

/// Hands simple values on as they are.
macro_rules! hand_on {
    ($($visit:ident: $value:ty),+) => {$(
        fn $visit<E: Error>(self, value: $value) -> Result<V::Value, E> {
            self.0.$visit(value)
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for ByName<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    hand_on!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
    hand_on!(visit_str: &str, visit_borrowed_str: &'de str, visit_string: String);

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(ByName(inner))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(ByName(inner))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(ByName(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(ByName(fields))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(ByName(variant))
    }
}

/// A struct's visitor, which calls what it expects by the name that JSON has for it.
struct Object<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(fields)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for ByName<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(ByName(from))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for ByName<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(ByName(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for ByName<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(ByName(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for ByName<A> {
    type Error = A::Error;
    type Variant = ByName<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), A::Error> {
        let (name, content) = self.0.variant_seed(seed)?;
        Ok((name, ByName(content)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for ByName<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(ByName(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, ByName(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Object(ByName(visitor)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Trip {
        from: Place,
        via: Option<Place>,
        stops: Vec<Place>,
        by: Means,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Place {
        name: String,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum Means {
        Foot,
        Boat(Place),
        Train { line: i32 },
        Between(i32, i32),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(Place);

    fn read<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, String> {
        let json = &mut serde_json::Deserializer::from_str(json);
        T::deserialize(ByName(json)).map_err(|error| error.to_string())
    }

    fn trip(from: &str, via: &str, stops: &str, by: &str) -> Result<Trip, String> {
        read(&format!(
            r#"{{"from": {from}, "via": {via}, "stops": {stops}, "by": {by}, "more": [{{}}, [1]]}}"#
        ))
    }

    #[test]
    fn what_is_sent_by_name_is_read_as_ever() {
        let place = |name: &str| Place { name: name.into() };
        let expected = |by| Trip {
            from: place("a"),
            via: Some(place("b")),
            stops: vec![place("c"), place("d")],
            by,
        };
        let [from, via, stops] = [
            r#"{"name": "a"}"#,
            r#"{"name": "\u0062"}"#,
            r#"[{"name": "c"}, {"name": "d"}]"#,
        ];
        for (by, means) in [
            (r#""Foot""#, Means::Foot),
            (r#"{"Boat": {"name": "e"}}"#, Means::Boat(place("e"))),
            (r#"{"Train": {"line": -7}}"#, Means::Train { line: -7 }),
            (r#"{"Between": [1, 2]}"#, Means::Between(1, 2)),
        ] {
            assert_eq!(trip(from, via, stops, by), Ok(expected(means)), "{by}");
        }
        let nowhere = trip(from, "null", "[]", r#""Foot""#).expect("it is read");
        assert_eq!((nowhere.via, nowhere.stops), (None, vec![]));
        assert_eq!(read(r#"{"name": "a"}"#), Ok(Wrapped(place("a"))));
    }

    #[test]
    fn an_array_is_no_object_however_deep() {
        let [from, none] = [r#"{"name": "a"}"#, "null"];
        for refused in [
            read::<Trip>(r#"[{"name": "a"}, null, [], "Foot"]"#).map(drop),
            trip(r#"["a"]"#, none, "[]", r#""Foot""#).map(drop),
            trip(from, r#"["b"]"#, "[]", r#""Foot""#).map(drop),
            trip(from, none, r#"[{"name": "c"}, ["d"]]"#, r#""Foot""#).map(drop),
            trip(from, none, "[]", r#"{"Boat": ["e"]}"#).map(drop),
            trip(from, none, "[]", r#"{"Train": [7]}"#).map(drop),
            read::<Wrapped>(r#"["a"]"#).map(drop),
        ] {
            let words = refused.expect_err("it was sent by position");
            let expected = "invalid type: sequence, expected an object";
            assert!(words.starts_with(expected), "{words}");
        }
    }

    #[test]
    fn a_field_that_is_sent_twice_is_still_refused() {
        let words = read::<Place>(r#"{"name": "a", "name": "b"}"#).expect_err("which one?");
        assert!(words.starts_with("duplicate field `name`"), "{words}");
    }
}
