package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.trial.TrialQueue.Admission;
import io.espalier.shared.trial.TrialRequest;
import org.junit.jupiter.api.Test;

class TrialQueueTest {
  private final TrialQueue queue = new TrialQueue(2, 2);

  @Test
  void admit_ignoresARepetitionOfWhatWaits() {
    assertThat(queue.admit(request("a", 1))).isEqualTo(Admission.QUEUED);
    assertThat(queue.admit(request("a", 1))).isEqualTo(Admission.IGNORED);
    assertThat(queue.next()).isEqualTo(request("a", 1));
  }

  @Test
  void admit_ignoresARepetitionOfWhatRuns() {
    queue.admit(request("a", 1));
    queue.next();
    assertThat(queue.admit(request("a", 1))).isEqualTo(Admission.IGNORED);
  }

  @Test
  void admit_replacesALowerAttemptThatWaits_inItsPlace() {
    queue.admit(request("a", 1));
    queue.admit(request("b", 1));
    assertThat(queue.admit(request("a", 2))).isEqualTo(Admission.QUEUED);
    assertThat(queue.admit(request("a", 1))).isEqualTo(Admission.IGNORED);
    assertThat(queue.next()).isEqualTo(request("a", 2));
    assertThat(queue.next()).isEqualTo(request("b", 1));
  }

  @Test
  void admit_queuesAHigherAttemptOfWhatRuns() {
    queue.admit(request("a", 1));
    queue.next();
    assertThat(queue.admit(request("a", 2))).isEqualTo(Admission.QUEUED);
  }

  @Test
  void admit_givesTheResultOfWhatIsDoneAgain() {
    run("a", 2);
    assertThat(queue.admit(request("a", 2))).isEqualTo(Admission.DONE);
    assertThat(queue.resultOf(request("a", 2).id())).isEqualTo(Trials.failed("a", 2));
    assertThat(queue.admit(request("a", 1))).isEqualTo(Admission.IGNORED);
    assertThat(queue.admit(request("a", 3))).isEqualTo(Admission.QUEUED);
  }

  @Test
  void admit_refusesMoreThanThereIsRoomFor() {
    queue.admit(request("a", 1));
    queue.admit(request("b", 1));
    assertThat(queue.admit(request("c", 1))).isEqualTo(Admission.FULL);
    assertThat(queue.admit(request("b", 2))).isEqualTo(Admission.QUEUED);
  }

  @Test
  void finish_forgetsTheOldestResult() {
    run("a", 1);
    run("b", 1);
    run("c", 1);
    assertThat(queue.admit(request("c", 1))).isEqualTo(Admission.DONE);
    assertThat(queue.admit(request("b", 1))).isEqualTo(Admission.DONE);
    assertThat(queue.admit(request("a", 1))).isEqualTo(Admission.QUEUED);
  }

  private void run(String id, int attempt) {
    queue.admit(request(id, attempt));
    queue.next();
    queue.finish(Trials.failed(id, attempt));
  }

  private static TrialRequest request(String id, int attempt) {
    return Trials.request(id, attempt);
  }
}
