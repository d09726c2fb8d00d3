package io.espalier.shared.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final Topics TOPICS = new Topics("lab/espalier");
  private static final NodeId NODE = new NodeId("pi-07");
  private static final Digest DIGEST = Digest.of(new byte[] {1});

  @Test
  void nodeTopics_areOneLevelBelowTheNode() {
    assertThat(TOPICS.presence(NODE)).isEqualTo("lab/espalier/nodes/pi-07/presence");
    assertThat(TOPICS.trials(NODE)).isEqualTo("lab/espalier/nodes/pi-07/trials");
    assertThat(TOPICS.results(NODE)).isEqualTo("lab/espalier/nodes/pi-07/results");
  }

  @Test
  void artifactTopics_areNamedByTheDigest() {
    assertThat(TOPICS.manifest(DIGEST))
        .isEqualTo("lab/espalier/artifacts/" + DIGEST.hex() + "/manifest");
    assertThat(TOPICS.chunk(DIGEST, 0))
        .isEqualTo("lab/espalier/artifacts/" + DIGEST.hex() + "/chunks/0");
  }

  @Test
  void chunkNumber_readsBackWhatChunkBuilt() {
    for (int n : new int[] {0, 1, 9, 10, 16_383, 999_999_999}) {
      assertThat(TOPICS.chunkNumber(DIGEST, TOPICS.chunk(DIGEST, n))).isEqualTo(n);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "+", "#", "1/2", "x", "9999999999", "٣"})
  void chunkNumber_refusesWhatIsNoNumber(String number) {
    String topic = TOPICS.manifest(DIGEST).replace("manifest", "chunks/") + number;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TOPICS.chunkNumber(DIGEST, topic))
        .withMessageEndingWith("found " + topic);
  }

  @Test
  void chunkNumber_refusesAnotherArtifact() {
    String other = TOPICS.chunk(Digest.of(new byte[] {2}), 0);

    assertThatIllegalArgumentException().isThrownBy(() -> TOPICS.chunkNumber(DIGEST, other));
  }

  @Test
  void nodeOf_readsBackTheNodeOfEveryTopic() {
    assertThat(TOPICS.nodeOf(TOPICS.presence(NODE))).isEqualTo(NODE);
    assertThat(TOPICS.nodeOf(TOPICS.trials(NODE))).isEqualTo(NODE);
    assertThat(TOPICS.nodeOf(TOPICS.results(NODE))).isEqualTo(NODE);
    assertThat(TOPICS.nodeOf(TOPICS.systemTelemetry(NODE))).isEqualTo(NODE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lab",
        "lab/espalier/nodes/",
        "lab/espalier/nodes/pi-07",
        "lab/espalier/nodes//presence",
        "lab/espalier/nodes/+/presence",
        "lab/espalier/artifacts/x/manifest",
        "espalier/v1/nodes/pi-07/presence"
      })
  void nodeOf_refusesTopicsOfNoNode(String topic) {
    assertThatIllegalArgumentException().isThrownBy(() -> TOPICS.nodeOf(topic));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "a/+", "#", "a b", "$SYS", "a\n"})
  void prefix_refusesWildcardsAndEmptyLevels(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Topics(prefix))
        .withMessageStartingWith("topic prefix: ");
  }

  @Test
  void inferenceAnswer_isTheTopicThatTheRequestNames_unlessThatBelongsToTheProtocol() {
    Topics topics = new Topics("espalier/v1");
    NodeId node = new NodeId("pi-07");
    String own = "espalier/v1/nodes/pi-07/inferred";

    assertThat(topics.inferenceAnswer(node, "shop/answers")).isEqualTo("shop/answers");
    assertThat(topics.inferenceAnswer(node, own + "/till-2")).isEqualTo(own + "/till-2");
    for (String refused :
        new String[] {
          null, "", "a/+", "#", "espalier/v1/nodes/pi-07/reported", "espalier/v1/nodes/x/inferred"
        }) {
      assertThat(topics.inferenceAnswer(node, refused)).isEqualTo(own);
    }
  }
}
