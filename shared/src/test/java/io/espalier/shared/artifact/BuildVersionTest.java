package io.espalier.shared.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildVersionTest {
  @Test
  void current_isWhatMavenBuilt() {
    BuildVersion build = BuildVersion.current();

    assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(build.commit()).matches("[0-9a-f]{7,40}|unknown");
  }

  @Test
  void toString_showsVersionAndCommit() {
    assertThat(new BuildVersion("1.2.3", "abc1234")).hasToString("1.2.3 (abc1234)");
  }
}
