package io.espalier.controller.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.mlflow.MlflowDouble.Answer;
import io.espalier.controller.mlflow.MlflowExport.Outcome;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.artifact.Precision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlflowExportTest {
  private static final Trial TRIAL = new Trial(7, "shapley", 0.95, Precision.INT8);
  private static final Trial OTHER = new Trial(7, "shapley", 0.95, Precision.FP32);
  private static final Trial THIRD = new Trial(8, "shapley", 0.95, Precision.INT8);

  private MlflowDouble server;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void start() throws Exception {
    server = new MlflowDouble();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void trial_isARun_withWhatWasAskedForAndWhatWasMeasured() throws Exception {
    Outcome outcome = export(Rows.measured(TRIAL, 9_070, 4.5));

    assertThat(outcome).isEqualTo(new Outcome(1, 1, 0));
    assertThat(server.experiments()).containsExactly("paper");
    MlflowRun run = server.runs().get(0);
    assertThat(run.params())
        .containsEntry("seed", "7")
        .containsEntry("method", "shapley")
        .containsEntry("sparsity", "0.95")
        .containsEntry("precision", "int8")
        .containsEntry("node", "pi-1")
        .containsEntry("hardware", "Raspberry Pi 4, \"Model B\"")
        .hasSize(6);
    assertThat(run.latest())
        .containsEntry("accuracy", 0.907)
        .containsEntry("latency_p99_us", 9.0)
        .containsEntry("model_bytes", 457_520.0)
        .containsEntry("rss_bytes", 50_000_000.0)
        .containsEntry("temperature_celsius", 51.5);
    assertThat(run.tags())
        .containsEntry("mlflow.runName", "shapley-0.95-int8 seed 7")
        .containsEntry("mlflow.source.git.commit", BuildVersion.current().commit())
        .containsEntry("espalier.status", "ok")
        .containsEntry("espalier.throttled", "no")
        .hasEntrySatisfying("espalier.digest", digest -> assertThat(digest).hasSize(64));
    assertThat(run.status()).isEqualTo("FINISHED");
  }

  @Test
  void failedAndDroppedTrials_areRunsThatSayWhy() throws Exception {
    export(Rows.failed(TRIAL, "no node"), TrialRow.dropped(OTHER, "it won"));

    assertThat(server.runs())
        .extracting(MlflowRun::status, run -> run.tags().get("espalier.reason"))
        .containsExactly(tuple("FAILED", "no node"), tuple("KILLED", "it won"));
  }

  @Test
  void exportedTwice_nothingIsThereTwice_thoughAnswersComeInPages() throws Exception {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      rows.add(Rows.measured(new Trial(seed, "shapley", 0.9, Precision.FP16), 9_000, 20));
    }
    export(rows.toArray(TrialRow[]::new));
    server.asked();

    Outcome again = export(rows.toArray(TrialRow[]::new));

    assertThat(again).isEqualTo(new Outcome(8, 0, 0));
    assertThat(server.runs()).hasSize(8);
    assertThat(server.asked())
        .containsExactly(
            "GET experiments/get-by-name",
            "POST runs/search",
            "POST runs/search",
            "POST runs/search");
  }

  @Test
  void trialThatChanged_getsANewRun_andItsOldOneCanBeRestored() throws Exception {
    export(Rows.failed(TRIAL, "no node"), Rows.measured(OTHER, 9_000, 20));

    Outcome again = export(Rows.measured(TRIAL, 9_070, 4.5), Rows.measured(OTHER, 9_000, 20));

    assertThat(again).isEqualTo(new Outcome(2, 1, 1));
    assertThat(server.runs()).extracting(MlflowRun::status).containsOnly("FINISHED").hasSize(2);
    assertThat(server.deleted()).extracting(MlflowRun::status).containsExactly("FAILED");
  }

  @Test
  void interruptedAtAnyRequest_itGoesOn_andEverythingIsThereOnce() throws Exception {
    TrialRow[] rows = {
      Rows.measured(TRIAL, 9_070, 4.5), Rows.measured(OTHER, 9_000, 20), Rows.failed(THIRD, "x")
    };
    for (int requests = 0; requests < 12; requests++) {
      try (MlflowDouble one = new MlflowDouble()) {
        one.failAfter(requests, new Answer(503, "busy"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> export(one, rows));
        one.failAfter(Integer.MAX_VALUE, new Answer(503, ""));
        now += 60_000;

        export(one, rows);

        assertThat(one.runs()).as("after %d requests", requests).hasSize(3);
        assertThat(one.runs())
            .allSatisfy(run -> assertThat(run.status()).isNotEqualTo("RUNNING"))
            .allSatisfy(run -> assertThat(run.metrics()).hasSameSizeAs(run.latest().keySet()));
        assertThat(one.deleted()).isEmpty();
      }
    }
  }

  @Test
  void serverThatIsAway_isSaidInOneLine() throws Exception {
    URI address = server.address();
    server.close();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> export(Rows.measured(TRIAL, 9_070, 4.5)))
        .withMessageStartingWith(address + ": expected an MLflow server, found none: ")
        .withMessageContaining("refused")
        .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1));
  }

  @Test
  void serverThatRefuses_isSaidAsThat() {
    for (int status : List.of(401, 403)) {
      server.failAfter(0, new Answer(status, "You are not\n authenticated."));
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> export(Rows.measured(TRIAL, 9_070, 4.5)))
          .withMessage(
              "%s: expected to be let write, found %d: You are not authenticated."
                  .formatted(server.address(), status));
    }
  }

  @Test
  void serverThatAnswersRubbish_isSaidInOneLine() {
    for (Answer rubbish :
        List.of(
            new Answer(200, "<html>\n<body>" + "Welcome! ".repeat(1_000)),
            new Answer(200, "{}"),
            new Answer(200, ""),
            new Answer(200, "[1, 2]"),
            new Answer(200, "{\"experiment\": 3}"),
            new Answer(404, "<h1>Not found</h1>"),
            new Answer(302, ""),
            new Answer(500, "oh\ndear"))) {
      server.failAfter(0, rubbish);
      assertThatExceptionOfType(IOException.class)
          .as("%s", rubbish)
          .isThrownBy(() -> export(Rows.measured(TRIAL, 9_070, 4.5)))
          .withMessageStartingWith(server.address() + ": expected an MLflow server, found ")
          .satisfies(
              failure -> assertThat(failure.getMessage()).hasLineCount(1).hasSizeLessThan(400));
    }
  }

  @Test
  void serverThatSaysNothing_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> MlflowExport.open(access(address), "paper", () -> now, 200))
          .withMessage(address + ": expected an answer within 0.2 s, found none");
    }
  }

  @Test
  void address_isOneOfHttp_andAPasswordInItIsNotRepeated() {
    for (String wrong : List.of("file:///tmp/mlruns", "databricks", "http:/x", "sqlite:///x.db")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> access(URI.create(wrong)))
          .withMessageContaining("found '" + wrong + "'");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> access(URI.create("http://ada:secret@host")))
        .withMessageContaining("found 'http://…@host'");
  }

  private Outcome export(TrialRow... rows) throws Exception {
    return export(server, rows);
  }

  private Outcome export(MlflowDouble at, TrialRow... rows) throws Exception {
    try (MlflowExport export = MlflowExport.open(access(at.address()), "paper", () -> now)) {
      return export.export(List.of(rows));
    }
  }

  private static MlflowAccess access(URI address) {
    return new MlflowAccess(address, null, null, null);
  }
}
