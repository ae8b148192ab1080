// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.GrpcChannelFactory;

/**
 * Calls by gRPC as Boot sets it up, of a service in the same process.
 */
@Configuration(proxyBeanMethods = false)
class GrpcCalls {

	private static final MethodDescriptor<String, String> METHOD = MethodDescriptor.newBuilder(new Text(), new Text())
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("shop.Prices/Of")
		.build();

	@Bean
	BindableService prices() {
		ServerServiceDefinition service = ServerServiceDefinition.builder("shop.Prices")
			.addMethod(METHOD, ServerCalls.asyncUnaryCall((sku, observer) -> {
				observer.onNext("price of " + sku);
				observer.onCompleted();
			}))
			.build();
		return () -> service;
	}

	static Callable<?> call(ConfigurableApplicationContext application) {
		Channel channel = application.getBean(GrpcChannelFactory.class).createChannel("in-process:benchmark");
		return () -> ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, "book-42");
	}

	/**
	 * Text on the wire, so that no code has to be generated.
	 */
	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String value) {
			return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try (stream) {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
