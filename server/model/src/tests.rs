//! A tiny model is made here and always tried. The real one is tried where it is there: at
//! `OPENPLAN_MODEL`, or where `cargo xtask model` puts it.

use super::{Model, Unfit};
use candle_core::{Device, Tensor};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

const SIZE: usize = 8;
const WIDE: usize = 12;
const POSITIONS: usize = 16;
const WORDS: [&str; 10] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "coin", "laundry", "bread", "##s", "for", ",",
];

/// A model with weights by a formula, so that what it must answer could be computed elsewhere.
fn tiny() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, value: &Value| {
        fs::write(folder.path().join(name), value.to_string()).expect("a file is written");
    };
    write("config.json", &config());
    write("tokenizer.json", &tokenizer(&WORDS));
    candle_core::safetensors::save(&weights(), folder.path().join("model.safetensors"))
        .expect("the weights are written");
    folder
}

fn config() -> Value {
    json!({
        "model_type": "bert", "hidden_act": "gelu", "hidden_size": SIZE, "intermediate_size": WIDE,
        "num_attention_heads": 2, "num_hidden_layers": 2, "max_position_embeddings": POSITIONS,
        "type_vocab_size": 2, "vocab_size": WORDS.len(), "layer_norm_eps": 1e-12,
    })
}

fn tokenizer(words: &[&str]) -> Value {
    let vocabulary: HashMap<_, _> = words.iter().zip(0..).collect();
    json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
        "decoder": null,
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocabulary},
    })
}

/// Each tensor has the numbers sin(7 · place + 13 · its number in this list), a tenth of it where it is a bias.
fn weights() -> HashMap<String, Tensor> {
    let mut shapes: Vec<(String, Vec<usize>)> = Vec::new();
    let mut add = |name: String, shape: &[usize]| shapes.push((name, shape.to_vec()));
    for (name, rows) in [
        ("word", WORDS.len()),
        ("position", POSITIONS),
        ("token_type", 2),
    ] {
        add(
            format!("embeddings.{name}_embeddings.weight"),
            &[rows, SIZE],
        );
    }
    add("embeddings.LayerNorm.weight".into(), &[SIZE]);
    add("embeddings.LayerNorm.bias".into(), &[SIZE]);
    for layer in 0..2 {
        for (name, out, within) in [
            ("attention.self.query", SIZE, SIZE),
            ("attention.self.key", SIZE, SIZE),
            ("attention.self.value", SIZE, SIZE),
            ("attention.output.dense", SIZE, SIZE),
            ("intermediate.dense", WIDE, SIZE),
            ("output.dense", SIZE, WIDE),
        ] {
            add(
                format!("encoder.layer.{layer}.{name}.weight"),
                &[out, within],
            );
            add(format!("encoder.layer.{layer}.{name}.bias"), &[out]);
        }
        for name in ["attention.output", "output"] {
            add(
                format!("encoder.layer.{layer}.{name}.LayerNorm.weight"),
                &[SIZE],
            );
            add(
                format!("encoder.layer.{layer}.{name}.LayerNorm.bias"),
                &[SIZE],
            );
        }
    }
    let tensor = |(number, (name, shape)): (u16, (String, Vec<usize>))| {
        let count = u16::try_from(shape.iter().product::<usize>()).expect("small");
        let scale = if name.ends_with("bias") { 0.1 } else { 1.0 };
        let angle = |place| f64::from(place) * 7.0 + f64::from(number) * 13.0;
        #[expect(clippy::cast_possible_truncation, reason = "between -1 and 1")]
        let numbers = (0..count).map(|place| (angle(place).sin() * scale) as f32);
        let tensor = Tensor::from_vec(numbers.collect::<Vec<_>>(), shape, &Device::Cpu);
        (name, tensor.expect("of this shape"))
    };
    (0..).zip(shapes).map(tensor).collect()
}

fn open(folder: &Path) -> Model {
    Model::open(folder, 1).expect("a model")
}

fn is_near(vector: &[f32], expected: &[f32]) -> bool {
    vector.len() >= expected.len()
        && vector
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-4)
}

#[test]
fn it_answers_what_another_program_does() {
    // A model with these weights, computed by numpy from the paper's formulas in double precision.
    let folder = tiny();
    let model = open(folder.path());
    let texts = ["Coin laundry", "breads, for coins", "Brötchen"];
    let pieces = model.pieces(&texts).expect("pieces");
    assert_eq!(
        pieces,
        [
            vec![2, 4, 5, 3],
            vec![2, 6, 7, 9, 8, 4, 7, 3],
            vec![2, 1, 3]
        ]
    );
    let vectors = model.vectors(&texts).expect("vectors");
    for (vector, expected) in vectors.iter().zip(TINY) {
        assert!(is_near(vector, &expected), "{vector:?}");
        let length: f32 = vector.iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-5, "{length}");
    }
}

const TINY: [[f32; SIZE]; 3] = [
    [
        0.25117, -0.04963, 0.25840, -0.50802, 0.33622, 0.02113, 0.34993, -0.61127,
    ],
    [
        0.31992, 0.06131, -0.74848, -0.19386, 0.38306, -0.02354, -0.08669, -0.37588,
    ],
    [
        0.25460, -0.04598, 0.24223, -0.51040, 0.34453, 0.01968, 0.34261, -0.61434,
    ],
];

