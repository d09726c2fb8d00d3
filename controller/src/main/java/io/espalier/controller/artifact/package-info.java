/**
 * Artifacts that people upload, and the key that vouches for them. {@link
 * io.espalier.controller.artifact.ArtifactLibrary} is what others ask.
 */
@NullMarked
package io.espalier.controller.artifact;

import org.jspecify.annotations.NullMarked;
