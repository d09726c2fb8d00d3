package io.espalier.compressor.tflite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.espalier.compressor", importOptions = DoNotIncludeTests.class)
class TfLiteFenceTest {
  @ArchTest
  static final ArchRule generatedAndNativeClassesStayInTheTfLitePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.espalier.compressor.tflite")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.google.flatbuffers..", "org.tensorflow..", "org.bytedeco.tensorflowlite..");
}
