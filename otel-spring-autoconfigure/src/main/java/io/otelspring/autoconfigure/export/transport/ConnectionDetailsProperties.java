// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Takes over what Spring Boot's connection details say about OTLP, as they come from
 * Testcontainers, Docker Compose or a bean of the application: they win over properties.
 * Boot has them in three modules which few applications of ours have, hence by name.
 */
public final class ConnectionDetailsProperties {

	private static final String PREFIX = "otel.exporter.otlp.";

	private static final String BUNDLE = "of-connection-details";

	private static final Map<String, String> TYPES = Map.of("traces",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails",
			"metrics",
			"org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails",
			"logs", "org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingConnectionDetails");

	private ConnectionDetailsProperties() {
	}

	/**
	 * Put connection details over properties.
	 * @param properties the application's properties
	 * @param beanFactory the application's beans
	 * @return the properties with what the connection details say
	 */
	public static TelemetryProperties apply(TelemetryProperties properties, ListableBeanFactory beanFactory) {
		Map<String, String> values = new LinkedHashMap<>();
		TYPES.forEach((signal, type) -> {
			Object details = find(type, beanFactory);
			if (details != null) {
				put(values, signal, details, properties);
			}
		});
		return values.isEmpty() ? properties : properties.with(values, "Spring Boot's connection details");
	}

	private static void put(Map<String, String> values, String signal, Object details, TelemetryProperties properties) {
		String prefix = PREFIX + signal + ".";
		String protocol = properties.get(prefix + "protocol");
		boolean grpc = "grpc".equals((protocol != null) ? protocol : properties.get(PREFIX + "protocol"));
		Method getUrl = method(details, "getUrl");
		if (getUrl.getParameterCount() == 0) {
			// Metrics go by HTTP there, whatever is said for all signals
			values.put(prefix + "protocol", "http/protobuf");
			values.put(prefix + "endpoint", String.valueOf(invoke(getUrl, details)));
		}
		else {
			Object[] transports = getUrl.getParameterTypes()[0].getEnumConstants();
			String url = String.valueOf(invoke(getUrl, details, transport(transports, grpc)));
			values.put(prefix + "endpoint", grpc ? withoutPath(url) : url);
		}
		if (invoke(method(details, "getSslBundle"), details) != null) {
			values.put(prefix + "ssl.bundle", BUNDLE);
		}
	}

	// Boot's support of containers writes a path for gRPC as well, which has none
	private static String withoutPath(String url) {
		int path = url.indexOf('/', url.indexOf("://") + 3);
		return (path < 0) ? url : url.substring(0, path);
	}

	private static @Nullable Object transport(Object[] transports, boolean grpc) {
		for (Object transport : transports) {
			if (((Enum<?>) transport).name().equals(grpc ? "GRPC" : "HTTP")) {
				return transport;
			}
		}
		return null;
	}

	static boolean isBundle(String name) {
		return name.equals(BUNDLE);
	}

	static @Nullable SslBundle bundle(String signal, ListableBeanFactory beanFactory) {
		Object details = find(TYPES.getOrDefault(signal, ""), beanFactory);
		return (details != null) ? (SslBundle) invoke(method(details, "getSslBundle"), details) : null;
	}

	private static @Nullable Object find(String typeName, ListableBeanFactory beanFactory) {
		ClassLoader classLoader = ConnectionDetailsProperties.class.getClassLoader();
		if (!ClassUtils.isPresent(typeName, classLoader)) {
			return null;
		}
		Class<?> type = ClassUtils.resolveClassName(typeName, classLoader);
		return beanFactory.getBeanProvider(type)
			.orderedStream()
			// Boot makes one of its own properties, which are not ours
			.filter((details) -> !isOfBootsProperties(details.getClass()))
			.findFirst()
			.orElse(null);
	}

	private static boolean isOfBootsProperties(Class<?> type) {
		return type.getSimpleName().startsWith("Properties") && type.getName().startsWith("org.springframework.boot.");
	}

	private static Method method(Object details, String name) {
		for (Class<?> type : ClassUtils.getAllInterfaces(details)) {
			for (Method method : type.getMethods()) {
				if (method.getName().equals(name) && TYPES.containsValue(type.getName())) {
					return method;
				}
			}
		}
		throw new IllegalStateException(details.getClass().getName() + " has no method " + name);
	}

	private static @Nullable Object invoke(Method method, Object target, @Nullable Object... arguments) {
		return ReflectionUtils.invokeMethod(method, target, arguments);
	}

}
