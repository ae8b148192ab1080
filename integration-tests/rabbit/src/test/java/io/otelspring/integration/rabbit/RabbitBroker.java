// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ServerProcess;

/**
 * A broker of its own, in a process that listens on loopback only and keeps everything
 * below {@code target}: its data, its logs, its cookie, and its port mapper.
 */
final class RabbitBroker {

	private static final Duration START = Duration.ofMinutes(3);

	// Where Debian has the scripts that those on the path call as another user.
	private static final String DEBIAN = "/usr/lib/rabbitmq/bin";

	private static final String MISSING = "there is no RabbitMQ: install Debian's package rabbitmq-server";

	private static final String USER = "shop";

	static final String SECRET = "correct-horse-battery-staple";

	private static @Nullable RabbitBroker shared;

	private final Process mapper;

	private final Process broker;

	private final int port;

	private RabbitBroker(Process mapper, Process broker, int port) {
		this.mapper = mapper;
		this.broker = broker;
		this.port = port;
	}

	/**
	 * Return the broker of all tests, which goes down with the process. Tests are skipped
	 * where there is none to start, but not in a continuous build.
	 * @return the broker
	 * @throws Exception if it does not start
	 */
	static synchronized RabbitBroker shared() throws Exception {
		RabbitBroker broker = shared;
		if (broker == null) {
			Optional<Path> script = script();
			if (System.getenv("CI") == null) {
				Assumptions.assumeTrue(script.isPresent(), MISSING);
			}
			broker = start(script.orElseThrow(() -> new AssertionError(MISSING)), USER, SECRET);
			Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
			shared = broker;
		}
		return broker;
	}

	ObservedApplication run(Class<?> application, String... arguments) {
		return ObservedApplication.run(application, arguments(this.port, arguments));
	}

	ObservedApplication run(OtlpCollector collector, Class<?> application, String... arguments) {
		return ObservedApplication.run(collector, application, arguments(this.port, arguments));
	}

	/**
	 * Return the command line of an application.
	 * @param port the port of its broker
	 * @param further what else it is told
	 * @return the arguments
	 */
	static String[] arguments(int port, String... further) {
		List<String> all = new ArrayList<>(
				List.of("--spring.rabbitmq.addresses=" + address(port), "--spring.rabbitmq.template.reply-timeout=1m",
						"--logging.level.root=error", "--spring.rabbitmq.listener.simple.retry.enabled=true",
						"--spring.rabbitmq.listener.simple.retry.initial-interval=10ms"));
		all.addAll(List.of(further));
		return all.toArray(String[]::new);
	}

	static String address(int port) {
		return "amqp://" + USER + ":" + SECRET + "@localhost:" + port;
	}

	ConnectionFactory foreignClient() {
		ConnectionFactory foreign = new ConnectionFactory();
		foreign.setHost("127.0.0.1");
		foreign.setPort(this.port);
		foreign.setUsername(USER);
		foreign.setPassword(SECRET);
		return foreign;
	}

	private static Optional<Path> script() {
		return Stream.concat(Stream.of(DEBIAN), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
			.map((folder) -> Path.of(folder, "rabbitmq-server"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static RabbitBroker start(Path script, String user, String password) throws Exception {
		Path home = Files.createDirectories(Path.of("target", "rabbitmq").toAbsolutePath());
		Path data = Files.createTempDirectory(home, "data");
		int port = ServerProcess.freePort();
		int mapperPort = ServerProcess.freePort();
		Files.writeString(home.resolve("rabbitmq.conf"),
				"listeners.tcp.default = 127.0.0.1:%d%ndefault_user = %s%ndefault_pass = %s%n".formatted(port, user,
						password));
		Files.writeString(home.resolve("enabled_plugins"), "[].\n");
		Files.writeString(home.resolve("rabbitmq-env.conf"), "");
		Map<String, String> environment = Map.ofEntries(Map.entry("HOME", home.toString()),
				Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("rabbitmq-env.conf").toString()),
				Map.entry("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq").toString()),
				Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString()),
				Map.entry("RABBITMQ_MNESIA_BASE", data.toString()),
				Map.entry("RABBITMQ_LOG_BASE", data.resolve("log").toString()),
				Map.entry("RABBITMQ_PID_FILE", data.resolve("pid").toString()),
				Map.entry("RABBITMQ_NODENAME", "otel-spring-" + ProcessHandle.current().pid() + "@localhost"),
				Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
				Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
				Map.entry("RABBITMQ_DIST_PORT", Integer.toString(ServerProcess.freePort())),
				Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
				Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"), Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)));
		Process mapper = run(home, environment, "epmd.log", "epmd");
		Process broker = null;
		try {
			await("the port mapper", mapper, mapperPort);
			broker = run(home, environment, "broker.log", script.toString());
			await("the broker", broker, port);
			return new RabbitBroker(mapper, broker, port);
		}
		catch (Exception ex) {
			if (broker != null) {
				destroy(broker);
			}
			mapper.destroyForcibly();
			throw ex;
		}
	}

	private static Process run(Path home, Map<String, String> environment, String log, String command)
			throws IOException {
		ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(home.toFile())
			.redirectErrorStream(true)
			.redirectOutput(home.resolve(log).toFile());
		builder.environment().putAll(environment);
		return builder.start();
	}

	private static void await(String what, Process process, int port) throws Exception {
		long deadline = System.nanoTime() + START.toNanos();
		while (true) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
				return;
			}
			catch (IOException ex) {
				if (!process.isAlive() || System.nanoTime() > deadline) {
					throw new IllegalStateException(what + " did not start: see target/rabbitmq", ex);
				}
				TimeUnit.MILLISECONDS.sleep(50);
			}
		}
	}

	int port() {
		return this.port;
	}

	// What it has is not needed any more, so that it does not have to end in order
	private void close() {
		destroy(this.broker);
		this.mapper.destroyForcibly();
	}

	// The script has started Erlang, which would go on without it
	private static void destroy(Process script) {
		List<ProcessHandle> children = script.descendants().toList();
		script.destroyForcibly();
		children.forEach(ProcessHandle::destroyForcibly);
	}

}
