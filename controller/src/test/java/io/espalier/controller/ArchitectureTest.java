package io.espalier.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.espalier.controller",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.espalier.controller";

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.espalier.controller.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEmbeddedBrokerIsOnlyInBroker =
      onlyIn("org.apache.activemq..", ROOT + ".broker");

  @ArchTest
  static final ArchRule vertxIsOnlyWhereThingsRun =
      onlyIn(
          "io.vertx..",
          ROOT,
          ROOT + ".broker",
          ROOT + ".enrol",
          ROOT + ".fleet",
          ROOT + ".homeassistant",
          ROOT + ".http",
          ROOT + ".lab",
          ROOT + ".lead",
          ROOT + ".link",
          ROOT + ".parts",
          ROOT + ".rollout",
          ROOT + ".telemetry",
          ROOT + ".trial");

  @ArchTest
  static final ArchRule vertxWebIsOnlyInHttp = onlyIn("io.vertx.ext.web..", ROOT + ".http");

  @ArchTest
  static final ArchRule theNodeIsAProcessWhoseClassesNobodyKnows =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.espalier.node..");

  @ArchTest
  static final ArchRule theSimulatorIsOnlyInSimulationLoadAndTheirCommands =
      onlyIn("io.espalier.simulator..", ROOT + ".simulation", ROOT + ".load", ROOT + ".cli");

  @ArchTest
  static final ArchRule queriesAreOnlyInStore =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "com.zaxxer..", "org.flywaydb..", "org.h2..");

  @ArchTest
  static final ArchRule certificatesAreMadeOnlyInSecure =
      onlyIn("org.bouncycastle..", ROOT + ".secure");

  @ArchTest
  static final ArchRule theLogIsSetOnlyInLogs =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".logs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ch.qos.logback..", "net.logstash..");

  @ArchTest
  static final ArchRule meterLibrariesAreOnlyInMetrics =
      onlyIn("io.micrometer..", ROOT + ".metrics");

  @ArchTest
  static final ArchRule theClientOfMlflowIsOnlyInMlflow = onlyIn("org.mlflow..", ROOT + ".mlflow");

  @ArchTest
  static final ArchRule apachesParquetIsOnlyInParquet =
      onlyIn("org.apache.parquet..", ROOT + ".parquet");

  @ArchTest
  static final ArchRule picocliIsOnlyInCliAndMain = onlyIn("picocli..", ROOT, ROOT + ".cli");

  @ArchTest
  static final ArchRule theMqttLinkIsOnlyInLink =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".link")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.espalier.shared.link.BrokerLink");

  @ArchTest
  static final ArchRule partsDoNotKnowTheirWiring =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + ".access..",
              ROOT + ".api..",
              ROOT + ".artifact..",
              ROOT + ".backup..",
              ROOT + ".broker..",
              ROOT + ".client..",
              ROOT + ".comparison..",
              ROOT + ".enrol..",
              ROOT + ".experiment..",
              ROOT + ".fleet..",
              ROOT + ".footprint..",
              ROOT + ".homeassistant..",
              ROOT + ".http..",
              ROOT + ".lab..",
              ROOT + ".lead..",
              ROOT + ".link..",
              ROOT + ".load..",
              ROOT + ".logs..",
              ROOT + ".metrics..",
              ROOT + ".mlflow..",
              ROOT + ".openapi..",
              ROOT + ".parquet..",
              ROOT + ".parts..",
              ROOT + ".process..",
              ROOT + ".rehearsal..",
              ROOT + ".report..",
              ROOT + ".rollout..",
              ROOT + ".secure..",
              ROOT + ".simulation..",
              ROOT + ".store..",
              ROOT + ".telemetry..",
              ROOT + ".trial..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);

  @ArchTest
  static final ArchRule decisionsAndFiguresArePure =
      noClasses()
          .that()
          .haveNameMatching(
              ".*\\.(TrialDispatcher|RolloutMachine|Hearing|Judge|Summary|ParetoFront|Comparison|Repetitions|Estimate|PaperTable|Plot)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "java.io..", "java.nio..", "java.time..", "java.net..")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".ControllerMain")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  private static ArchRule onlyIn(String library, String... homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
