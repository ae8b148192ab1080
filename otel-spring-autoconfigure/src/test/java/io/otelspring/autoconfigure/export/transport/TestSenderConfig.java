// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * What the SDK's exporter of spans says to a sender.
 *
 * @param endpoint where to send
 * @param headers the headers
 */
record TestSenderConfig(URI endpoint, Map<String, List<String>> headers) implements HttpSenderConfig, GrpcSenderConfig {

	static Transport transport(Transports transports, TelemetryProperties properties) {
		SignalTransports own = transports.of("otlp", "traces", properties, null);
		String endpoint = properties.get("otel.exporter.otlp.endpoint");
		Map<String, List<String>> headers = new LinkedHashMap<>();
		properties.getMap("otel.exporter.otlp.headers").forEach((name, value) -> headers.put(name, List.of(value)));
		return "grpc".equals(properties.get("otel.exporter.otlp.protocol"))
				? own.grpc(new TestSenderConfig(URI.create(endpoint), headers))
				: own.http(new TestSenderConfig(URI.create(endpoint + "/v1/traces"), headers));
	}

	@Override
	public URI getEndpoint() {
		return this.endpoint;
	}

	@Override
	public String getContentType() {
		return "application/x-protobuf";
	}

	@Override
	public String getFullMethodName() {
		return "opentelemetry.proto.collector.trace.v1.TraceService/Export";
	}

	@Override
	public @Nullable Compressor getCompressor() {
		return null;
	}

	@Override
	public Duration getTimeout() {
		return Duration.ofSeconds(10);
	}

	@Override
	public Duration getConnectTimeout() {
		return Duration.ofSeconds(10);
	}

	@Override
	public Supplier<Map<String, List<String>>> getHeadersSupplier() {
		return () -> this.headers;
	}

	@Override
	public @Nullable ProxyOptions getProxyOptions() {
		return null;
	}

	@Override
	public @Nullable RetryPolicy getRetryPolicy() {
		return null;
	}

	@Override
	public @Nullable SSLContext getSslContext() {
		return null;
	}

	@Override
	public @Nullable X509TrustManager getTrustManager() {
		return null;
	}

	@Override
	public @Nullable ExecutorService getExecutorService() {
		return null;
	}

	@Override
	public long getMaxResponseBodySize() {
		return 4 * 1024 * 1024;
	}

}
