package io.espalier.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.espalier.simulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.espalier.simulator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nettyIsOnlyInMqtt =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.espalier.simulator.mqtt")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule ofTheAgentOnlyWhatNeedsNoThreadAndNoFile =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.espalier.node",
              "io.espalier.node.disk..",
              "io.espalier.node.inference..",
              "io.espalier.node.link..",
              "io.espalier.node.serve..",
              "io.espalier.node.trial..",
              "org.eclipse.paho..");

  @ArchTest
  static final ArchRule onlyTheBrokerIsAProcessWithFiles =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.espalier.simulator.broker")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.file..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder");
}
