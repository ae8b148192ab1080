// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.zipkin;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Zipkin's own server, in a process that listens on loopback only and keeps everything in
 * memory.
 */
final class ZipkinServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private ZipkinServer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return free.getLocalPort();
		}
	}

	static ZipkinServer start(int port) throws Exception {
		Path log = Files.createDirectories(Path.of("target")).resolve("zipkin.log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar(),
				"--armeria.ports[0].port=" + port, "--armeria.ports[0].ip=127.0.0.1",
				"--armeria.ports[0].protocols[0]=http", "--zipkin.storage.type=mem",
				"--zipkin.self-tracing.enabled=false")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		ZipkinServer server = new ZipkinServer(process, port);
		try {
			server.await("/health", (status) -> status.contains("UP"));
			return server;
		}
		catch (Exception ex) {
			server.close();
			throw ex;
		}
	}

	private static String jar() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> new File(entry).getName().matches("zipkin-server-.*-exec\\.jar"))
			.findFirst()
			.orElseThrow();
	}

	String spansEndpoint() {
		return "http://localhost:" + this.port + "/api/v2/spans";
	}

	/**
	 * Wait until a trace has as many spans as it should.
	 * @param traceId the trace
	 * @param spans how many spans
	 * @return its spans as Zipkin's API shows them
	 */
	@SuppressWarnings("unchecked")
	List<Map<String, Object>> awaitTrace(String traceId, int spans) throws Exception {
		String trace = await("/api/v2/trace/" + traceId, (json) -> json.split("\"traceId\"").length > spans);
		return JsonParserFactory.getJsonParser()
			.parseList(trace)
			.stream()
			.map((span) -> (Map<String, Object>) span)
			.toList();
	}

	String await(String path, Predicate<String> wanted) throws Exception {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		String last = "";
		while (System.nanoTime() < deadline && this.process.isAlive()) {
			try {
				last = this.client
					.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build(),
							HttpResponse.BodyHandlers.ofString())
					.body();
				if (wanted.test(last)) {
					return last;
				}
			}
			catch (IOException ex) {
				last = ex.toString();
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
		throw new IllegalStateException(path + " does not show what it should: " + last + "; see target/zipkin.log");
	}

	@Override
	public void close() throws Exception {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
