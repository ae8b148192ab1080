// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of properties in the page on configuration, and the list of our own
 * properties, are the catalogue and the metadata in another form. Where they differ, this
 * writes the right file to {@code target}, to be copied.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Path LIST = Path.of("src", "main", "resources", "io", "otelspring", "autoconfigure", "config",
			"own-properties.properties");

	@Test
	void tablesAreComplete() throws IOException {
		String page = Files.readString(PAGE);
		String expected = replace(replace(page, "specified properties", specifiedProperties()), "own properties",
				ownProperties());
		Path copy = Path.of("target", "configuration.md");
		Files.writeString(copy, expected);
		assertThat(page).as("%s differs from the code; the right one is %s", PAGE, copy).isEqualTo(expected);
	}

	@Test
	void listOfOwnPropertiesIsComplete() throws IOException {
		StringBuilder list = new StringBuilder("# The properties that records bind, and their types\n");
		ownMetadata()
			.forEach((name, property) -> list.append(name).append('=').append(property.get("type")).append('\n'));
		Path copy = Path.of("target", LIST.getFileName().toString());
		Files.writeString(copy, list);
		assertThat(Files.readString(LIST)).as("%s differs from the metadata; the right one is %s", LIST, copy)
			.isEqualTo(list.toString());
		assertThat(OwnProperties.load().names()).hasSizeGreaterThan(15)
			.containsExactlyInAnyOrderElementsOf(ownMetadata().keySet());
	}

	private static String replace(String page, String table, String rows) {
		String begin = "<!-- " + table + ": begin -->\n";
		String end = "<!-- " + table + ": end -->";
		assertThat(page).contains(begin, end);
		return page.substring(0, page.indexOf(begin) + begin.length()) + rows + page.substring(page.indexOf(end));
	}

	private static String specifiedProperties() {
		return "| property | values | default | |\n|---|---|---|---|\n" + SpecifiedProperties.all()
			.stream()
			.map((property) -> row(property.name(), values(property), property.defaultValue(), property.description()))
			.collect(Collectors.joining());
	}

	private static String values(SpecifiedProperty property) {
		String values = property.values()
			.stream()
			.map((value) -> "`" + value + "`")
			.collect(Collectors.joining(", ", "", property.open() ? ", …" : ""));
		return switch (property.type()) {
			case STRING -> property.values().isEmpty() ? "text" : values;
			case BOOLEAN -> values;
			case INTEGER, COUNT -> "number";
			case DURATION, INTERVAL -> "duration";
			case FILE -> "file";
			case URL -> "URL";
			case LIST -> property.values().isEmpty() ? "list" : "list of " + values;
			case MAP -> "map";
			case REFUSED -> "none";
			case UNSUPPORTED -> "no effect";
		};
	}

	private static String ownProperties() throws IOException {
		StringBuilder rows = new StringBuilder("| property | values | default | |\n|---|---|---|---|\n");
		ownMetadata().forEach((name, property) -> {
			Object defaultValue = property.get("defaultValue");
			rows.append(row(name, type(String.valueOf(property.get("type"))),
					(defaultValue instanceof List<?> list)
							? list.stream().map(String::valueOf).collect(Collectors.joining(","))
							: (defaultValue != null) ? defaultValue.toString() : null,
					String.valueOf(property.get("description"))));
		});
		return rows.toString();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> ownMetadata() throws IOException {
		Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(Files.readString(METADATA));
		Map<String, Map<String, Object>> own = new TreeMap<>();
		for (Map<String, Object> property : (List<Map<String, Object>>) metadata.get("properties")) {
			String name = String.valueOf(property.get("name"));
			if (name.startsWith("otel.") && SpecifiedProperties.find(name) == null) {
				own.put(name, property);
			}
		}
		return own;
	}

	private static String type(String javaType) {
		if (javaType.startsWith("java.util.List") || javaType.startsWith("java.util.Set")) {
			return "list";
		}
		if (javaType.startsWith("java.util.Map")) {
			return "map";
		}
		return switch (javaType) {
			case "java.lang.String" -> "text";
			case "java.lang.Boolean" -> "`true`, `false`";
			case "java.time.Duration" -> "duration";
			case "java.lang.Integer", "java.lang.Long", "java.lang.Double" -> "number";
			case "org.springframework.util.unit.DataSize" -> "size";
			case "java.io.File", "java.nio.file.Path" -> "file";
			default -> constants(javaType);
		};
	}

	private static String constants(String javaType) {
		try {
			return List.of(Class.forName(javaType).getEnumConstants())
				.stream()
				.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase().replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String row(String name, String values, @Nullable String defaultValue, String description) {
		return "| `" + name + "` | " + values + " | " + ((defaultValue != null) ? "`" + defaultValue + "`" : "") + " | "
				+ description + " |\n";
	}

}
