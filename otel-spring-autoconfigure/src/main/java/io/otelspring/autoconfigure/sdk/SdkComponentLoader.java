// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportCustomizers;

/**
 * Supplies the SDK's engine with its extensions: those of the class path, the
 * application's beans of the same types, and, after all others, our own customization.
 */
final class SdkComponentLoader implements ComponentLoader {

	private static final String OKHTTP = "okhttp";

	private static final String GRPC_JAVA = "grpc-java";

	private final ComponentLoader classPath;

	private final SdkBeans beans;

	private final TelemetryProperties properties;

	private final ExportCustomizers exports;

	private final List<AutoConfigurationCustomizerProvider> backends;

	private @Nullable AutoConfigurationCustomizerProvider last;

	SdkComponentLoader(ClassLoader classLoader, SdkBeans beans, TelemetryProperties properties,
			ExportCustomizers exports, List<AutoConfigurationCustomizerProvider> backends) {
		this.classPath = ComponentLoader.forClassLoader(classLoader);
		this.beans = beans;
		this.properties = properties;
		this.exports = exports;
		this.backends = backends;
	}

	/**
	 * Let a customization come after those of all extensions.
	 * @param last the customization
	 */
	void customizeLast(AutoConfigurationCustomizerProvider last) {
		this.last = last;
	}

	@Override
	public <T> Iterable<T> load(Class<T> type) {
		List<T> components = new ArrayList<>();
		this.classPath.load(type).forEach(components::add);
		if (type == HttpSenderProvider.class || type == GrpcSenderProvider.class) {
			return senders(type, components);
		}
		components.addAll(this.beans.all(type));
		if (type == AutoConfigurationCustomizerProvider.class) {
			this.backends.forEach((customizer) -> components.add(type.cast(customizer)));
			components.replaceAll((provider) -> type.cast(guarded((AutoConfigurationCustomizerProvider) provider)));
			if (this.last != null) {
				components.add(type.cast(this.last));
			}
		}
		return components;
	}

	private <T> List<T> senders(Class<T> type, List<T> senders) {
		String wanted = (type == GrpcSenderProvider.class) ? this.properties.get("otel.exporter.otlp.grpc.transport")
				: OKHTTP;
		String marker = GRPC_JAVA.equals(wanted) ? "managedchannel" : OKHTTP;
		List<T> chosen = senders.stream().filter((sender) -> sender.getClass().getName().contains(marker)).toList();
		if (chosen.isEmpty() && GRPC_JAVA.equals(wanted)) {
			throw this.properties.invalid("otel.exporter.otlp.grpc.transport",
					"grpc-java's transport is not on the class path: add the dependencies "
							+ "io.opentelemetry:opentelemetry-exporter-sender-grpc-managed-channel and io.grpc:grpc-netty");
		}
		return chosen.isEmpty() ? senders : chosen;
	}

	private AutoConfigurationCustomizerProvider guarded(AutoConfigurationCustomizerProvider provider) {
		return new AutoConfigurationCustomizerProvider() {

			@Override
			public void customize(AutoConfigurationCustomizer customizer) {
				provider.customize(SdkComponentLoader.this.exports.inPlaceOf(customizer));
			}

			@Override
			public int order() {
				return provider.order();
			}

		};
	}

}
