package io.espalier.node.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestingThreadTest {
  private final ExecutorService thread = RestingThread.named("resting", Duration.ofMillis(50));

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @Test
  void thread_endsWhenThereIsNothingToDo_andComesBack() throws Exception {
    for (int round = 0; round < 2; round++) {
      Thread worker = thread.submit(Thread::currentThread).get();
      assertThat(worker.getName()).isEqualTo("resting");
      assertThat(worker.isDaemon()).isTrue();
      Awaitility.await().until(() -> !worker.isAlive());
    }
  }

  @Test
  void tasks_areDoneInTheirOrder() throws Exception {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      tasks.add(thread.submit(() -> done.add(number)));
    }
    for (Future<Boolean> task : tasks) {
      task.get();
    }
    assertThat(done).isSorted().hasSize(100);
  }
}
