package io.espalier.shared;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackageRulesTest {
  private static final JavaClasses SHARED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.espalier.shared");

  @Test
  void packages_formNoCycles() {
    slices().matching("io.espalier.shared.(*)..").should().beFreeOfCycles().check(SHARED);
  }

  @Test
  void mqttLibrary_staysInLink() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.espalier.shared.link")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.paho..")
        .check(SHARED);
  }

  @Test
  void jsonLibrary_staysInProtocol_exceptForAnnotations() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.espalier.shared.protocol")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.fasterxml.jackson.core..",
            "com.fasterxml.jackson.databind..",
            "com.fasterxml.jackson.datatype..")
        .check(SHARED);
  }

  @Test
  void commandLineLibrary_staysInManual() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.espalier.shared.manual")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(SHARED);
  }

  @Test
  void link_knowsNoMessages() {
    noClasses()
        .that()
        .resideInAPackage("io.espalier.shared.link")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.espalier.shared.artifact",
            "io.espalier.shared.fleet",
            "io.espalier.shared.protocol",
            "io.espalier.shared.telemetry",
            "io.espalier.shared.trial")
        .check(SHARED);
  }

  @Test
  void shared_knowsNeitherVertxNorTheOtherModules() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..",
            "org.bytedeco..",
            "io.espalier.compressor..",
            "io.espalier.controller..",
            "io.espalier.node..")
        .check(SHARED);
  }
}
