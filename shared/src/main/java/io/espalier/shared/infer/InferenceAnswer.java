package io.espalier.shared.infer;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What the model made of the samples, or why it did not.
 *
 * @param id of the request
 * @param model which model answered; absent when none serves
 * @param outputs a row for each of input; absent on an error; not copied
 * @param classes a class for each row, where the deployment has a head or its samples have labels
 * @param micros how long the model took for all rows together
 * @param error one line for people; absent when all is well
 */
@SuppressWarnings("ArrayRecordComponent")
public record InferenceAnswer(
    @JsonSetter(nulls = Nulls.SET) @Nullable String id,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest model,
    @JsonSetter(nulls = Nulls.SET) float @Nullable [][] outputs,
    @JsonSetter(nulls = Nulls.SET) int @Nullable [] classes,
    double micros,
    @JsonSetter(nulls = Nulls.SET) @Nullable String error) {}
