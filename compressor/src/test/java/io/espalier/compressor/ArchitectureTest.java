package io.espalier.compressor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.espalier.compressor", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.espalier.compressor.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingKnowsThePipelineButItself =
      noClasses()
          .that()
          .resideInAPackage("io.espalier.compressor.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.espalier.compressor");

  @ArchTest
  static final ArchRule openBlasStaysInLinalg =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.espalier.compressor.linalg")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.openblas..");

  @ArchTest
  static final ArchRule itIsALibraryThatKnowsNoNetworkAndNoConsole =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "io.vertx..", "org.eclipse.paho..", "picocli..");

  @ArchTest
  static final ArchRule onlyDataReadsFiles =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.espalier.compressor.data")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.file..");

  @ArchTest
  static final ArchRule chanceComesFromASeed =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .doNotHaveFullyQualifiedName("java.util.Random")
          .andShould()
          .onlyDependOnClassesThat()
          .doNotHaveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");
}
