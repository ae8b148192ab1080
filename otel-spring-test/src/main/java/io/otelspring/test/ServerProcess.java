// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A backend in a process of its own, which listens on loopback and is asked over HTTP
 * what it has got.
 */
public final class ServerProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int LOWEST_PORT = 10_000;

	// That of Linux; others begin higher
	private static final int LOWEST_EPHEMERAL_PORT = 32_768;

	private static final int ATTEMPTS = 100;

	private static final int SECONDS_TO_END = 10;

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private final Path log;

	private ServerProcess(Process process, int port, Path log) {
		this.process = process;
		this.port = port;
		this.log = log;
	}

	/**
	 * Start a program.
	 * @param port the port that it listens on
	 * @param log the file that takes what it prints
	 * @param command the program and its arguments
	 * @return the process, which may not listen yet
	 * @throws IOException if it cannot be started
	 */
	public static ServerProcess start(int port, Path log, List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		return new ServerProcess(process, port, log);
	}

	/**
	 * Find a port that nobody uses and that no system gives to somebody who asks for any:
	 * it is still free when a server that is just starting listens to it.
	 * @return the port
	 * @throws IOException if there is none
	 */
	public static int freePort() throws IOException {
		BindException taken = new BindException("There is no free port");
		for (int i = 0; i < ATTEMPTS; i++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_EPHEMERAL_PORT);
			try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return free.getLocalPort();
			}
			catch (BindException ex) {
				taken.addSuppressed(ex);
			}
		}
		throw taken;
	}

	/**
	 * Ask until the answer is the wanted one, for two minutes at the most.
	 * @param path the path and query to ask
	 * @param wanted recognises the answer
	 * @return the answer
	 * @throws InterruptedException if the thread is interrupted
	 * @throws IllegalStateException if there is no such answer in time, or the process
	 * has ended
	 */
	public String await(String path, Predicate<String> wanted) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(PATIENCE)
			.build();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		String last = "";
		while (System.nanoTime() < deadline && this.process.isAlive()) {
			try {
				last = this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
				if (wanted.test(last)) {
					return last;
				}
			}
			catch (IOException ex) {
				last = ex.toString();
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
		throw new IllegalStateException(path + " does not show what it should: " + last + "; see " + this.log);
	}

	/**
	 * End the process.
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
