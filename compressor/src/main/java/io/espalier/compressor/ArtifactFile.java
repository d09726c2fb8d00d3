package io.espalier.compressor;

import io.espalier.shared.artifact.Provenance;

/**
 * A file that is ready to be shipped.
 *
 * @param content its bytes, not copied
 * @param provenance what it was made of and how; also inside the file
 */
@SuppressWarnings("ArrayRecordComponent")
public record ArtifactFile(byte[] content, Provenance provenance) {}
