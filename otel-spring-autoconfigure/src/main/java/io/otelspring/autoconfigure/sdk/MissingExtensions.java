// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Says which library is missing where a sampler or a propagator is named that comes with
 * one. The engine would say that it does not know the name.
 */
final class MissingExtensions {

	private static final String PROPAGATORS = "otel.propagators";

	private static final String SAMPLER = "otel.traces.sampler";

	private static final Set<String> PROPAGATORS_OF_THE_ENGINE = Set.of("tracecontext", "baggage", "none");

	private static final Set<String> SAMPLERS_OF_THE_ENGINE = Set.of("always_on", "always_off", "traceidratio",
			"parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio");

	private static final String TRACE_PROPAGATORS = "io.opentelemetry:opentelemetry-extension-trace-propagators";

	private static final String XRAY_PROPAGATOR = "io.opentelemetry.contrib:opentelemetry-aws-xray-propagator, with a "
			+ "version such as 1.57.0-alpha";

	private static final String JAEGER_SAMPLER = "io.opentelemetry:opentelemetry-sdk-extension-jaeger-remote-sampler";

	private static final Map<String, String> LIBRARIES = Map.of("b3", TRACE_PROPAGATORS, "b3multi", TRACE_PROPAGATORS,
			"jaeger", TRACE_PROPAGATORS, "ottrace", TRACE_PROPAGATORS, "xray", XRAY_PROPAGATOR, "xray-lambda",
			XRAY_PROPAGATOR);

	private static final Map<String, String> SAMPLER_LIBRARIES = Map.of("jaeger_remote", JAEGER_SAMPLER,
			"parentbased_jaeger_remote", JAEGER_SAMPLER, "xray",
			"io.opentelemetry.contrib:opentelemetry-aws-xray, with a version such as 1.43.0");

	private MissingExtensions() {
	}

	/**
	 * Refuse a name that nothing on the class path knows.
	 * @param properties the application's properties
	 * @param loader finds extensions
	 * @throws InvalidTelemetryPropertyException if there is one
	 */
	static void refuse(TelemetryProperties properties, ComponentLoader loader) {
		for (String name : properties.getList(PROPAGATORS)) {
			if (!PROPAGATORS_OF_THE_ENGINE.contains(name) && !isKnown(loader, ConfigurablePropagatorProvider.class,
					ConfigurablePropagatorProvider::getName, name)) {
				throw missing(properties, PROPAGATORS, name, LIBRARIES.get(name));
			}
		}
		String sampler = properties.get(SAMPLER);
		if (sampler != null && !SAMPLERS_OF_THE_ENGINE.contains(sampler)) {
			String name = sampler.equals("parentbased_jaeger_remote") ? "jaeger_remote" : sampler;
			if (!isKnown(loader, ConfigurableSamplerProvider.class, ConfigurableSamplerProvider::getName, name)) {
				throw missing(properties, SAMPLER, sampler, SAMPLER_LIBRARIES.get(sampler));
			}
		}
	}

	private static <T> boolean isKnown(ComponentLoader loader, Class<T> type, Function<T, String> naming, String name) {
		for (T provider : loader.load(type)) {
			if (naming.apply(provider).equals(name)) {
				return true;
			}
		}
		return false;
	}

	private static InvalidTelemetryPropertyException missing(TelemetryProperties properties, String property,
			String name, @Nullable String library) {
		return (library != null)
				? properties.invalid(property, "'" + name + "' comes with a library that is not on the class path",
						"Add the dependency " + library + ".")
				: properties.invalid(property,
						"there is no '" + name + "', nor does a library on the class path add one");
	}

}
