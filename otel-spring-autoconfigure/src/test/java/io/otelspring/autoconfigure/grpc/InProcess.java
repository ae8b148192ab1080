// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;

/**
 * A server and a channel to it, without a network.
 */
final class InProcess implements AutoCloseable {

	private final Server server;

	private final ManagedChannel transport;

	private final Channel channel;

	private InProcess(Server server, ManagedChannel transport, Channel channel) {
		this.server = server;
		this.transport = transport;
		this.channel = channel;
	}

	static InProcess start(BindableService service, List<ClientInterceptor> client, List<ServerInterceptor> server) {
		return start(service, client, server, Runnable::run);
	}

	static InProcess start(BindableService service, List<ClientInterceptor> client, List<ServerInterceptor> server,
			Executor executor) {
		String name = UUID.randomUUID().toString();
		InProcessServerBuilder builder = InProcessServerBuilder.forName(name).executor(executor).addService(service);
		server.forEach(builder::intercept);
		ManagedChannel transport = InProcessChannelBuilder.forName(name).directExecutor().build();
		try {
			return new InProcess(builder.build().start(), transport, ClientInterceptors.intercept(transport, client));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Channel channel() {
		return this.channel;
	}

	@Override
	public void close() {
		this.transport.shutdownNow();
		this.server.shutdownNow();
		try {
			this.server.awaitTermination(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
