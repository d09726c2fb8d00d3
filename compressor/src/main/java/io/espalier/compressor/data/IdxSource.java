package io.espalier.compressor.data;

/** Where the files of a data set are read from. */
interface IdxSource {
  /** Reads one of the four files and unpacks it. */
  IdxFile read(Part part) throws DataException;
}
