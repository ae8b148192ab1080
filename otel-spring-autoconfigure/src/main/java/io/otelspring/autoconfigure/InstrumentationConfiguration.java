// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * An auto-configuration of ours that has a switch, without loading it. An instrumentation
 * may have several.
 *
 * @param className its class, which is the name of its bean too
 * @param instrumentation the name of the instrumentation as it stands in its switch
 * @param enabledByDefault whether it is on where no property says anything
 */
public record InstrumentationConfiguration(String className, String instrumentation, boolean enabledByDefault) {

	private static final String PACKAGE = "io.otelspring.";

	/**
	 * Finds all of them.
	 * @param classLoader where they are looked for
	 * @return those on the class path
	 */
	public static List<InstrumentationConfiguration> all(@Nullable ClassLoader classLoader) {
		List<InstrumentationConfiguration> all = new ArrayList<>();
		MetadataReaderFactory metadata = new SimpleMetadataReaderFactory(classLoader);
		for (String candidate : ImportCandidates.load(AutoConfiguration.class, classLoader)) {
			InstrumentationConfiguration found = candidate.startsWith(PACKAGE) ? of(candidate, metadata) : null;
			if (found != null) {
				all.add(found);
			}
		}
		return all;
	}

	private static @Nullable InstrumentationConfiguration of(String className, MetadataReaderFactory factory) {
		try {
			Map<String, @Nullable Object> attributes = factory.getMetadataReader(className)
				.getAnnotationMetadata()
				.getAnnotationAttributes(ConditionalOnInstrumentation.class.getName());
			return (attributes != null) ? new InstrumentationConfiguration(className,
					String.valueOf(attributes.get("value")), Boolean.TRUE.equals(attributes.get("enabledByDefault")))
					: null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
