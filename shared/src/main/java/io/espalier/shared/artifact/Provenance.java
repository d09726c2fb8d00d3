package io.espalier.shared.artifact;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where an artifact came from, enough to make it again.
 *
 * @param version the Espalier version that wrote it
 * @param commit the abbreviated Git commit of that version
 * @param recipe what it was made of and how, for instance {@code seed}, {@code data}, {@code
 *     method}, {@code sparsity}, {@code precision}; sorted by key
 */
public record Provenance(String version, String commit, SortedMap<String, String> recipe) {
  public Provenance {
    recipe = Collections.unmodifiableSortedMap(new TreeMap<>(recipe));
  }

  /** The provenance of something that this build makes from that recipe. */
  public static Provenance ofThisBuild(Map<String, String> recipe) {
    BuildVersion build = BuildVersion.current();
    return new Provenance(build.version(), build.commit(), new TreeMap<>(recipe));
  }
}
