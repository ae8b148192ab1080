// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ServerAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.LocalSampling;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TrustedPeers;

/**
 * Starts the record of each call, on the server and on the client.
 */
final class GrpcTelemetry {

	private static final int METHODS = 1000;

	private static final int AUTHORITIES = 100;

	private static final List<Double> BUCKETS = List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5,
			5.0, 7.5, 10.0);

	private static final String IN_PROCESS = "io.grpc.inprocess.InProcessSocketAddress";

	private static final Log logger = LogFactory.getLog(GrpcTelemetry.class);

	final Side server;

	final Side client;

	private final BoundedCache<String, Target> authorities = new BoundedCache<>(AUTHORITIES, Target::of);

	private final HostPatterns propagateTo;

	private final TextMapPropagator propagator;

	private final TrustedPeers trustedPeers;

	private final boolean trustSampled;

	private final AtomicBoolean failed = new AtomicBoolean();

	GrpcTelemetry(OpenTelemetry openTelemetry, PropagationProperties propagation, HostPatterns propagateTo) {
		this.propagateTo = propagateTo;
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.trustedPeers = TrustedPeers.of(propagation);
		this.trustSampled = propagation.trustSampled();
		this.server = new Side(openTelemetry, "server", "Measures the duration of an incoming Remote Procedure Call.",
				SpanKind.SERVER, ErrorCodes.SERVER);
		this.client = new Side(openTelemetry, "client", "Measures the duration of an outgoing Remote Procedure Call.",
				SpanKind.CLIENT, ErrorCodes.CLIENT);
	}

	RpcCall startServer(RpcMethod method, String original, @Nullable String authority, Context parent) {
		Span span = this.server.start(method, original, target(authority), parent);
		return new RpcCall(this, this.server, method.series(), parent, span);
	}

	RpcCall startClient(RpcMethod method, String original, @Nullable String authority, Context parent) {
		RpcMethod.Series series = method.series(authority);
		Span span = this.client.start(method, original, series.target, parent);
		return new RpcCall(this, this.client, series, parent, span);
	}

	/**
	 * Return the context that a request continues.
	 * @param headers the headers of the request
	 * @param connection attributes of the connection
	 * @return the context
	 */
	Context incoming(Metadata headers, Attributes connection) {
		Context current = Context.current();
		if (!isBelieved(connection)) {
			return current;
		}
		Context extracted;
		try {
			extracted = this.propagator.extract(current, headers, MetadataPropagation.GETTER);
		}
		catch (RuntimeException ex) {
			// Anybody can send any header: one that a propagator stumbles over is none.
			return current;
		}
		return (this.trustSampled || extracted == current) ? extracted : LocalSampling.require(extracted);
	}

	void inject(Context context, Metadata headers, @Nullable String authority) {
		if (!this.propagateTo.areAll() && !isPropagatedTo(target(authority))) {
			return;
		}
		try {
			this.propagator.inject(context, headers, MetadataPropagation.SETTER);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	/**
	 * Note that a call could not be recorded, which is said aloud once.
	 * @param failure what went wrong
	 */
	void failed(Throwable failure) {
		if (this.failed.compareAndSet(false, true)) {
			logger.warn("A gRPC call could not be recorded", failure);
		}
	}

	private boolean isPropagatedTo(Target target) {
		return this.propagateTo.contain(target.address(), (target.port() != null) ? target.port() : -1);
	}

	private Target target(@Nullable String authority) {
		Target target = (authority != null) ? this.authorities.getIfRoom(authority) : null;
		return (target != null) ? target : Target.of(authority);
	}

	private boolean isBelieved(Attributes connection) {
		if (this.trustedPeers.areAll()) {
			return true;
		}
		SocketAddress peer = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
		if (peer instanceof InetSocketAddress inet && inet.getAddress() != null) {
			return this.trustedPeers.contain(inet.getAddress().getHostAddress());
		}
		return peer != null && IN_PROCESS.equals(peer.getClass().getName());
	}

	/**
	 * What is particular to the server, or to the client.
	 */
	static final class Side {

		final ErrorCodes errors;

		final DoubleHistogram duration;

		private final Tracer tracer;

		private final SpanKind kind;

		private final BoundedCache<String, RpcMethod> methods;

		private final RpcMethod other;

		Side(OpenTelemetry openTelemetry, String name, String description, SpanKind kind, ErrorCodes errors) {
			String scope = "io.otelspring.grpc." + name;
			this.tracer = openTelemetry.getTracer(scope);
			this.duration = openTelemetry.getMeter(scope)
				.histogramBuilder("rpc." + name + ".call.duration")
				.setUnit("s")
				.setDescription(description)
				.setExplicitBucketBoundariesAdvice(BUCKETS)
				.build();
			this.kind = kind;
			this.errors = errors;
			this.other = new RpcMethod(RpcAttributes.OTHER, errors, false);
			this.methods = new BoundedCache<>(METHODS,
					(method) -> new RpcMethod(method, errors, ExcludedServices.contain(method)));
		}

		RpcMethod method(String fullName) {
			RpcMethod method = this.methods.getIfRoom(fullName);
			if (method != null) {
				return method;
			}
			return ExcludedServices.contain(fullName) ? new RpcMethod(fullName, this.errors, true) : this.other;
		}

		private Span start(RpcMethod method, String original, Target target, Context parent) {
			boolean other = method == this.other;
			SpanBuilder builder = this.tracer.spanBuilder(other ? RpcAttributes.SYSTEM : method.name)
				.setSpanKind(this.kind)
				.setParent(parent)
				.setAttribute(RpcAttributes.SYSTEM_NAME, RpcAttributes.SYSTEM)
				.setAttribute(RpcAttributes.METHOD, method.name);
			if (target.address() != null) {
				builder.setAttribute(ServerAttributes.SERVER_ADDRESS, target.address());
			}
			if (target.port() != null) {
				builder.setAttribute(ServerAttributes.SERVER_PORT, target.port());
			}
			Span span = builder.startSpan();
			if (other) {
				span.setAttribute(RpcAttributes.METHOD_ORIGINAL, original);
			}
			return span;
		}

	}

}
