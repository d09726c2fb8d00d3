package io.espalier.node.inference;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native memory that is freed in the reverse order of its making. */
final class NativeHandles implements AutoCloseable {
  private final Deque<Pointer> handles = new ArrayDeque<>();

  /** Takes a handle over. */
  <P extends Pointer> P own(P handle) {
    handles.push(handle);
    return handle;
  }

  @Override
  public void close() {
    while (!handles.isEmpty()) {
      handles.pop().close();
    }
  }
}
