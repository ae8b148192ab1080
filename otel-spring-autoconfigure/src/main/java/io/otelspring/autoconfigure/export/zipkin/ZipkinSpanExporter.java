// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.zipkin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Sends spans to Zipkin with the same senders as OTLP, so that batches are delivered as
 * OTLP's are. OpenTelemetry's own exporter for Zipkin is no longer published, brings four
 * more libraries, and does not say whom a span calls.
 */
public final class ZipkinSpanExporter implements SpanExporter {

	/** Where Zipkin is, unless it is said. */
	public static final String DEFAULT_ENDPOINT = "http://localhost:9411/api/v2/spans";

	private static final String PREFIX = "otel.exporter.zipkin.";

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	private final String endpoint;

	private final HttpSender sender;

	private ZipkinSpanExporter(String endpoint, HttpSender sender) {
		this.endpoint = endpoint;
		this.sender = sender;
	}

	/**
	 * Create the exporter from {@code otel.exporter.zipkin.*}.
	 * @param config the configuration of the destination, with its senders
	 * @return the exporter
	 */
	public static ZipkinSpanExporter create(ConfigProperties config) {
		String endpoint = config.getString(PREFIX + "endpoint", DEFAULT_ENDPOINT);
		Duration timeout = config.getDuration(PREFIX + "timeout", DEFAULT_TIMEOUT);
		Iterator<HttpSenderProvider> senders = config.getComponentLoader().load(HttpSenderProvider.class).iterator();
		if (!senders.hasNext()) {
			throw new IllegalStateException("The class path has no sender for HTTP");
		}
		return new ZipkinSpanExporter(endpoint,
				senders.next().createSender(new ZipkinSenderConfig(URI.create(endpoint), timeout, headers(config))));
	}

	private static Map<String, List<String>> headers(ConfigProperties config) {
		String text = config.getString(PREFIX + "headers");
		Map<String, List<String>> headers = new LinkedHashMap<>();
		if (text != null) {
			TelemetryProperties.entries(text).forEach((name, value) -> headers.put(name, List.of(value)));
		}
		return headers;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		CompletableResultCode result = new CompletableResultCode();
		this.sender.send(new Message(ZipkinSpans.write(spans)), (response) -> {
			if (response.getStatusCode() >= 200 && response.getStatusCode() < 300) {
				result.succeed();
			}
			else {
				result.failExceptionally(FailedExportException.httpFailedWithResponse(response));
			}
		}, (failure) -> result.failExceptionally(FailedExportException.httpFailedExceptionally(failure)));
		return result;
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.sender.shutdown();
	}

	@Override
	public String toString() {
		return "ZipkinSpanExporter{" + this.endpoint + '}';
	}

	/**
	 * The body of one request.
	 *
	 * @param bytes the body
	 */
	private record Message(byte[] bytes) implements MessageWriter {

		@Override
		public void writeMessage(OutputStream output) throws IOException {
			output.write(this.bytes);
		}

		@Override
		public int getContentLength() {
			return this.bytes.length;
		}

	}

}
