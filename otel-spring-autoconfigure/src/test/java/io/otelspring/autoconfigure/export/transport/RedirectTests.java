// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.Answer.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that send a batch elsewhere.
 */
class RedirectTests {

	private static final byte[] BATCH = TransportTests.batch("a");

	private final TestCertificate certificate = TestCertificate.of("target");

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final List<HttpServer> servers = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@ParameterizedTest
	@ValueSource(ints = { 307, 308 })
	void batchIsSentAgainToTheSameServer(int status) throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, status, "/elsewhere");
		server.createContext("/elsewhere", this::accept);
		assertThat(send(address("http", server)).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(this.received).singleElement().satisfies((request) -> {
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.authorization()).isEqualTo("Bearer sesame");
			assertThat(request.body()).isEqualTo(BATCH);
		});
	}

	@Test
	void batchGoesToTlsOnTheSameHostWithTheConfiguredCertificate() throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, 308, address("https", secure()) + "/v1/traces");
		assertThat(send(address("http", server), "otel.exporter.otlp.certificate", trusted()).kind())
			.isEqualTo(Kind.ACCEPTED);
		assertThat(this.received).singleElement().satisfies((request) -> assertThat(request.body()).isEqualTo(BATCH));
	}

	@Test
	void proxysPasswordIsNotForTheServerBehindTheTunnel() throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, 308, address("https", secure()) + "/v1/traces");
		String credentials = "Basic "
				+ Base64.getEncoder().encodeToString("user:sesame".getBytes(StandardCharsets.US_ASCII));
		try (TestProxy proxy = new TestProxy(credentials)) {
			assertThat(send(address("http", server), "otel.exporter.otlp.certificate", trusted(),
					"otel.exporter.otlp.proxy", "http://user:sesame@127.0.0.1:" + proxy.port())
				.kind()).isEqualTo(Kind.ACCEPTED);
			assertThat(proxy.requests()).hasSize(2).last().asString().startsWith("CONNECT ");
		}
		assertThat(this.received).singleElement()
			.satisfies((request) -> assertThat(request.proxyAuthorization()).isNull());
	}

	@Test
	void neverFromTlsToPlainText() throws IOException {
		HttpServer plain = serve(HttpServer.create());
		plain.createContext("/v1/traces", this::accept);
		HttpsServer secure = HttpsServer.create();
		secure.setHttpsConfigurator(new HttpsConfigurator(this.certificate.server(null)));
		redirect(serve(secure), 307, address("http", plain) + "/v1/traces");
		refused(send(address("https", secure), "otel.exporter.otlp.certificate", trusted()),
				"it redirects to http://127.0.0.1:" + plain.getAddress().getPort() + ", which is not followed");
	}

	@Test
	void neverToAnotherHost() throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, 307, address("http", server).replace("127.0.0.1", "localhost") + "/elsewhere");
		server.createContext("/elsewhere", this::accept);
		refused(send(address("http", server)), "it redirects to http://localhost:");
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303 })
	void neverWhereABatchWouldBecomeAGet(int status) throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, status, "/elsewhere");
		server.createContext("/elsewhere", this::accept);
		refused(send(address("http", server)), "it redirects to http://127.0.0.1:");
	}

	@Test
	void neverInCircles() throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, 307, "/v1/traces");
		refused(send(address("http", server)), "it redirects to http://127.0.0.1:");
	}

	@Test
	void answerWithoutAnAddress() throws IOException {
		HttpServer server = serve(HttpServer.create());
		redirect(server, 307, null);
		refused(send(address("http", server)), "it redirects, but does not say where to");
	}

	private void refused(Answer answer, String message) {
		assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
		assertThat(answer.message()).contains(message);
		assertThat(this.received).isEmpty();
	}

	private <S extends HttpServer> S serve(S server) throws IOException {
		this.servers.add(server);
		server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		server.start();
		return server;
	}

	private HttpsServer secure() throws IOException {
		HttpsServer server = HttpsServer.create();
		server.setHttpsConfigurator(new HttpsConfigurator(this.certificate.server(null)));
		server.createContext("/v1/traces", this::accept);
		return serve(server);
	}

	private String trusted() throws IOException {
		return Files.writeString(this.directory.resolve("ca.pem"), this.certificate.pemCertificate()).toString();
	}

	private void accept(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.received
				.add(new Received(exchange.getRequestMethod(), exchange.getRequestHeaders().getFirst("Authorization"),
						exchange.getRequestHeaders().getFirst("Proxy-Authorization"),
						exchange.getRequestBody().readAllBytes()));
			exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
		}
	}

	private static void redirect(HttpServer server, int status, String location) {
		server.createContext("/v1/traces", (exchange) -> {
			try (exchange) {
				exchange.getRequestBody().readAllBytes();
				if (location != null) {
					exchange.getResponseHeaders().add("Location", location);
				}
				exchange.sendResponseHeaders(status, -1);
			}
		});
	}

	private static String address(String scheme, HttpServer server) {
		return scheme + "://127.0.0.1:" + server.getAddress().getPort();
	}

	private static Answer send(String endpoint, String... properties) {
		MockEnvironment environment = new MockEnvironment();
		environment.setProperty("otel.exporter.otlp.endpoint", endpoint);
		environment.setProperty("otel.exporter.otlp.headers", "authorization=Bearer sesame");
		environment.setProperty("otel.exporter.otlp.compression", "none");
		for (int i = 0; i < properties.length; i += 2) {
			environment.setProperty(properties[i], properties[i + 1]);
		}
		try (Transports transports = new Transports(new ServerTime(), new TransportBeans(null))) {
			return TestSenderConfig.transport(transports, TelemetryProperties.from(environment))
				.send(BATCH, Duration.ofMinutes(1))
				.join();
		}
	}

	private record Received(String method, String authorization, String proxyAuthorization, byte[] body) {

	}

}
