package io.espalier.controller.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What came of a simulation. Nothing in it was measured on a node.
 *
 * @param simulated true
 * @param nodes how many were simulated
 * @param reachable how many of them were to be there
 * @param converged how many serve the model and have shown that it works
 * @param recordsSent telemetry records that nodes made and sent
 * @param recordsStored those that the controller has
 * @param artifactBytes size of the model
 * @param bytesPublished payload bytes of artifacts that the controller handed to the broker until
 *     it knew that everybody serves the model
 * @param bytesPublishedAgain what it handed over after that, because a restarted broker had
 *     forgotten it; absent without a restart
 * @param connectSeconds until all were switched on and there
 * @param takeSeconds from the order until the last reachable node had the model, verified
 * @param convergeSeconds from the order until the last reachable node served it
 * @param knownSeconds from the order until the controller knew so
 * @param connectPeakPerSecond most CONNECTs in any second, after the broker's restart where there
 *     was one
 * @param reconnectSeconds from the moment the broker listened again until everybody was back;
 *     absent without a restart
 * @param controllerRssBytes resident memory of the controller's process at the end
 * @param seed of all chance
 * @param broker which one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SimulationReport(
    boolean simulated,
    int nodes,
    int reachable,
    int converged,
    long recordsSent,
    long recordsStored,
    long artifactBytes,
    long bytesPublished,
    @Nullable Long bytesPublishedAgain,
    double connectSeconds,
    double takeSeconds,
    double convergeSeconds,
    double knownSeconds,
    int connectPeakPerSecond,
    @Nullable Double reconnectSeconds,
    long controllerRssBytes,
    long seed,
    String broker) {}
