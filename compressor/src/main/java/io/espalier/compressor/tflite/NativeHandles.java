package io.espalier.compressor.tflite;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native objects that are freed together, the newest first, for the newer use the older. */
final class NativeHandles implements AutoCloseable {
  private final Deque<Pointer> handles = new ArrayDeque<>();

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
