// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ClientAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.UserAgentAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.LocalSampling;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.redaction.CapturedHeader;
import io.otelspring.autoconfigure.web.HttpMethods;

/**
 * The span and the measurements of one request, from its arrival until its response is
 * complete. A subclass tells what it reads from the server's request and response. What
 * the sampler needs is read before it decides, and the rest only if it decided to record.
 */
public abstract class ServerExchange {

	private static final AtomicIntegerFieldUpdater<ServerExchange> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(ServerExchange.class, "ended");

	private static final @Nullable Long[] STATUS_CODES = statusCodes();

	private final HttpServerTelemetry telemetry;

	private Context context = Context.root();

	private Span span = Span.getInvalid();

	private String method = HttpMethods.OTHER;

	private String scheme = "http";

	private long startedAt;

	private @Nullable HttpRoute route;

	private volatile int ended;

	protected ServerExchange(HttpServerTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Begin to record the request.
	 */
	protected final void start() {
		this.startedAt = System.nanoTime();
		Context parent = incoming();
		HttpServerSettings settings = this.telemetry.settings;
		String requestMethod = requestMethod();
		String method = settings.methods.toRecord(requestMethod);
		String scheme = scheme();
		String userAgent = userAgent();
		String serverAddress = withoutBrackets(serverAddress());
		SpanBuilder builder = this.telemetry.tracer.spanBuilder(HttpMethods.inSpanName(method))
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method)
			.setAttribute(UrlAttributes.URL_SCHEME, scheme)
			.setAttribute(UrlAttributes.URL_PATH, settings.redaction.path(path()))
			.setAttribute(ClientAttributes.CLIENT_ADDRESS, withoutBrackets(clientAddress()));
		String query = settings.redaction.query(query());
		if (query != null) {
			builder.setAttribute(UrlAttributes.URL_QUERY, query);
		}
		if (userAgent != null) {
			builder.setAttribute(UserAgentAttributes.USER_AGENT_ORIGINAL, userAgent);
		}
		if (serverAddress != null) {
			builder.setAttribute(ServerAttributes.SERVER_ADDRESS, serverAddress)
				.setAttribute(ServerAttributes.SERVER_PORT, (long) serverPort());
		}
		captureRequestHeaders(builder, settings.requestHeaders);
		this.method = method;
		this.scheme = scheme;
		this.span = builder.startSpan();
		this.context = parent.with(this.span);
		if (this.span.isRecording()) {
			describe(requestMethod);
		}
		this.telemetry.metrics.started(method, scheme, this.context);
	}

	/**
	 * Record nothing of the request, nor of what it calls.
	 */
	protected final void suppress() {
		this.ended = 1;
		this.context = Suppression.suppress(incoming());
	}

	/**
	 * End the record of the request. The second call and those after it do nothing.
	 * @param status the status code of the response, 0 if there is none
	 * @param failure what made the request fail: an exception that nothing handled or
	 * that was handled by a response of the 5xx class
	 * @param cancelled whether the client went away
	 */
	protected final void end(int status, @Nullable Throwable failure, boolean cancelled) {
		if (!ENDED.compareAndSet(this, 0, 1)) {
			return;
		}
		long nanoseconds = System.nanoTime() - this.startedAt;
		NetworkProtocol protocol = NetworkProtocol.of(protocol());
		String errorType = errorType(status, failure, cancelled);
		HttpServerMetrics metrics = this.telemetry.metrics;
		try {
			metrics.ended(this.method, this.scheme, this.context);
			metrics.record(nanoseconds / 1e9, new HttpServerMetrics.DurationKey(this.method, this.scheme, protocol,
					this.route, status, errorType), this.context);
			Throwable recorded = (errorType != null) ? failure : null;
			List<CompletedRequests> listeners = this.telemetry.listeners;
			for (int i = 0; i < listeners.size(); i++) {
				listeners.get(i).completed(this.method, this.route, status, recorded, nanoseconds);
			}
			if (this.span.isRecording()) {
				complete(status, errorType, recorded);
			}
		}
		finally {
			this.span.end();
		}
	}

	/**
	 * Return the context that the request is handled in.
	 * @return the context
	 */
	public final Context context() {
		return this.context;
	}

	/**
	 * Return whether the record has ended or there is none.
	 * @return whether it has ended
	 */
	public final boolean hasEnded() {
		return this.ended != 0;
	}

	/**
	 * Return the method as it is recorded.
	 * @return the method
	 */
	public final String method() {
		return this.method;
	}

	/**
	 * Return the route of the request.
	 * @return the route, or {@code null} as long as there is none
	 */
	public final @Nullable HttpRoute route() {
		return this.route;
	}

