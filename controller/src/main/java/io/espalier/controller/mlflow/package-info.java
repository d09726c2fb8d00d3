/**
 * Results in an MLflow tracking server, by its own client: {@link
 * io.espalier.controller.mlflow.MlflowExport} is the front door. Blocks.
 */
@NullMarked
package io.espalier.controller.mlflow;

import org.jspecify.annotations.NullMarked;
