/**
 * What the node keeps on its disk: artifacts fetched chunk by chunk, verified, and evicted when
 * room is needed. {@link io.espalier.node.artifact.ArtifactCache} is the front door.
 */
@NullMarked
package io.espalier.node.artifact;

import org.jspecify.annotations.NullMarked;
