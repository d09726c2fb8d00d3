package io.espalier.controller.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.store.ExperimentStore;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Experiments in the store: what is in here is what commands are told. Blocks. */
public final class ExperimentArchive {
  private final ExperimentStore store;

  /** What is in that store. */
  public ExperimentArchive(ExperimentStore store) {
    this.store = store;
  }

  /** All experiments, the newest first. */
  public List<Experiment> all() {
    return store.all().stream().map(ExperimentArchive::experiment).toList();
  }

  /** An experiment, if it is kept. */
  public Optional<Experiment> find(ExperimentId id) {
    return store.find(id.value()).map(ExperimentArchive::experiment);
  }

  /**
   * How the trials of an experiment ended, by their number from 1; those that have not are absent.
   *
   * @throws MalformedMessageException if one was written by a build that is too new
   */
  public SortedMap<Integer, TrialRow> trials(ExperimentId id) throws MalformedMessageException {
    SortedMap<Integer, TrialRow> rows = new TreeMap<>();
    for (ExperimentStore.Trial trial : store.trials(id.value())) {
      rows.put(
          trial.number(), MessageCodec.decode(trial.resultJson().getBytes(UTF_8), TrialRow.class));
    }
    return rows;
  }

  /** How many trials of each experiment have ended; experiments without any are absent. */
  public Map<ExperimentId, ExperimentStore.Ended> ended() {
    Map<ExperimentId, ExperimentStore.Ended> ended = new HashMap<>();
    store.ended().forEach((id, counts) -> ended.put(new ExperimentId(id), counts));
    return ended;
  }

  /** Keeps an experiment as it is now. */
  void save(Experiment experiment) {
    store.save(
        new ExperimentStore.Row(
            experiment.id().value(),
            SpecReader.write(experiment.spec()),
            experiment.phase().text(),
            experiment.reason(),
            experiment.who(),
            experiment.createdAt(),
            experiment.startedAt(),
            experiment.endedAt()));
  }

  /** Keeps how trials of an experiment ended. */
  void save(Experiment experiment, Collection<TrialRow> ended) {
    store.saveTrials(experiment.id().value(), results(experiment, ended));
  }

  /** The same in place of all that was known of its trials. */
  void replace(Experiment experiment, Collection<TrialRow> ended) {
    store.replaceTrials(experiment.id().value(), results(experiment, ended));
  }

  /** The number of a trial in its experiment, from 1. */
  int number(Experiment experiment, TrialRow row) {
    return Trial.all(experiment.spec()).indexOf(row.trial()) + 1;
  }

  private static List<ExperimentStore.Trial> results(
      Experiment experiment, Collection<TrialRow> ended) {
    List<Trial> order = Trial.all(experiment.spec());
    return ended.stream()
        .map(
            row ->
                new ExperimentStore.Trial(
                    order.indexOf(row.trial()) + 1,
                    end(row),
                    new String(MessageCodec.encode(row), UTF_8)))
        .toList();
  }

  private static ExperimentStore.End end(TrialRow row) {
    return switch (row.status()) {
      case OK, NOT_DELEGATED -> ExperimentStore.End.MEASURED;
      case DROPPED -> ExperimentStore.End.DROPPED;
      case FAILED -> ExperimentStore.End.FAILED;
    };
  }

  private static Experiment experiment(ExperimentStore.Row row) {
    try {
      return new Experiment(
          SpecReader.read("experiment " + row.id(), row.spec().getBytes(UTF_8)),
          Phase.of(row.state()),
          row.reason(),
          row.who(),
          row.createdAt(),
          row.startedAt(),
          row.endedAt());
    } catch (SpecException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
