//! The running forum as browsers and programs see it: the real router over a fresh database.

mod accounts;
mod alike;
mod attacks;
mod bad_input;
mod cast;
mod comments;
mod feeds;
mod forks;
mod fuzz;
mod harness;
mod hidden;
mod importing;
mod kin;
mod moderating;
mod pages;
mod permissions;
mod places;
mod plans;
mod saved_searches;
mod search;
mod suggestions;
mod surroundings;
mod world;
mod writing;
