// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.google.rpc.Status;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.otelspring.test.ReceivedRequest.Protocol;

/**
 * Receives OTLP as protocol buffers over HTTP, and spans as Zipkin does.
 */
final class HttpReceiver implements Receiver {

	private static final String PROTOBUF = "application/x-protobuf";

	private static final String JSON = "application/json";

	private static final int ACCEPTED = 202;

	private static final Set<String> ENCODINGS = Set.of("identity", "gzip");

	private final Reception reception;

	private final ExecutorService executor = Executors.newCachedThreadPool(new ReceiverThreads("otlp-http"));

	private final HttpServer server;

	HttpReceiver(InetSocketAddress address, Reception reception) throws IOException {
		this.reception = reception;
		this.server = HttpServer.create(address, 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	@Override
	public int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			IncomingRequest incoming = read(exchange);
			Optional<Signal> signal = incoming.isZipkin() ? Optional.of(Signal.TRACES) : Signal.ofPath(incoming.path());
			int refusal = signal.isPresent() ? refusal(incoming) : 404;
			Optional<byte[]> body = (refusal == 0) ? decode(incoming) : Optional.empty();
			if (signal.isEmpty() || body.isEmpty()) {
				this.reception.receiveStray(incoming);
				exchange.sendResponseHeaders((refusal != 0) ? refusal : 400, -1);
				return;
			}
			Receipt receipt = this.reception.receive(signal.get(), incoming.withBody(body.get()));
			if (!receipt.answerLost()) {
				respond(exchange, receipt, incoming.isZipkin());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static int refusal(IncomingRequest incoming) {
		if (!"POST".equals(incoming.method())) {
			return 405;
		}
		String contentType = incoming.headers().getOrDefault("content-type", List.of("")).get(0);
		boolean readable = contentType.startsWith(incoming.isZipkin() ? JSON : PROTOBUF)
				&& ENCODINGS.contains(incoming.encoding());
		return readable ? 0 : 415;
	}

	private static IncomingRequest read(HttpExchange exchange) throws IOException {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
		byte[] sent = exchange.getRequestBody().readAllBytes();
		String encoding = headers.getOrDefault("content-encoding", List.of("identity")).get(0);
		return new IncomingRequest(Protocol.HTTP, exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
				headers, encoding, sent.length, exchange.getRemoteAddress().getPort(), sent);
	}

	private static Optional<byte[]> decode(IncomingRequest incoming) {
		if (!"gzip".equals(incoming.encoding())) {
			return Optional.of(incoming.body());
		}
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(incoming.body()))) {
			return Optional.of(in.readAllBytes());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private void respond(HttpExchange exchange, Receipt receipt, boolean zipkin) throws IOException {
		try {
			if (zipkin) {
				writeZipkin(exchange, receipt.reply());
			}
			else {
				write(exchange, receipt.signal(), receipt.reply());
			}
		}
		catch (IOException ex) {
			this.reception.answerLost(receipt);
			throw ex;
		}
	}

	private static void write(HttpExchange exchange, Signal signal, Reply reply) throws IOException {
		byte[] body = reply.accepts(Protocol.HTTP) ? Payload.response(signal, reply)
				: Status.newBuilder().setMessage(reply.message()).build().toByteArray();
		write(exchange, reply, reply.httpStatus(), PROTOBUF, body);
	}

	private static void writeZipkin(HttpExchange exchange, Reply reply) throws IOException {
		boolean accepted = reply.accepts(Protocol.HTTP);
		write(exchange, reply, accepted ? ACCEPTED : reply.httpStatus(), "text/plain",
				accepted ? new byte[0] : reply.message().getBytes(StandardCharsets.UTF_8));
	}

	private static void write(HttpExchange exchange, Reply reply, int status, String type, byte[] body)
			throws IOException {
		exchange.getResponseHeaders().set("Content-Type", type);
		if (reply.retryAfter() != null) {
			exchange.getResponseHeaders().set("Retry-After", String.valueOf(reply.retryAfter().toSeconds()));
		}
		reply.headers().forEach(exchange.getResponseHeaders()::set);
		exchange.sendResponseHeaders(status, (body.length != 0) ? body.length : -1);
		if (body.length != 0) {
			exchange.getResponseBody().write(body);
		}
	}

}
