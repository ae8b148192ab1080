// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.prometheus;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A Prometheus of its own, in a process that listens on loopback only and keeps
 * everything below {@code target}.
 */
final class PrometheusServer implements AutoCloseable {

	private static final String MISSING = "there is no program 'prometheus' in PATH: install Debian's package prometheus";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private PrometheusServer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Find the program. Without it the test is skipped, or fails where {@code CI} is set:
	 * there nobody would notice.
	 * @param environment the environment variables
	 * @return the program
	 */
	static Path program(Map<String, String> environment) {
		Optional<Path> program = Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, "prometheus"))
			.filter(Files::isExecutable)
			.findFirst();
		if (program.isEmpty() && environment.get("CI") != null) {
			throw new AssertionError(MISSING + ", which has to be there where CI is set");
		}
		assumeTrue(program.isPresent(), MISSING);
		return program.get();
	}

	static PrometheusServer start(Path program, String path, int... targets) throws Exception {
		Path home = Files.createDirectories(Path.of("target", "prometheus").toAbsolutePath());
		Path data = Files.createTempDirectory(home, "data");
		Path configuration = Files.createTempFile(home, "prometheus", ".yml");
		StringBuilder jobs = new StringBuilder("global:\n  scrape_interval: 500ms\n  scrape_timeout: 450ms\n")
			.append("scrape_configs:\n- job_name: shop\n  metrics_path: ")
			.append(path)
			.append("\n  static_configs:\n  - targets:\n");
		Arrays.stream(targets).forEach((target) -> jobs.append("    - localhost:").append(target).append('\n'));
		Files.writeString(configuration, jobs);
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		Process process = new ProcessBuilder(program.toString(), "--config.file=" + configuration,
				"--storage.tsdb.path=" + data, "--web.listen-address=127.0.0.1:" + port,
				"--enable-feature=exemplar-storage")
			.redirectErrorStream(true)
			.redirectOutput(home.resolve("prometheus.log").toFile())
			.start();
		return new PrometheusServer(process, port);
	}

	/**
	 * Ask until the answer is the wanted one.
	 * @param query the query
	 * @param wanted recognises the answer
	 * @return the answer
	 */
	String awaitQuery(String query, Predicate<String> wanted) throws Exception {
		return await("/api/v1/query?query=" + encode(query), wanted);
	}

	String awaitExemplars(String query, Predicate<String> wanted) throws Exception {
		long now = System.currentTimeMillis() / 1000;
		return await("/api/v1/query_exemplars?start=" + (now - 600) + "&end=" + (now + 600) + "&query=" + encode(query),
				wanted);
	}

	private static String encode(String query) {
		return URLEncoder.encode(query, StandardCharsets.UTF_8);
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
		throw new IllegalStateException(path + " does not show what it should: " + last + "; see target/prometheus");
	}

	@Override
	public void close() throws Exception {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
