/**
 * What is shipped: content-addressed artifacts, how they are cut into chunks, and where they came
 * from. {@link io.espalier.shared.artifact.ArtifactManifest} is the place to start.
 */
@NullMarked
package io.espalier.shared.artifact;

import org.jspecify.annotations.NullMarked;
