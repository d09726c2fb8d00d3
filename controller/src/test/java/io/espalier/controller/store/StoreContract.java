package io.espalier.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.store.AnswerStore.Begun;
import io.espalier.controller.store.AnswerStore.Kept;
import io.espalier.controller.store.AnswerStore.RequestKey;
import io.espalier.controller.store.ExperimentStore.Trial;
import io.espalier.controller.store.RolloutStore.AuditEntry;
import io.espalier.controller.store.TelemetryStore.Change;
import io.espalier.controller.store.TelemetryStore.Epoch;
import io.espalier.controller.store.TelemetryStore.Filter;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.store.TelemetryStore.Numbered;
import io.espalier.controller.store.TelemetryStore.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every store keeps to, whatever database it is in. */
abstract class StoreContract {
  static final Instant AT = Instant.parse("2026-11-24T10:00:00.125Z");

  /** The store of the test, as it was left. */
  abstract Store open();

  @Test
  void node_comesBackAsItWas() {
    NodeStore.Row row = new NodeStore.Row("pi-1", 12, "{\"a\":\"ü\"}", null, "{}", AT);
    try (Store store = open()) {
      store.nodes().save(List.of(new NodeStore.Row("pi-1", 11, null, "{}", "{}", AT)));
      store.nodes().save(List.of(row));
      store.nodes().saveDesired(Map.of("pi-1", "{\"b\":1}", "pi-2", "{}"));
      store.nodes().clearDesired(List.of("pi-2"));
    }
    try (Store store = open()) {
      assertThat(store.nodes().all()).containsExactly(row);
      assertThat(store.nodes().desired()).containsExactly(Map.entry("pi-1", "{\"b\":1}"));
    }
  }

  @Test
  void experimentAndItsTrials_comeBackAsTheyWere() {
    ExperimentStore.Row asked =
        new ExperimentStore.Row("e1", "name: e1", "queued", null, "ann", AT, null, null);
    ExperimentStore.Row ended =
        new ExperimentStore.Row("e1", "name: e1", "failed", "no node", "ann", AT, AT, AT);
    try (Store store = open()) {
      store.experiments().save(asked);
      assertThat(store.experiments().find("e1")).contains(asked);
      store.experiments().save(ended);
      store.experiments().replaceTrials("e1", List.of(new Trial(2, true, "{}")));
      store.experiments().replaceTrials("e1", List.of(new Trial(1, true, "{}")));
      store.experiments().saveTrials("e1", List.of(new Trial(3, true, "{\"a\":1}")));
      store.experiments().saveTrials("e1", List.of(new Trial(3, false, "{\"a\":2}")));
    }
    try (Store store = open()) {
      assertThat(store.experiments().all()).containsExactly(ended);
      assertThat(store.experiments().find("e2")).isEmpty();
      assertThat(store.experiments().trials("e1"))
          .containsExactly(new Trial(1, true, "{}"), new Trial(3, false, "{\"a\":2}"));
      assertThat(store.experiments().ended())
          .containsExactly(Map.entry("e1", new ExperimentStore.Ended(1, 1)));
    }
  }

