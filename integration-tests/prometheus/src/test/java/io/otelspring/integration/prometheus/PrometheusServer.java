// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.prometheus;

import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.otelspring.test.ServerProcess;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A Prometheus of its own, in a process that listens on loopback only and keeps
 * everything below {@code target}.
 */
final class PrometheusServer implements AutoCloseable {

	private static final String MISSING = "there is no program 'prometheus' in PATH: install Debian's package prometheus";

	private final ServerProcess process;

	private PrometheusServer(ServerProcess process) {
		this.process = process;
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
		StringBuilder jobs = new StringBuilder("global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\n")
			.append("scrape_configs:\n- job_name: shop\n  metrics_path: ")
			.append(path)
			.append("\n  static_configs:\n  - targets:\n");
		Arrays.stream(targets).forEach((target) -> jobs.append("    - localhost:").append(target).append('\n'));
		Files.writeString(configuration, jobs);
		int port = ServerProcess.freePort();
		return new PrometheusServer(ServerProcess.start(port, home.resolve("prometheus.log"),
				List.of(program.toString(), "--config.file=" + configuration, "--storage.tsdb.path=" + data,
						"--web.listen-address=127.0.0.1:" + port, "--enable-feature=exemplar-storage")));
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
		return this.process.await(
				"/api/v1/query_exemplars?start=" + (now - 600) + "&end=" + (now + 600) + "&query=" + encode(query),
				wanted);
	}

	private static String encode(String query) {
		return URLEncoder.encode(query, StandardCharsets.UTF_8);
	}

	String await(String path, Predicate<String> wanted) throws InterruptedException {
		return this.process.await(path, wanted);
	}

	@Override
	public void close() throws InterruptedException {
		this.process.close();
	}

}
