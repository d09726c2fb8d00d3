package io.espalier.controller.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {
  private final ApiDescription description = ApiDescription.read();
  private final JsonNode document = description.document();

  @Test
  void everyReference_leadsSomewhere() {
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  @Test
  void everyOperation_hasANameOfItsOwn_aRole_andParametersForItsPath() {
    List<String> names =
        description.operations().stream()
            .map(operation -> operation.description().path("operationId").asText())
            .toList();
    assertThat(names).doesNotHaveDuplicates().doesNotContain("");
    for (ApiDescription.Operation operation : description.operations()) {
      assertThat(operation.role()).as(operation.toString()).isIn("viewer", "operator", "admin");
      assertThat(operation.description().path("summary").asText())
          .as(operation + " summary")
          .endsWith(".");
      assertThat(operation.description().path("responses").has("401")).isTrue();
    }
  }

  @Test
  void viewsAreDescribedAsTheyAre() {
    JsonNode node = document.at("/components/schemas/NodeView");
    assertThat(node.at("/required").toString())
        .isEqualTo("[\"id\",\"online\",\"lastSeen\",\"labels\",\"labelsSet\"]");
    assertThat(node.at("/properties/lastSeen/format").asText()).isEqualTo("date-time");
    assertThat(node.at("/properties/labels/additionalProperties/type").asText())
        .isEqualTo("string");
    assertThat(node.at("/properties/reported/$ref").asText())
        .isEqualTo("#/components/schemas/ReportedState");
    assertThat(document.at("/components/schemas/RolloutView/properties/stage/enum").toString())
        .contains("rolling_back");
  }
}
