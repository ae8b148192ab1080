// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;

/**
 * Makes the transport of one signal to one destination: as its exporter configures a
 * sender, with what the properties and beans have beyond that.
 */
public final class SignalTransports {

	private final Transports transports;

	private final Wire wire;

	private final String signal;

	private final boolean grpcJava;

	private final Map<String, Path> headerFiles;

	private final TlsSource tls;

	private final @Nullable ProxySettings proxy;

	private final TransportBeans beans;

	SignalTransports(Transports transports, ExporterSettings settings, TlsSource tls, TransportBeans beans) {
		this.transports = transports;
		this.wire = settings.wire();
		this.signal = settings.signal();
		this.grpcJava = settings.grpcJava();
		this.headerFiles = settings.headerFiles();
		this.tls = tls;
		this.proxy = settings.proxy();
		this.beans = beans;
	}

	/**
	 * Make a transport for HTTP.
	 * @param config the exporter's configuration of a sender
	 * @return the transport, which ends with the factory if it is not closed before
	 */
	public Transport http(HttpSenderConfig config) {
		return create((this.wire == Wire.ZIPKIN) ? Carrier.ZIPKIN : Carrier.HTTP, config.getEndpoint(), "",
				config.getHeadersSupplier(), config.getCompressor(),
				tls(config.getSslContext(), config.getTrustManager()));
	}

	/**
	 * Make a transport for gRPC.
	 * @param config the exporter's configuration of a sender
	 * @return the transport, which ends with the factory if it is not closed before
	 */
	public Transport grpc(GrpcSenderConfig config) {
		return create(this.grpcJava ? Carrier.GRPC_JAVA : Carrier.GRPC, config.getEndpoint(),
				config.getFullMethodName(), config.getHeadersSupplier(), config.getCompressor(),
				tls(config.getSslContext(), config.getTrustManager()));
	}

	/**
	 * Count the items of a serialised batch.
	 * @param body the batch
	 * @return the number of spans, data points or log records
	 */
	public int items(byte[] body) {
		return this.wire.items(this.signal, body);
	}

	private TlsSource tls(@Nullable SSLContext context, @Nullable X509TrustManager trustManager) {
		// What the SDK has from the same files it has once and for all
		return (this.tls != TlsSource.DEFAULT) ? this.tls : SenderTls.of(context, trustManager);
	}

	private Transport create(Carrier carrier, URI endpoint, String method,
			Supplier<Map<String, List<String>>> configured, @Nullable Compressor compressor, TlsSource tls) {
		HeaderSource headers = new RequestHeaderSource(configured, this.headerFiles, this::customizers, endpoint,
				this.signal);
		boolean gzip = compressor != null && compressor.getEncoding().equals("gzip");
		return this.transports.create(new TransportSettings(carrier, endpoint, method, headers, gzip, tls, this.proxy));
	}

	// Their tokens are for receivers of OTLP, and for nobody else
	private List<OtlpHeadersCustomizer> customizers() {
		return (this.wire == Wire.OTLP) ? this.beans.customizers() : List.of();
	}

}
