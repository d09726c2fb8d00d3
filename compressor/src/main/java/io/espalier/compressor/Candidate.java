package io.espalier.compressor;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.ModelFigures;
import io.espalier.compressor.report.Untouched;
import java.util.List;

/**
 * One way to compress a model.
 *
 * @param sparsity what was asked for
 * @param layers as pruned and repaired, before units were taken out and numbers changed
 * @param file what would be written
 * @param untouched what stayed as it was, and why
 * @param figures of that file
 */
@SuppressWarnings("ArrayRecordComponent")
record Candidate(
    Sparsity sparsity,
    List<LinkLayer> layers,
    byte[] file,
    List<Untouched> untouched,
    ModelFigures figures) {}
