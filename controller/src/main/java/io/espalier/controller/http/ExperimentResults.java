package io.espalier.controller.http;

import io.espalier.controller.api.ComparisonView;
import io.espalier.controller.api.ExperimentSummaryView;
import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.comparison.RunName;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.lab.Experiment;
import io.espalier.controller.lab.ExperimentArchive;
import io.espalier.controller.lab.Progress;
import io.espalier.controller.report.ComparisonWords;
import io.espalier.controller.store.ExperimentStore;
import io.espalier.shared.protocol.MalformedMessageException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Experiments as they are told to whoever asks. Blocks. */
final class ExperimentResults {
  private final ExperimentArchive archive;
  private final Function<ExperimentId, Optional<Progress>> progress;

  /**
   * Of that archive.
   *
   * @param progress of those that run
   */
  ExperimentResults(
      ExperimentArchive archive, Function<ExperimentId, Optional<Progress>> progress) {
    this.archive = archive;
    this.progress = progress;
  }

  /** Those of a page of all, the newest first, without their trials. */
  ExperimentView.Several all(Page page) {
    Map<ExperimentId, ExperimentStore.Ended> ended = archive.ended();
    Page.Of<Experiment> found =
        page.newestFirst(
            archive.all(), Experiment::createdAt, experiment -> experiment.id().value());
    return new ExperimentView.Several(
        found.items().stream().map(one -> brief(one, ended.get(one.id()))).toList(), found.next());
  }

  /** One without its trials. */
  ExperimentView brief(ExperimentId id) {
    return brief(existing(id), archive.ended().get(id));
  }

  /** One with all of its trials. */
  ExperimentView whole(ExperimentId id) throws MalformedMessageException {
    Experiment experiment = existing(id);
    SortedMap<Integer, TrialRow> rows = archive.trials(id);
    return brief(experiment, archive.ended().get(id)).with(TrialView.all(experiment.spec(), rows));
  }

  /** What it found. */
  ExperimentSummaryView summary(ExperimentId id) throws MalformedMessageException {
    return ExperimentSummaryView.of(existing(id).spec(), archive.trials(id));
  }

  /** Two of them, or parts of them, side by side. */
  ComparisonView compare(RunName first, RunName second) throws MalformedMessageException {
    Comparison comparison = Comparison.of(side(first), side(second));
    return ComparisonView.of(new ComparisonWords(first.toString(), second.toString(), comparison));
  }

  private Comparison.Side side(RunName name) throws MalformedMessageException {
    ExperimentId id = new ExperimentId(name.run());
    return new Comparison.Side(
        List.copyOf(archive.trials(id).values()), existing(id).spec().metric(), name.selection());
  }

  private ExperimentView brief(Experiment experiment, ExperimentStore.@Nullable Ended ended) {
    ExperimentStore.Ended counts = Objects.requireNonNullElse(ended, ExperimentStore.Ended.NONE);
    return ExperimentView.brief(
        experiment,
        new ExperimentView.Counts(
            experiment.spec().trials(), counts.measured(), counts.dropped(), counts.failed()),
        progress.apply(experiment.id()).orElse(null));
  }

  private Experiment existing(ExperimentId id) {
    return archive
        .find(id)
        .orElseThrow(
            () -> ProblemException.notFound("experiment " + id + ": expected one, found none"));
  }
}
