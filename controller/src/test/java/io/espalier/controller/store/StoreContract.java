package io.espalier.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.store.AnswerStore.Begun;
import io.espalier.controller.store.AnswerStore.Kept;
import io.espalier.controller.store.AnswerStore.RequestKey;
import io.espalier.controller.store.ExperimentStore.End;
import io.espalier.controller.store.ExperimentStore.Trial;
import io.espalier.controller.store.RolloutStore.AuditEntry;
import io.espalier.controller.store.TelemetryStore.Change;
import io.espalier.controller.store.TelemetryStore.Epoch;
import io.espalier.controller.store.TelemetryStore.Filter;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.store.TelemetryStore.Numbered;
import io.espalier.controller.store.TelemetryStore.Sample;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
      store.experiments().replaceTrials("e1", List.of(new Trial(2, End.MEASURED, "{}")));
      store.experiments().replaceTrials("e1", List.of(new Trial(1, End.MEASURED, "{}")));
      store.experiments().saveTrials("e1", List.of(new Trial(3, End.MEASURED, "{\"a\":1}")));
      store
          .experiments()
          .saveTrials(
              "e1",
              List.of(new Trial(3, End.FAILED, "{\"a\":2}"), new Trial(4, End.DROPPED, "{}")));
    }
    try (Store store = open()) {
      assertThat(store.experiments().all()).containsExactly(ended);
      assertThat(store.experiments().find("e2")).isEmpty();
      assertThat(store.experiments().trials("e1"))
          .containsExactly(
              new Trial(1, End.MEASURED, "{}"),
              new Trial(3, End.FAILED, "{\"a\":2}"),
              new Trial(4, End.DROPPED, "{}"));
      assertThat(store.experiments().ended())
          .containsExactly(Map.entry("e1", new ExperimentStore.Ended(1, 1, 1)));
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
  void recordsThatCannotBeKept_areFoundAmongOthers_andNoneIsKeptByLooking() {
    Sample tooLong = new Sample("n".repeat(65), 1, 0, "system", AT, "{}");
    try (Store store = open()) {
      assertThat(store.telemetry().unfit(List.of(sample("a", 0), tooLong, sample("a", 1))))
          .containsOnlyKeys(tooLong)
          .allSatisfy((sample, why) -> assertThat(why).isNotBlank());
      assertThat(store.telemetry().totals().stored()).isZero();
    }
  }

  @Test
  void recordOfAnyLengthAndLetters_isReadAsItCame() {
    List<Sample> samples =
        List.of(
            new Sample("a", 1, 0, "system", AT, "{\"t\":\"\\t\\\\ ü 木 🌳\"}\n"),
            new Sample("a", -1, Long.MAX_VALUE, "system", Instant.EPOCH, "\"" + "x".repeat(90_000)),
            new Sample("a", 1, 1, "drift", AT, ""));
    try (Store store = open()) {
      store.telemetry().save(samples, List.of());
      assertThat(store.telemetry().read(0, Filter.ALL, 9))
          .extracting(Numbered::sample)
          .containsExactlyElementsOf(samples);
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
  void recordsThatAreStoredByTwoAtOnce_areThereOnce_forEachDecidesOnWhatIsKept() throws Exception {
    int records = 400;
    try (Store store = open()) {
      ExecutorService both = Executors.newFixedThreadPool(2);
      try {
        Callable<Void> all =
            () -> {
              for (long seq = 0; seq < records; seq++) {
                storeIfNew(store, sample("a", seq));
              }
              return null;
            };
        for (Future<Void> one : both.invokeAll(List.of(all, all))) {
          one.get();
        }
      } finally {
        both.shutdown();
      }
      assertThat(store.telemetry().totals().stored()).isEqualTo(records);
      assertThat(store.telemetry().mark("a", 1).orElseThrow().upTo()).isEqualTo(records - 1);
    }
  }

  private static void storeIfNew(Store store, Sample sample) {
    store
        .telemetry()
        .store(
            List.of(new Epoch("a", 1)),
            marks ->
                sample.seq() > (marks.isEmpty() ? -1 : marks.get(0).upTo())
                    ? new Change(List.of(sample), List.of(new Mark("a", 1, sample.seq(), "", 0)))
                    : new Change(List.of(), List.of()));
  }

  static Sample sample(String node, long seq) {
    return new Sample(node, 1, seq, "system", AT, "{\"n\":" + seq + "}");
  }
}
