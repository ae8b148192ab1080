// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;

/**
 * Serves the metrics on a port of their own, at {@code /metrics} and nowhere else. It is
 * the JDK's server, so that an application needs none.
 */
final class ScrapeServer implements AutoCloseable {

	static final String PATH = "/metrics";

	private static final int THREADS = 2;

	private static final Log logger = LogFactory.getLog(ScrapeServer.class);

	private final PrometheusReader reader;

	private final HttpServer server;

	private final ExecutorService threads;

	private final String address;

	private ScrapeServer(PrometheusReader reader, HttpServer server, String host) {
		this.reader = reader;
		this.server = server;
		this.address = "http://" + ((host.indexOf(':') >= 0) ? '[' + host + ']' : host) + ':'
				+ server.getAddress().getPort() + PATH;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(100), (task) -> ExportThread.create("otel-prometheus", task));
		executor.allowCoreThreadTimeOut(true);
		this.threads = executor;
	}

	/**
	 * Start the server.
	 * @param reader reads the metrics
	 * @param host the host, or the address of the network interface, to listen on
	 * @param port the port, or 0 for any that is free
	 * @return the running server
	 * @throws IOException if it cannot listen there
	 */
	static ScrapeServer start(PrometheusReader reader, String host, int port) throws IOException {
		InetSocketAddress address = new InetSocketAddress(host, port);
		if (address.isUnresolved()) {
			throw new IOException("The host is not known");
		}
		ScrapeServer started = new ScrapeServer(reader, HttpServer.create(address, 0), host);
		started.server.createContext("/", started::handle);
		started.server.setExecutor(started.threads);
		started.server.start();
		return started;
	}

	String address() {
		return this.address;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String method = exchange.getRequestMethod();
			if (!exchange.getRequestURI().getPath().equals(PATH)) {
				reply(exchange, 404, "text/plain; charset=utf-8", text("The metrics are at " + PATH + '\n'));
			}
			else if (!method.equals("GET") && !method.equals("HEAD")) {
				exchange.getResponseHeaders().set("Allow", "GET, HEAD");
				reply(exchange, 405, "text/plain; charset=utf-8", text("The metrics can be read\n"));
			}
			else {
				scrape(exchange);
			}
		}
	}

	private void scrape(HttpExchange exchange) throws IOException {
		ScrapeFormat format = ScrapeFormat.of(exchange.getRequestHeaders().getFirst("Accept"));
		byte[] body;
		try {
			body = this.reader.scrape(format);
		}
		catch (RuntimeException ex) {
			logger.warn("The metrics could not be read for Prometheus", ex);
			reply(exchange, 500, "text/plain; charset=utf-8", text("The metrics could not be read\n"));
			return;
		}
		reply(exchange, 200, format.contentType(), body);
	}

	private static void reply(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
		if (exchange.getRequestMethod().equals("HEAD")) {
			exchange.sendResponseHeaders(status, -1);
		}
		else if (acceptsGzip(exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(status, 0);
			try (OutputStream output = new GZIPOutputStream(exchange.getResponseBody())) {
				output.write(body);
			}
		}
		else {
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private static boolean acceptsGzip(@Nullable String encodings) {
		for (String encoding : (encodings != null) ? encodings.toLowerCase(Locale.ROOT).split(",") : new String[0]) {
			String[] parts = encoding.split(";");
			if (parts[0].strip().equals("gzip")) {
				return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
			}
		}
		return false;
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
