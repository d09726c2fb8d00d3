package io.espalier.node.artifact;

import io.espalier.shared.artifact.Digest;

/**
 * An artifact that is on this node.
 *
 * @param digest computed from {@code content}
 * @param content its bytes, not copied
 * @param wireBytes payload bytes of the fetch that brought it: manifest and chunks, refused and
 *     repeated ones included
 */
@SuppressWarnings("ArrayRecordComponent")
public record LocalArtifact(Digest digest, byte[] content, long wireBytes) {}
