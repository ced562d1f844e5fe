//! Makes the table of meanings anew (`cargo xtask table` fetches what it is made of and runs this):
//! what a sentence model knows of words and of texts about trades, as a table that needs no model.
//! `docs/similar.md` tells why each step is as it is.

mod algebra;
mod corpus;
mod plans;
mod ridge;
mod words;

use algebra::{Matrix, Symmetric};
use anyhow::{Context, Result, ensure};
use clap::Parser;
use meaning::{Table, Vocabulary};
use model::Model;
use plans::Plan;
use ridge::Sums;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// How many numbers a vector of the table has, and one that the model's is turned to.
const DIMENSIONS: usize = 256;
/// How much moving the words' vectors costs beside missing the texts' ones.
const RIDGE: f32 = 3.0;
/// How many times the mean spread is added in every direction before those are turned down in which
/// people tell one business differently: few topics do not say much of a direction.
const TABLE_SHRUNK: f64 = 30.0;
const MODEL_SHRUNK: f64 = 10.0;

/// Where everything is.
#[derive(Parser)]
struct Arguments {
    /// The sentence model's folder.
    #[arg(long)]
    model: PathBuf,
    /// Lists of English words, one a line.
    #[arg(long, required = true)]
    words: Vec<PathBuf>,
    /// The North American industries, as JSON.
    #[arg(long)]
    industries: PathBuf,
    /// Occupations and skills, as CSV.
    #[arg(long, required = true)]
    skills: Vec<PathBuf>,
    /// The folder of labelled topics.
    #[arg(long)]
    topics: PathBuf,
    /// Where the table is written.
    #[arg(long)]
    table: PathBuf,
    /// Where it is written how the model's vectors are turned.
    #[arg(long)]
    turn: PathBuf,
    /// By how many threads the model is run.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let begun = Instant::now();
    let tell = |what: &str| eprintln!("{:>6.0} s  {what}", begun.elapsed().as_secs_f64());
    let model = Model::open(&arguments.model, arguments.threads)?;
    let plans = plans::read(&arguments.topics)?;

    let names = words::names(&model, &arguments.words)?;
    let mut table = words::vectors(&model, &names)?;
    tell(&format!("{} words were run through the model", names.len()));

    let vocabulary = Vocabulary::new(names.iter().map(String::as_str));
    let said: Vec<_> = plans.iter().map(|plan| plan.counts(&vocabulary)).collect();
    let weights = words::weights(&names, &said);
    let plan_sums = Sums::new(&said, &weights);

    let texts = corpus::read(&arguments.industries, &arguments.skills)?;
    let text_vectors = centred(text_vectors(&model, &texts)?);
    tell(&format!("{} texts were run through the model", texts.len()));
    let counts = texts.iter().map(|text| vocabulary.counts(text, []));
    let text_sums = Sums::new(&counts.collect::<Vec<_>>(), &weights);
    ridge::move_towards(&mut table, &text_sums, &text_vectors, RIDGE);
    tell("the words were moved towards the texts that they stand in");

    let read = plans.iter().map(|plan| plan.read(&model));
    let read = Matrix::of_rows(&read.collect::<Result<Vec<_>>>()?);
    tell("the plans were run through the model");
    let by_words = plan_sums.of(&table).normalised();
    let of_model = within(&plans, &read.clone().normalised());
    let of_words = within(&plans, &by_words);

    let turn = of_words
        .scaled_to_mean_one()
        .plus(&of_model.scaled_to_mean_one())
        .shrunk(TABLE_SHRUNK)
        .power(-0.5);
    let turned = table.times(&turn).scale_rows(&weights);
    let kept = Symmetric::second_moment(&plan_sums.unweighted(&turned).normalised())
        .plus(&Symmetric::second_moment(
            &text_sums.unweighted(&turned).normalised(),
        ))
        .strongest(DIMENSIONS);
    let turned = turned.times(&kept);
    let rows = names
        .iter()
        .map(String::as_str)
        .zip(turned.rows().map(<[f32]>::to_vec));
    let file = Table::write(rows);
    ensure!(Table::read(&file).is_ok(), "the table cannot be read again");
    write(&arguments.table, &file)?;

    let turn = of_model
        .scaled_to_mean_one()
        .shrunk(MODEL_SHRUNK)
        .power(-0.5);
    let kept = Symmetric::second_moment(&read.times(&turn).normalised()).strongest(DIMENSIONS);
    write(
        &arguments.turn,
        &model::Turn::write(model.name(), turn.times(&kept).rows()),
    )?;
    tell("all is written");
    Ok(())
}

/// Each text's vector of length one.
fn text_vectors(model: &Model, texts: &[String]) -> Result<Matrix> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Ok(Matrix::of_rows(&model.unturned(&texts)?))
}

/// Without what all have in common, and of length one again.
fn centred(rows: Matrix) -> Matrix {
    rows.less_mean().normalised()
}

/// How the plans of one topic differ from each other.
fn within(plans: &[Plan], vectors: &Matrix) -> Symmetric {
    let topics = plans
        .iter()
        .filter_map(|plan| plan.topic)
        .max()
        .map_or(0, |most| most + 1);
    let mut apart = Vec::new();
    for topic in 0..topics {
        let of_topic = plans.iter().zip(vectors.rows());
        let of_topic = of_topic.filter(|(plan, _)| plan.topic == Some(topic));
        let of_topic: Vec<_> = of_topic.map(|(_, vector)| vector.to_vec()).collect();
        let count = of_topic.len();
        if count > 1 {
            #[expect(clippy::cast_precision_loss, reason = "two to four")]
            let unbiased = (count as f32 / (count - 1) as f32).sqrt();
            let apart_here = Matrix::of_rows(&of_topic).less_mean();
            let rows = apart_here
                .rows()
                .map(|row| row.iter().map(|one| one * unbiased).collect());
            apart.extend(rows);
        }
    }
    Symmetric::second_moment(&Matrix::of_rows(&apart))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}
