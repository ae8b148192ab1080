// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/**
 * Adds headers that change while the application runs to those that senders are given.
 * The senders themselves stay as they are.
 *
 * @param components finds everything
 * @param headers supplies the headers
 */
record AuthorizedComponents(ComponentLoader components,
		Supplier<Map<String, String>> headers) implements ComponentLoader {

	@Override
	public <T> Iterable<T> load(Class<T> type) {
		if (type != HttpSenderProvider.class && type != GrpcSenderProvider.class) {
			return this.components.load(type);
		}
		List<T> senders = new ArrayList<>();
		for (T sender : this.components.load(type)) {
			senders.add(type.cast(authorized(sender)));
		}
		return senders;
	}

	private Object authorized(Object sender) {
		if (sender instanceof HttpSenderProvider http) {
			return (HttpSenderProvider) (config) -> http
				.createSender(authorized(HttpSenderConfig.class, config, config.getHeadersSupplier()));
		}
		GrpcSenderProvider grpc = (GrpcSenderProvider) sender;
		return (GrpcSenderProvider) (config) -> grpc
			.createSender(authorized(GrpcSenderConfig.class, config, config.getHeadersSupplier()));
	}

	// A proxy, so that methods which a later SDK adds to the interface are there
	private <C> C authorized(Class<C> type, C config, Supplier<Map<String, List<String>>> fixed) {
		Supplier<Map<String, List<String>>> all = () -> {
			Map<String, List<String>> merged = new LinkedHashMap<>(fixed.get());
			this.headers.get().forEach((name, value) -> merged.put(name, List.of(value)));
			return merged;
		};
		return type.cast(Proxy.newProxyInstance(AuthorizedComponents.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					if (method.getName().equals("getHeadersSupplier")) {
						return all;
					}
					try {
						return method.invoke(config, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				}));
	}

}
