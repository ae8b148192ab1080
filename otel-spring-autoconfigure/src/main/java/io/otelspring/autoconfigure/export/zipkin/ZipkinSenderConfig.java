// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.zipkin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a sender needs to know of Zipkin.
 *
 * @param endpoint the address with its path
 * @param timeout the longest time that one batch may take
 * @param headers the headers of each request
 */
record ZipkinSenderConfig(URI endpoint, Duration timeout,
		Map<String, List<String>> headers) implements HttpSenderConfig {

	// Of zero, as elsewhere
	private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

	private static final Compressor GZIP = new Compressor() {

		@Override
		public String getEncoding() {
			return "gzip";
		}

		@Override
		public OutputStream compress(OutputStream output) throws IOException {
			return new GZIPOutputStream(output);
		}

	};

	@Override
	public URI getEndpoint() {
		return this.endpoint;
	}

	@Override
	public String getContentType() {
		return "application/json";
	}

	@Override
	public Compressor getCompressor() {
		return GZIP;
	}

	@Override
	public Duration getTimeout() {
		return this.timeout.isZero() ? NO_LIMIT : this.timeout;
	}

	@Override
	public Duration getConnectTimeout() {
		return getTimeout();
	}

	@Override
	public Supplier<Map<String, List<String>>> getHeadersSupplier() {
		return this::headers;
	}

	@Override
	public @Nullable ProxyOptions getProxyOptions() {
		return null;
	}

	@Override
	public RetryPolicy getRetryPolicy() {
		return RetryPolicy.getDefault();
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

}
