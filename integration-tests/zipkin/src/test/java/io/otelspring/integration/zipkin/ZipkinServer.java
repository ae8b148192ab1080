// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.zipkin;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.boot.json.JsonParserFactory;

import io.otelspring.test.ServerProcess;

/**
 * Zipkin's own server, in a process that listens on loopback only and keeps everything in
 * memory.
 */
final class ZipkinServer implements AutoCloseable {

	private final ServerProcess process;

	private final int port;

	private ZipkinServer(ServerProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	static ZipkinServer start(int port) throws Exception {
		Path log = Files.createDirectories(Path.of("target")).resolve("zipkin.log");
		ServerProcess process = ServerProcess.start(port, log,
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar(), "--armeria.ports[0].port=" + port,
						"--armeria.ports[0].ip=127.0.0.1", "--armeria.ports[0].protocols[0]=http",
						"--zipkin.storage.type=mem", "--zipkin.self-tracing.enabled=false"));
		try {
			process.await("/health", (status) -> status.contains("UP"));
			return new ZipkinServer(process, port);
		}
		catch (Exception ex) {
			process.close();
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

	String await(String path, Predicate<String> wanted) throws InterruptedException {
		return this.process.await(path, wanted);
	}

	@Override
	public void close() throws InterruptedException {
		this.process.close();
	}

}
