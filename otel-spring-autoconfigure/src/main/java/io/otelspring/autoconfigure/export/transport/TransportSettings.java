// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * How to reach one destination with one signal.
 *
 * @param carrier the protocol, and the library that speaks it
 * @param endpoint the whole address over HTTP; scheme, host and port over gRPC
 * @param method the service and method over gRPC, such as
 * {@code opentelemetry.proto.collector.trace.v1.TraceService/Export}
 * @param headers supplies the headers
 * @param gzip whether to compress
 * @param tls the certificates and keys
 * @param proxy the proxy, or {@code null} for what the virtual machine is told
 */
record TransportSettings(Carrier carrier, URI endpoint, String method, HeaderSource headers, boolean gzip,
		TlsSource tls, @Nullable ProxySettings proxy) {

	/**
	 * The protocol, and the library that speaks it.
	 */
	enum Carrier {

		/** OTLP over HTTP, by OkHttp. */
		HTTP,

		/** Zipkin's JSON over HTTP, by OkHttp. */
		ZIPKIN,

		/** gRPC, by OkHttp. */
		GRPC,

		/** gRPC, by grpc-java. */
		GRPC_JAVA

	}

}
