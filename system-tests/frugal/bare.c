/*
 * The least that a process can take which runs a model: TensorFlow Lite's C interface, XNNPACK, and
 * nothing else. It says how long after its start the first inference was done, and what a thousand
 * more took; then it stays until its standard input ends, to be looked at.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* What is used of tensorflow/lite/c/c_api.h and of the XNNPACK delegate. */
extern void *TfLiteModelCreateFromFile(const char *path);
extern void *TfLiteInterpreterOptionsCreate(void);
extern void TfLiteInterpreterOptionsSetNumThreads(void *options, int32_t threads);
extern void TfLiteInterpreterOptionsAddDelegate(void *options, void *delegate);
extern void *TfLiteXNNPackDelegateCreate(const void *options);
extern void *TfLiteInterpreterCreate(const void *model, const void *options);
extern int TfLiteInterpreterAllocateTensors(void *interpreter);
extern int TfLiteInterpreterInvoke(void *interpreter);
extern void *TfLiteInterpreterGetInputTensor(const void *interpreter, int32_t index);
extern void *TfLiteTensorData(const void *tensor);
extern size_t TfLiteTensorByteSize(const void *tensor);

enum { INFERENCES = 1000 };

static double micros(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

/* Since boot, as the kernel has it of this process, in hundredths of a second. */
static double micros_of_start(void) {
  unsigned long long ticks = 0;
  FILE *stat = fopen("/proc/self/stat", "r");
  if (!stat || fscanf(stat,
                      "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
                      "%*d %*d %*d %*d %llu",
                      &ticks) != 1) {
    return 0;
  }
  fclose(stat);
  return ticks * 1e6 / sysconf(_SC_CLK_TCK);
}

static int ascending(const void *a, const void *b) {
  double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}

static void fail(const char *what) {
  fprintf(stderr, "bare: %s\n", what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 2) fail("expected one argument, a .tflite file");
  void *model = TfLiteModelCreateFromFile(argv[1]);
  if (!model) fail("expected a .tflite file");
  void *options = TfLiteInterpreterOptionsCreate();
  TfLiteInterpreterOptionsSetNumThreads(options, 1);
  TfLiteInterpreterOptionsAddDelegate(options, TfLiteXNNPackDelegateCreate(NULL));
  void *interpreter = TfLiteInterpreterCreate(model, options);
  if (!interpreter || TfLiteInterpreterAllocateTensors(interpreter)) fail("the model was refused");
  void *input = TfLiteInterpreterGetInputTensor(interpreter, 0);
  float *row = TfLiteTensorData(input);
  for (size_t i = 0; i < TfLiteTensorByteSize(input) / sizeof(float); i++) {
    row[i] = rand() / (float)RAND_MAX;
  }
  if (TfLiteInterpreterInvoke(interpreter)) fail("the model failed");
  printf("first %.0f ms\n", (micros(CLOCK_BOOTTIME) - micros_of_start()) / 1e3);
  static double taken[INFERENCES];
  for (int i = 0; i < INFERENCES; i++) {
    double start = micros(CLOCK_MONOTONIC);
    TfLiteInterpreterInvoke(interpreter);
    taken[i] = micros(CLOCK_MONOTONIC) - start;
  }
  qsort(taken, INFERENCES, sizeof(double), ascending);
  printf("p50 %.1f us\n", taken[INFERENCES / 2]);
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