  @Test
  void rolloutAndItsAudit_changeTogetherOrNotAtAll() {
    try (Store store = open()) {
      AuditEntry step = new AuditEntry(AT, "controller", "advance", "all is well", "{\"n\":1}");
      AuditEntry tooLong = new AuditEntry(AT, "x".repeat(201), "halt", "", null);
      store.rollouts().save("r1", "{}", "1", List.of(step));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.rollouts().save("r1", "{}", "2", List.of(step, tooLong)))
          .satisfies(failure -> assertThat(failure.isOfData()).isTrue());
      assertThat(store.rollouts().all())
          .extracting(RolloutStore.Stored::stateJson)
          .containsExactly("1");
      assertThat(store.rollouts().audit("r1")).containsExactly(step);
      store.rollouts().append("r1", step);
      assertThat(store.rollouts().audit("r1")).hasSize(2);
    }
  }

  @Test
  void stateOfALargeRollout_isKeptWhole() {
    String state = "\"" + "x".repeat(3_000_000) + "\"";
    try (Store store = open()) {
      store.rollouts().save("r1", "{}", state);
      assertThat(store.rollouts().all().get(0).stateJson()).isEqualTo(state);
    }
  }

  @Test
  void telemetry_isReadInTheOrderInWhichItWasKept() {
    try (Store store = open()) {
      store.telemetry().save(List.of(sample("b", 0), sample("a", 0), sample("a", 1)), List.of());
      assertThat(store.telemetry().read(0, Filter.ALL, 2))
          .extracting(Numbered::sample)
          .containsExactly(sample("b", 0), sample("a", 0));
      assertThat(store.telemetry().newest(Filter.of("a", "system"), 1))
          .extracting(Numbered::sample)
          .containsExactly(sample("a", 1));
      assertThat(store.telemetry().read(0, Filter.of("a", "drift"), 9)).isEmpty();
      assertThat(store.telemetry().read(0, new Filter(null, null, AT, AT.plusMillis(1)), 9))
          .hasSize(3);
      assertThat(store.telemetry().read(0, new Filter(null, null, null, AT), 9)).isEmpty();
    }
  }

  @Test
  void recordThatIsThereAlready_isPassedOver_andNotItsCompany() {
    try (Store store = open()) {
      store.telemetry().save(List.of(sample("a", 0)), List.of(new Mark("a", 1, 0, "", 3)));
      store
          .telemetry()
          .save(List.of(sample("a", 1), sample("a", 0)), List.of(new Mark("a", 1, 1, "", 3)));
      assertThat(store.telemetry().mark("a", 1)).hasValue(new Mark("a", 1, 1, "", 3));
      assertThat(store.telemetry().totals()).isEqualTo(new TelemetryStore.Totals(2, 3));
    }
  }

  @Test
  void changeThatCannotBeKept_leavesEverythingAsItWas() {
    try (Store store = open()) {
      Sample tooLong = new Sample("n".repeat(65), 1, 0, "system", AT, "{}");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () ->
                  store
                      .telemetry()
                      .save(List.of(sample("a", 0), tooLong), List.of(new Mark("a", 1, 0, "", 0))))
          .satisfies(failure -> assertThat(failure.isOfData()).isTrue());
      assertThat(store.telemetry().mark("a", 1)).isEmpty();
      assertThat(store.telemetry().totals().stored()).isZero();
    }
  }

  @Test
  void token_comesBackAsItWas_andNoneIsKeptUnderANameOrAHashInUse() {
    TokenStore.Row lasting = new TokenStore.Row("ada", "admin", "a".repeat(64), AT, null);
    TokenStore.Row ending =
        new TokenStore.Row("eve", "viewer", "b".repeat(64), AT, AT.plusSeconds(60));
    try (Store store = open()) {
      store.tokens().add(ending);
      store.tokens().add(lasting);
      for (TokenStore.Row taken :
          List.of(
              new TokenStore.Row("ada", "viewer", "c".repeat(64), AT, null),
              new TokenStore.Row("bob", "viewer", "a".repeat(64), AT, null))) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.tokens().add(taken))
            .satisfies(failure -> assertThat(failure.isOfData()).isTrue());
      }
    }
    try (Store store = open()) {
      assertThat(store.tokens().all()).containsExactly(lasting, ending);
      store.tokens().remove("ada");
      store.tokens().remove("nobody");
      assertThat(store.tokens().all()).containsExactly(ending);
    }
  }

  @Test
  void answer_isThereForWhoeverAsksTheSameAgain_untilItIsOld() {
    RequestKey key = new RequestKey("ada", "k-1");
    Begun first = new Begun("a".repeat(64), "run-1", AT);
    Begun again = new Begun("a".repeat(64), "run-2", AT.plusSeconds(1));
    try (Store store = open()) {
      assertThat(store.answers().begin(key, first, AT)).isEmpty();
      assertThat(store.answers().begin(new RequestKey("eve", "k-1"), first, AT)).isEmpty();
      assertThat(store.answers().begin(key, again, AT)).contains(new Kept(first, null, null));
      store.answers().finish(key, 201, "{\"a\":\"ü\"}");
    }
    try (Store store = open()) {
      Kept kept = store.answers().begin(key, again, AT).orElseThrow();
      assertThat(kept.status()).isEqualTo(201);
      assertThat(kept.body()).isEqualTo("{\"a\":\"ü\"}");
      assertThat(kept.begun().begunBy()).as("whoever began it last").isEqualTo("run-2");
      store.answers().forget(key);
      assertThat(store.answers().begin(key, again, AT)).as("an answer stays").contains(kept);
      assertThat(store.answers().begin(key, again, AT.plusSeconds(1))).isEmpty();
      store.answers().forget(key);
      assertThat(store.answers().begin(key, again, AT)).as("what has none goes").isEmpty();
    }
  }

  @Test
  void requestSentTwiceAtOnce_isBegunOnce() throws Exception {
    RequestKey key = new RequestKey("ada", "k-1");
    try (Store store = open()) {
      List<Callable<Optional<Kept>>> begins =
          Collections.nCopies(
              8, () -> store.answers().begin(key, new Begun("a".repeat(64), "run-1", AT), AT));
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        int begun = 0;
        for (Future<Optional<Kept>> begin : threads.invokeAll(begins)) {
          begun += begin.get().isEmpty() ? 1 : 0;
        }
        assertThat(begun).isEqualTo(1);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void recordsThatAreStoredByTwoAtOnce_areThereOnce_andTheMarksAreThoseOfBoth() throws Exception {
    int records = 400;
    try (Store store = open()) {
      ExecutorService both = Executors.newFixedThreadPool(2);
      try {
        List<Callable<Void>> halves = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
          int offset = half;
          halves.add(
              () -> {
                // Every number from one of them, every third from both.
                for (long seq = 0; seq < records; seq++) {
                  if (seq % 2 == offset || seq % 3 == 0) {
                    count(store, sample("a", seq));
                  }
                }
                return null;
              });
        }
        for (Future<Void> half : both.invokeAll(halves)) {
          half.get();
        }
      } finally {
        both.shutdown();
      }
      assertThat(store.telemetry().totals().stored()).isEqualTo(records);
      assertThat(store.telemetry().mark("a", 1).orElseThrow().upTo())
          .as("each was counted on top of what was kept")
          .isEqualTo(records + LongStream.range(0, records).filter(n -> n % 3 == 0).count() - 1);
    }
  }

  /** Counts in the mark how often something was stored. */
  private static void count(Store store, Sample sample) {
    store
        .telemetry()
        .store(
            List.of(new Epoch("a", 1)),
            marks ->
                new Change(
                    List.of(sample),
                    List.of(
                        new Mark("a", 1, marks.isEmpty() ? 0 : marks.get(0).upTo() + 1, "", 0))));
  }

  static Sample sample(String node, long seq) {
    return new Sample(node, 1, seq, "system", AT, "{\"n\":" + seq + "}");
  }
}
