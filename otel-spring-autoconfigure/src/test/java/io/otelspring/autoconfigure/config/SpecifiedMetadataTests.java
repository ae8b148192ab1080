// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonWriter;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration metadata of the specified properties is the catalogue in another
 * form. Where they differ, this writes the right one to {@code target}, to be copied.
 */
class SpecifiedMetadataTests {

	private static final String FILE = "additional-spring-configuration-metadata.json";

	@Test
	void metadataIsTheCatalogue() throws IOException {
		String expected = metadata();
		Path copy = Path.of("target", FILE);
		Files.writeString(copy, expected);
		assertThat(new ClassPathResource("META-INF/" + FILE).getContentAsString(StandardCharsets.UTF_8).strip())
			.as("META-INF/%s differs from the catalogue; the right one is %s", FILE, copy)
			.isEqualTo(expected.strip());
	}

	@Test
	void everyDescriptionIsASentence() {
		assertThat(SpecifiedProperties.all()).allSatisfy(
				(property) -> assertThat(property.description()).matches("[A-Z].*\\.").doesNotMatch("(The|A) .*"));
	}

	@Test
	void everyDefaultIsAccepted() {
		assertThat(SpecifiedProperties.all()).filteredOn((property) -> property.defaultValue() != null)
			.allSatisfy((property) -> PropertyValidation.convert(property,
					new ConfiguredValue(property.name(), String.valueOf(property.defaultValue()), new NoOrigin())));
	}

	private static String metadata() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("properties", SpecifiedProperties.all().stream().map(SpecifiedMetadataTests::property).toList());
		metadata.put("hints",
				SpecifiedProperties.all()
					.stream()
					.filter((property) -> !property.values().isEmpty() && property.type() != PropertyType.BOOLEAN)
					.map(SpecifiedMetadataTests::hint)
					.toList());
		return JsonWriter.<Map<String, Object>>of((members) -> members.add().usingPairs(Map::forEach))
			.writeToString(metadata)
			.replace("{\"name\"", "\n{\"name\"")
			.replace("]}]}", "]}\n]}") + "\n";
	}

	private static Map<String, Object> property(SpecifiedProperty property) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("name", property.name());
		metadata.put("type", javaType(property.type()));
		metadata.put("description", property.description());
		if (property.defaultValue() != null) {
			metadata.put("defaultValue", switch (property.type()) {
				case INTEGER, COUNT -> Integer.valueOf(property.defaultValue());
				case BOOLEAN -> Boolean.valueOf(property.defaultValue());
				case LIST -> List.of(property.defaultValue().split(","));
				default -> property.defaultValue();
			});
		}
		if (!property.supported()) {
			metadata.put("deprecation", new TreeMap<>(Map.of("level", "error", "reason", property.description())));
		}
		return metadata;
	}

	private static Map<String, Object> hint(SpecifiedProperty property) {
		Map<String, Object> hint = new LinkedHashMap<>();
		hint.put("name", property.name());
		hint.put("values", property.values().stream().map((value) -> new TreeMap<>(Map.of("value", value))).toList());
		if (property.open()) {
			hint.put("providers", List.of(Map.of("name", "any")));
		}
		return hint;
	}

	private static String javaType(PropertyType type) {
		return switch (type) {
			case STRING, URL, FILE, REFUSED, UNSUPPORTED -> "java.lang.String";
			case BOOLEAN -> "java.lang.Boolean";
			case INTEGER, COUNT -> "java.lang.Integer";
			case DURATION, INTERVAL -> "java.time.Duration";
			case LIST -> "java.util.List<java.lang.String>";
			case MAP -> "java.util.Map<java.lang.String,java.lang.String>";
		};
	}

	private static final class NoOrigin implements org.springframework.boot.origin.Origin {

	}

}
