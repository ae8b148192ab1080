// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.config.Backend;
import io.otelspring.autoconfigure.config.BackendExporter;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.Destination;
import io.otelspring.autoconfigure.export.Signal;

/**
 * What the backends that {@code otel.backend} names make of the SDK. Their libraries are
 * reached by name, since a preset is data: nothing of them is needed to build this.
 */
final class NamedBackends {

	private final TelemetryProperties properties;

	private final List<Backend> backends;

	private final ClassLoader classLoader;

	/**
	 * Look at the named backends.
	 * @param properties the application's properties
	 * @param classLoader finds the backends' libraries
	 */
	NamedBackends(TelemetryProperties properties, ClassLoader classLoader) {
		this.properties = properties;
		this.backends = properties.backends();
		this.classLoader = classLoader;
		this.backends.forEach(this::checkLibraries);
	}

	private void checkLibraries(Backend backend) {
		List<String> missing = new ArrayList<>();
		backend.requirements().forEach((className, coordinates) -> {
			if (!ClassUtils.isPresent(className, this.classLoader)) {
				missing.add(coordinates);
			}
		});
		if (!missing.isEmpty()) {
			throw this.properties.invalid("otel.backend",
					"the backend '" + backend.name() + "' needs what is not on the class path",
					"Add the " + ((missing.size() > 1) ? "dependencies " : "dependency ")
							+ String.join(" and ", missing) + ".");
		}
	}

	/**
	 * Return where a signal goes.
	 * @param signal the signal
	 * @param exporters the exporters that are configured for it, or none
	 * @return the destinations
	 */
	List<Destination> destinations(Signal signal, List<String> exporters) {
		// What an extension says of all signals is not meant for where a backend is named
		boolean explicit = this.properties.originOf(signal.exporterProperty()) != null;
		if (!this.backends.isEmpty() && !explicit) {
			return this.backends.stream()
				.filter((backend) -> backend.exporters().containsKey(signal.id()))
				.map((backend) -> destination(signal, backend))
				.toList();
		}
		List<Destination> destinations = new ArrayList<>();
		for (String exporter : exporters.isEmpty() ? List.of("otlp") : exporters) {
			destinations.add(this.backends.stream()
				.filter((backend) -> backend.name().equals(exporter) && backend.exporters().containsKey(signal.id()))
				.findFirst()
				.map((backend) -> destination(signal, backend))
				.orElseGet(() -> Destination.of(signal, exporter)));
		}
		return destinations;
	}

	private Destination destination(Signal signal, Backend backend) {
		BackendExporter exporter = backend.exporters().get(signal.id());
		if (exporter == null) {
			throw new IllegalStateException(backend.name() + " does not take " + signal.id());
		}
		return new Destination(signal, backend.name(), exporter.type(), exporter.settings(),
				headers(exporter.credentials()), exporter.address());
	}

	private @Nullable Supplier<Map<String, String>> headers(BackendExporter.@Nullable Credentials credentials) {
		return (credentials != null) ? new GoogleHeaders(credentials.file(), this.classLoader) : null;
	}

	/**
	 * Return the generator of ids that a backend wants.
	 * @return the generator or {@code null} if none wants one
	 */
	@Nullable IdGenerator idGenerator() {
		for (Backend backend : this.backends) {
			if (backend.idGenerator() != null) {
				return (IdGenerator) call(backend.idGenerator(), "getInstance", new Class<?>[0]);
			}
		}
		return null;
	}

	/**
	 * Return what the backends' libraries do to the SDK by themselves.
	 * @return the customizers
	 */
	List<AutoConfigurationCustomizerProvider> customizers() {
		List<AutoConfigurationCustomizerProvider> customizers = new ArrayList<>();
		for (Backend backend : this.backends) {
			if (backend.customizer() != null) {
				String className = backend.customizer();
				customizers.add((customizer) -> call(className, "customize",
						new Class<?>[] { AutoConfigurationCustomizer.class, String.class }, customizer,
						backend.customizerArgument()));
			}
		}
		return customizers;
	}

	private @Nullable Object call(String className, String method, Class<?>[] types, @Nullable Object... arguments) {
		try {
			return ClassUtils.forName(className, this.classLoader).getMethod(method, types).invoke(null, arguments);
		}
		catch (InvocationTargetException ex) {
			throw this.properties.invalid("otel.backend",
					className + " fails: " + ex.getTargetException().getClass().getSimpleName());
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw this.properties.invalid("otel.backend",
					"the library on the class path is of another version: there is no " + className + "." + method);
		}
	}

}
