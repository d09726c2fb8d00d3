package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.stream.IntStream;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/** LIBSVM as it comes: its own RBF kernel, its own way from pairs to classes. */
final class LibsvmOracle {
  private final svm_model model;

  LibsvmOracle(Matrix points, int[] labels, double c, double gamma) {
    svm_problem problem = new svm_problem();
    problem.l = labels.length;
    problem.y = IntStream.of(labels).asDoubleStream().toArray();
    problem.x =
        IntStream.range(0, problem.l).mapToObj(i -> nodes(points, i)).toArray(svm_node[][]::new);
    svm_parameter parameters = new svm_parameter();
    parameters.svm_type = svm_parameter.C_SVC;
    parameters.kernel_type = svm_parameter.RBF;
    parameters.gamma = gamma;
    parameters.C = c;
    parameters.eps = 1e-3;
    parameters.shrinking = 1;
    parameters.cache_size = 10;
    parameters.weight_label = new int[0];
    parameters.weight = new double[0];
    svm.svm_set_print_string_function(line -> {});
    model = svm.svm_train(problem, parameters);
  }

  int supportVectors() {
    return model.l;
  }

  /** The label of a row; fills in its decision value for each pair. */
  int predict(Matrix points, int row, double[] decisionValues) {
    return (int) svm.svm_predict_values(model, nodes(points, row), decisionValues);
  }

  private static svm_node[] nodes(Matrix points, int row) {
    svm_node[] nodes = new svm_node[points.columns()];
    for (int f = 0; f < nodes.length; f++) {
      nodes[f] = new svm_node();
      nodes[f].index = f + 1;
      nodes[f].value = points.get(row, f);
    }
    return nodes;
  }
}
