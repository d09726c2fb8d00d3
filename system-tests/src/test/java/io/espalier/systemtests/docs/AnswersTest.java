package io.espalier.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final List<String> SHOWN =
      List.of("HTTP/1.1 201 Created", "", "{\"id\":\"rollout-72dce87b\",\"p99\":-1.5E-3,…}");

  @Test
  void figuresAndDigests_mayBeOthers_andLinesBetween() {
    assertThat(
            Answers.missing(
                SHOWN,
                List.of(
                    "HTTP/1.1 200 Created",
                    "date: today",
                    "{\"id\":\"rollout-f0c2a771\",\"p99\":12,\"more\":true}")))
        .isEmpty();
  }

  @Test
  void wordsAndTheirOrder_mayNot() {
    assertThat(Answers.missing(SHOWN, List.of("HTTP/1.1 409 Conflict"))).hasSize(2);
    assertThat(
            Answers.missing(
                SHOWN, List.of("{\"id\":\"rollout-1\",\"p99\":1,}", "HTTP/1.1 201 Created")))
        .containsExactly(SHOWN.get(2));
  }
}
