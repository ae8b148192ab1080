// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Adds the interceptors to channels and to builders that applications declare as beans. A
 * class of the application's own stays what it is.
 */
final class GrpcPostProcessor implements BeanPostProcessor {

	private static final String LIBRARY = "io.grpc.";

	private final ClientInterceptor client;

	private final ServerInterceptor server;

	GrpcPostProcessor(ClientInterceptor client, ServerInterceptor server) {
		this.client = client;
		this.server = server;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ManagedChannelBuilder<?> builder) {
			builder.intercept(this.client);
		}
		else if (bean instanceof ServerBuilder<?> builder) {
			builder.intercept(this.server);
		}
		else if (bean instanceof Channel channel && bean.getClass().getName().startsWith(LIBRARY)) {
			return (channel instanceof ManagedChannel managed) ? new TracedChannel(managed, this.client)
					: ClientInterceptors.intercept(channel, this.client);
		}
		return bean;
	}

}
