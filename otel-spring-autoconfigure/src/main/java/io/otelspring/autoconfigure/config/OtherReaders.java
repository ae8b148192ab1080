// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Looks for others that read a property which we do not know: placeholders in other
 * properties, properties that the application binds, and the metadata of other libraries.
 * Made only where there is such a property.
 */
final class OtherReaders {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{((?i:otel)[._][^:}]+)");

	private static final Pattern NAME = Pattern.compile("\"name\": *\"(otel\\.[^\"]+)\"");

	private final ConfigurableEnvironment environment;

	private final ListableBeanFactory beanFactory;

	private @Nullable Set<String> names;

	private @Nullable Set<String> prefixes;

	OtherReaders(ConfigurableEnvironment environment, ListableBeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether somebody else reads a property.
	 * @param key the property
	 * @return whether somebody does
	 */
	boolean read(UnknownKey key) {
		String name = NearestName.squeeze(key.name());
		if (names().contains(name)) {
			return true;
		}
		String uniform = PropertyNames.uniform(key.name());
		return prefixes().stream().anyMatch((prefix) -> uniform.startsWith(prefix + "."));
	}

	private Set<String> names() {
		Set<String> names = this.names;
		if (names == null) {
			names = new LinkedHashSet<>();
			addPlaceholders(names);
			addMetadata(names);
			this.names = names;
		}
		return names;
	}

	private void addPlaceholders(Set<String> names) {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					Object value = enumerable.getProperty(name);
					String text = (value != null) ? value.toString() : "";
					if (text.contains("${")) {
						PLACEHOLDER.matcher(text)
							.results()
							.forEach((found) -> names.add(NearestName.squeeze(found.group(1))));
					}
				}
			}
		}
	}

	private void addMetadata(Set<String> names) {
		ClassLoader classLoader = getClass().getClassLoader();
		for (String file : Set.of("META-INF/spring-configuration-metadata.json",
				"META-INF/additional-spring-configuration-metadata.json")) {
			String ours = String.valueOf(beside(file));
			try {
				for (URL url : Collections.list(classLoader.getResources(file))) {
					if (!url.toExternalForm().equals(ours)) {
						addMetadata(url, names);
					}
				}
			}
			catch (IOException ex) {
				// Then nobody there is known to read anything
			}
		}
	}

	// Find our own file of a name that others have files of as well.
	private static @Nullable URL beside(String file) {
		String path = OtherReaders.class.getName().replace('.', '/') + ".class";
		URL here = OtherReaders.class.getResource("/" + path);
		String root = String.valueOf(here);
		try {
			return (here != null) ? new URL(here, root.substring(0, root.length() - path.length()) + file) : null;
		}
		catch (MalformedURLException ex) {
			return null;
		}
	}

	private static void addMetadata(URL file, Set<String> names) throws IOException {
		try (InputStream stream = file.openStream()) {
			Matcher name = NAME.matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
			name.results().forEach((found) -> names.add(NearestName.squeeze(found.group(1))));
		}
	}

	private Set<String> prefixes() {
		Set<String> prefixes = this.prefixes;
		if (prefixes == null) {
			prefixes = new LinkedHashSet<>();
			for (String bean : this.beanFactory.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
				ConfigurationProperties annotation = this.beanFactory.findAnnotationOnBean(bean,
						ConfigurationProperties.class, false);
				Class<?> type = this.beanFactory.getType(bean, false);
				boolean ours = type != null && isOurs(type);
				if (annotation != null && !ours && annotation.prefix().startsWith("otel.")) {
					prefixes.add(PropertyNames.uniform(annotation.prefix()));
				}
			}
			this.prefixes = prefixes;
		}
		return prefixes;
	}

	private static boolean isOurs(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		CodeSource ours = OtherReaders.class.getProtectionDomain().getCodeSource();
		return source != null && ours != null && Objects.equals(source.getLocation(), ours.getLocation());
	}

}