	/**
	 * Set the route of the request. The first one holds, which is that of the request as
	 * it arrived and not of anything it was forwarded to.
	 * @param route the route
	 */
	public final void route(HttpRoute route) {
		if (this.route == null) {
			this.route = route;
		}
	}

	/**
	 * Return the value of the response header that tells the caller about the span.
	 * @return the value, or {@code null} if there is no span
	 */
	public final @Nullable String traceResponse() {
		SpanContext current = this.span.getSpanContext();
		if (!current.isValid()) {
			return null;
		}
		return "00-" + current.getTraceId() + "-" + current.getSpanId() + "-" + current.getTraceFlags().asHex();
	}

	protected abstract Context extract(TextMapPropagator propagator, Context context);

	protected abstract String requestMethod();

	protected abstract String scheme();

	protected abstract String path();

	protected abstract @Nullable String query();

	protected abstract @Nullable String userAgent();

	protected abstract @Nullable String serverAddress();

	protected abstract int serverPort();

	protected abstract @Nullable String clientAddress();

	protected abstract @Nullable String peerAddress();

	protected abstract int peerPort();

	protected abstract @Nullable String protocol();

	protected abstract List<String> requestHeader(String name);

	protected abstract List<String> responseHeader(String name);

	private Context incoming() {
		Context current = Context.current();
		HttpServerSettings settings = this.telemetry.settings;
		if (!settings.trustedPeers.areAll() && !settings.trustedPeers.contain(peerAddress())) {
			return current;
		}
		Context extracted;
		try {
			extracted = extract(this.telemetry.propagator, current);
		}
		catch (RuntimeException ex) {
			// Anybody can send any header: one that a propagator stumbles over is none.
			return current;
		}
		return (settings.trustSampled || extracted == current) ? extracted : LocalSampling.require(extracted);
	}

	private void captureRequestHeaders(SpanBuilder builder, List<CapturedHeader> headers) {
		for (int i = 0; i < headers.size(); i++) {
			CapturedHeader header = headers.get(i);
			List<String> values = requestHeader(header.name());
			if (!values.isEmpty()) {
				builder.setAttribute(header.key(), header.toRecord(values));
			}
		}
	}

	private void describe(String requestMethod) {
		Span span = this.span;
		if (!this.method.equals(requestMethod)) {
			span.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD_ORIGINAL, requestMethod);
		}
		NetworkProtocol protocol = NetworkProtocol.of(protocol());
		if (protocol.name() != null) {
			span.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_NAME, protocol.name());
		}
		if (protocol.version() != null) {
			span.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_VERSION, protocol.version());
		}
		String peerAddress = peerAddress();
		if (peerAddress != null) {
			span.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, peerAddress);
			int peerPort = peerPort();
			if (peerPort > 0) {
				span.setAttribute(NetworkAttributes.NETWORK_PEER_PORT, (long) peerPort);
			}
		}
	}

	private void complete(int status, @Nullable String errorType, @Nullable Throwable failure) {
		Span span = this.span;
		HttpRoute route = this.route;
		if (route != null) {
			span.updateName(route.spanName());
			span.setAttribute(HttpAttributes.HTTP_ROUTE, route.template());
		}
		Long statusCode = (status > 0 && status < STATUS_CODES.length) ? STATUS_CODES[status] : null;
		if (statusCode != null) {
			span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, statusCode);
		}
		if (errorType != null) {
			span.setAttribute(ErrorAttributes.ERROR_TYPE, errorType);
			String message = (failure != null) ? failure.getMessage() : null;
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
			if (failure != null) {
				span.recordException(failure);
			}
		}
		List<CapturedHeader> headers = this.telemetry.settings.responseHeaders;
		for (int i = 0; i < headers.size(); i++) {
			CapturedHeader header = headers.get(i);
			List<String> values = responseHeader(header.name());
			if (!values.isEmpty()) {
				span.setAttribute(header.key(), header.toRecord(values));
			}
		}
	}

	private static @Nullable String withoutBrackets(@Nullable String address) {
		if (address == null || address.length() < 2 || address.charAt(0) != '[') {
			return address;
		}
		return address.substring(1, address.endsWith("]") ? address.length() - 1 : address.length());
	}

	private static @Nullable String errorType(int status, @Nullable Throwable failure, boolean cancelled) {
		if (cancelled) {
			return null;
		}
		if (failure != null) {
			return failure.getClass().getName();
		}
		return (status >= 500) ? Integer.toString(status) : null;
	}

	private static @Nullable Long[] statusCodes() {
		@Nullable Long[] codes = new @Nullable Long[1000];
		for (int i = 100; i < codes.length; i++) {
			codes[i] = (long) i;
		}
		return codes;
	}

}
