//! A stand-in for the Parquet writer in builds without it.

use std::convert::Infallible;
use std::marker::PhantomData;

use crate::Error;
use crate::model::Event;
use crate::options::Options;
use crate::world::World;

/// A file that cannot be created.
pub(crate) struct ParquetFile<'w>(Infallible, PhantomData<&'w World>);

impl<'w> ParquetFile<'w> {
    pub(crate) fn new(_: &'w World, _: &Options) -> Result<Self, Error> {
        Err(Error::Parquet("this program was built without the feature parquet".to_owned()))
    }

    pub(crate) fn add(&mut self, _: &Event<'w>, _: &mut Vec<u8>) -> Result<(), Error> {
        match self.0 {}
    }

    pub(crate) fn end(self, _: &mut Vec<u8>) -> Result<(), Error> {
        match self.0 {}
    }
}
