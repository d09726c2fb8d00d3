package io.espalier.shared.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.shared.wire.WireCoding;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArtifactManifestTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @Test
  void of_describesTheContent() {
    Provenance provenance = Provenance.ofThisBuild(Map.of("seed", "1"));
    WireCoding.Coded coded = WireCoding.encode(CONTENT);

    ArtifactManifest manifest =
        ArtifactManifest.of(CONTENT, coded, ArtifactKind.MODEL, "dense", provenance);

    assertThat(manifest.schema()).isEqualTo(2);
    assertThat(manifest.digest()).isEqualTo(Digest.of(CONTENT));
    assertThat(manifest.size()).isEqualTo(CONTENT.length);
    assertThat(manifest.coding()).isEqualTo(WireCoding.PLAIN);
    assertThat(manifest.plan()).isEqualTo(ChunkPlan.of(coded.bytes()));
    assertThat(manifest.provenance()).isEqualTo(provenance);
  }

  @Test
  void provenance_namesThisBuildAndKeepsItsOwnSortedRecipe() {
    Map<String, String> recipe = new HashMap<>(Map.of("seed", "1", "method", "shapley"));

    Provenance provenance = Provenance.ofThisBuild(recipe);
    recipe.put("later", "change");

    assertThat(provenance.version()).isEqualTo(BuildVersion.current().version());
    assertThat(provenance.commit()).isEqualTo(BuildVersion.current().commit());
    assertThat(provenance.recipe())
        .isEqualTo(new TreeMap<>(Map.of("method", "shapley", "seed", "1")));
    assertThat(provenance.recipe().firstKey()).isEqualTo("method");
    assertThatThrownBy(() -> provenance.recipe().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