#[test]
fn a_text_has_the_same_vector_beside_others() {
    let folder = tiny();
    let model = open(folder.path());
    let long = "coin laundry, bread ".repeat(100);
    let together = model
        .vectors(&["bread", "", &long, "coins for bread"])
        .expect("vectors");
    for (text, vector) in ["bread", "", &long, "coins for bread"]
        .iter()
        .zip(&together)
    {
        let alone = model.vectors(&[text]).expect("a vector");
        assert!(is_near(&alone[0], vector), "{text}");
    }
    let cut = model.pieces(&[&long]).expect("pieces");
    assert_eq!(
        cut[0].len(),
        POSITIONS,
        "it reads no more than it has places for"
    );
    assert_eq!(model.vocabulary(), WORDS);
    assert_eq!(model.name().len(), 16);
}

#[test]
fn the_ends_can_be_left_out() {
    let folder = tiny();
    let model = open(folder.path());
    let rows = [vec![2, 4, 3], vec![2, 6, 7, 3]];
    let means = model.two_means(&rows).expect("means");
    let alone = model.two_means(&rows[..1]).expect("means");
    assert!(is_near(&means[0].0, &alone[0].0) && is_near(&means[0].1, &alone[0].1));
    assert!(!is_near(&means[1].0, &means[1].1));
    let text = model.unturned(&["coin"]).expect("a vector").concat();
    let length = means[0]
        .0
        .iter()
        .map(|number| number * number)
        .sum::<f32>()
        .sqrt();
    let unit: Vec<f32> = means[0].0.iter().map(|number| number / length).collect();
    assert!(is_near(&unit, &text));
}

#[test]
fn a_folder_that_is_wrong_is_told() {
    let told = |folder: &Path| Model::open(folder, 1).expect_err("it is wrong").to_string();
    let nowhere = PathBuf::from("/nowhere/at/all");
    assert!(matches!(Model::open(&nowhere, 1), Err(Unfit::Unread(..))));
    assert!(told(&nowhere).starts_with("/nowhere/at/all/config.json cannot be read: "));
    let folder = tiny();
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file is written");
    };
    let mut other = config();
    other["model_type"] = "gpt2".into();
    write("config.json", &other.to_string());
    assert!(
        told(folder.path()).ends_with("is not of a sentence model of the kind BERT: it is a gpt2")
    );
    let mut larger = config();
    larger["hidden_size"] = 16.into();
    write("config.json", &larger.to_string());
    assert!(told(folder.path()).contains("model.safetensors is not of a sentence model"));
    write("config.json", &config().to_string());
    let words: Vec<&str> = WORDS.into_iter().chain(["one", "more"]).collect();
    write("tokenizer.json", &tokenizer(&words).to_string());
    assert!(told(folder.path()).contains("it knows more pieces of words than the model"));
    write("tokenizer.json", "{}");
    assert!(told(folder.path()).contains("tokenizer.json is not of"));
    write("tokenizer.json", &tokenizer(&WORDS).to_string());
    assert!(Model::open(folder.path(), 1).is_ok());
    write("model.safetensors", "nothing");
    assert!(told(folder.path()).contains("model.safetensors is not of"));
}

/// The numbers are numpy's, from the same file: the texts taken apart by Python's `tokenizers`, cut at 256
/// pieces, the last states of all pieces averaged, the mean brought to length one.
#[test]
fn the_real_model_answers_what_another_program_does() {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/model");
    let folder = std::env::var_os("OPENPLAN_MODEL").map_or(usual, PathBuf::from);
    if !folder.is_dir() {
        eprintln!(
            "skipped: no model in {} (`cargo xtask model` fetches it)",
            folder.display()
        );
        return;
    }
    let model = open(&folder);
    let mut texts = REAL.map(|(text, _)| text);
    let long = texts[2].repeat(60);
    texts[2] = &long;
    let vectors = model.unturned(&texts).expect("vectors");
    for (vector, (text, expected)) in vectors.iter().zip(REAL) {
        assert_eq!(vector.len(), 384);
        assert!(is_near(vector, &expected), "{text}: {:?}", &vector[..6]);
    }
    let turned = model.vectors(&texts).expect("vectors");
    assert_eq!(
        turned[0].len(),
        256,
        "it is the model that the forum was tried with"
    );
}

/// The first numbers of each text's vector.
const REAL: [(&str, [f32; 6]); 3] = [
    (
        "Coin laundry for apartment blocks",
        [-0.06386, 0.11016, -0.00073, -0.00442, 0.02558, -0.01911],
    ),
    (
        "Washing machines: tenants pay €3.20 by the load, Café Brötchen 洗濯.",
        [-0.01125, 0.05101, 0.06401, -0.00839, -0.00511, -0.01884],
    ),
    // Said sixty times, which is longer than what is read.
    (
        "Two bakers and a cargo bike. ",
        [0.03205, 0.04011, -0.03810, -0.02416, -0.02728, 0.06086],
    ),
];
