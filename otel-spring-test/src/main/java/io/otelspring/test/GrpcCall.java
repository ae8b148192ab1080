// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;

/**
 * What a handler of bytes is not told: the path, the metadata, and the size on the wire.
 */
final class GrpcCall extends ServerStreamTracer {

	private static final Context.Key<GrpcCall> KEY = Context.key("otlp-call");

	private final String path;

	private final Map<String, List<String>> headers;

	private volatile long wireSize;

	private volatile int peerPort;

	private GrpcCall(String path, Map<String, List<String>> headers) {
		this.path = path;
		this.headers = headers;
	}

	static GrpcCall current() {
		return KEY.get();
	}

	@Override
	public Context filterContext(Context context) {
		return context.withValue(KEY, this);
	}

	@Override
	public void inboundMessageRead(int number, long wireSize, long uncompressedSize) {
		this.wireSize = wireSize;
	}

	@Override
	public void serverCallStarted(ServerCallInfo<?, ?> callInfo) {
		if (callInfo.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer) {
			this.peerPort = peer.getPort();
		}
	}

	int peerPort() {
		return this.peerPort;
	}

	String path() {
		return this.path;
	}

	Map<String, List<String>> headers() {
		return this.headers;
	}

	String encoding() {
		return this.headers.getOrDefault("grpc-encoding", List.of("identity")).get(0);
	}

	long wireSize() {
		return this.wireSize;
	}

	private static Map<String, List<String>> headers(Metadata metadata) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String name : metadata.keys()) {
			List<String> values = new ArrayList<>();
			if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
				all(metadata, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))
					.forEach((value) -> values.add(new String(value, StandardCharsets.ISO_8859_1)));
			}
			else {
				all(metadata, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)).forEach(values::add);
			}
			headers.put(name, List.copyOf(values));
		}
		return headers;
	}

	private static <T> Iterable<T> all(Metadata metadata, Metadata.Key<T> key) {
		Iterable<T> values = metadata.getAll(key);
		return (values != null) ? values : List.of();
	}

	/**
	 * Makes one per call.
	 */
	static final class Factory extends ServerStreamTracer.Factory {

		@Override
		public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
			return new GrpcCall("/" + fullMethodName, headers(headers));
		}

	}

}
