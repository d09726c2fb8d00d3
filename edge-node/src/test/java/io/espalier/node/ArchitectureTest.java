package io.espalier.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.espalier.node", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule nativeTensorFlowLiteIsOnlyInInference =
      onlyIn("io.espalier.node.inference", "org.bytedeco..");

  @ArchTest
  static final ArchRule theMqttLinkIsOnlyInLink =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.espalier.node.link", "io.espalier.node")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.espalier.shared.link", "org.eclipse.paho..");

  @ArchTest
  static final ArchRule topicsAreBuiltOnlyInLink =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.espalier.node.link", "io.espalier.node")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.espalier.shared.protocol.Topics");

  @ArchTest
  static final ArchRule oshiIsOnlyInTelemetry = onlyIn("io.espalier.node.telemetry", "oshi..");

  @ArchTest static final ArchRule picocliIsOnlyInMain = onlyIn("io.espalier.node", "picocli..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.espalier.node.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule partsDoNotKnowTheirWiring =
      noClasses()
          .that()
          .resideInAPackage("io.espalier.node.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.espalier.node");

  private static ArchRule onlyIn(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
