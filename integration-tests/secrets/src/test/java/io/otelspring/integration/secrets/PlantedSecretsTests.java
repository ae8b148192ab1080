// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.secrets;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.test.ByteCollector;
import io.otelspring.test.PlantedSecrets;
import io.otelspring.test.StarterLog;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hundred secrets in a started application: none is exported, printed by the starter
 * or shown.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsTests {

	private static final List<String> CREDENTIAL_HEADERS = List.of("authorization", "proxy-authorization", "cookie",
			"x-api-key", "x-auth-token", "x-csrf-token", "x-xsrf-token", "x-amz-security-token",
			"x-goog-iap-jwt-assertion", "x-tenant-key", "x-internal-id", "x-internal-user");

	private static final List<String> PARAMETERS = List.of("AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature",
			"token", "TOKEN", "client_secret", "old-password", "api-key");

	private static final List<String> ATTRIBUTES = List.of("customer.email", "user.password", "PASSWORD", "api.token",
			"session.secret", "secrets", "old_password_hint", "a.token");

	private final PlantedSecrets planted = new PlantedSecrets();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final List<Application.Step> steps = Application.Steps.STEPS;

	@Test
	void nothingIsExportedPrintedOrShown(CapturedOutput output, @TempDir Path directory) throws Exception {
		StarterLog log = new StarterLog(directory);
		try (ByteCollector collector = new ByteCollector()) {
			configure(collector.port(), log, "database");
			String shown;
			int failures = 0;
			try (ServletWebServerApplicationContext context = run()) {
				int port = context.getWebServer().getPort();
				requests(port);
				refusedRequests(port);
				steps(port);
				failures = callAll(port);
				context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
				shown = shown(port);
				collector.close();
				get(port, "/plain");
				context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
				shown += shown(port);
			}
			assertThat(failures).isGreaterThan(20);
			assertThat(this.planted.size()).isGreaterThanOrEqualTo(200);
			String received = collector.received();
			assertThat(received).contains("REDACTED", "GET /step/{number}", "com.example.shop", "service.calls",
					"exception.stacktrace", "insert into account", "insert into card", "http.client.request.duration");
			assertThat(shown).contains("otel.exporter.otlp.headers", "******", "\"traces\"");
			assertThat(output.getAll()).contains("GET /step/{number}");
			String lines = log.ofTheStarter();
			assertThat(lines).contains("Telemetry cannot be exported");
			this.planted.assertAbsentFrom(Map.of("what was exported", received, "what is shown", shown, "the terminal",
					output.getAll(), "the lines of the starter", lines));
		}
	}

	@Test
	void noMessageOfAnyExceptionLeavesOnRequest(CapturedOutput output, @TempDir Path directory) throws Exception {
		try (ByteCollector collector = new ByteCollector()) {
			configure(collector.port(), new StarterLog(directory), "all");
			try (ServletWebServerApplicationContext context = run()) {
				this.steps.clear();
				for (int i = 0; i < 10; i++) {
					String secret = this.planted.in("message " + i);
					this.steps.add((beans) -> {
						throw new IllegalStateException("order of " + secret, new RuntimeException("cause " + secret));
					});
					this.steps.add((beans) -> beans.service().call("x", "y", (inner) -> {
						throw new IllegalArgumentException(secret + "\nis wrong");
					}, beans));
					this.steps.add((beans) -> beans.logger().error("failed", new SQLException(secret)));
				}
				assertThat(callAll(context.getWebServer().getPort())).isEqualTo(20);
			}
			assertThat(collector.received()).contains("java.lang.IllegalStateException", "exception.stacktrace");
			assertThat(this.planted.foundIn(collector.received())).isEmpty();
			assertThat(this.planted.foundIn(output.getAll())).isEmpty();
		}
	}

	private void configure(int port, StarterLog log, String messages) {
		this.properties.putAll(Map.of("server.port", "0", "spring.main.banner-mode", "off", "otel.redaction.attributes",
				"*password*,*secret*,*.token,*customer.email", "otel.redaction.query-parameters",
				"token,*secret*,*password*,api-key", "otel.redaction.headers", "x-tenant-key,x-internal-*",
				"otel.redaction.exception-messages", messages, "spring.datasource.url", "jdbc:h2:mem:" + messages,
				"management.endpoints.web.exposure.include", "otel,health", "management.endpoint.health.show-details",
				"always"));
		this.properties.putAll(log.properties());
		String headers = String.join(",", CREDENTIAL_HEADERS) + ",set-cookie";
		this.properties.put("otel.instrumentation.http.server.capture-request-headers", headers);
		this.properties.put("otel.instrumentation.http.server.capture-response-headers", headers);
		this.properties.put("otel.instrumentation.http.client.capture-request-headers", headers);
		// Nobody is there who would answer
		this.properties.put("management.health.mongodb.enabled", "false");
		this.properties.put("management.health.redis.enabled", "false");
		this.properties.put("otel.traces.exporter", "otlp,console");
		this.properties.put("otel.metrics.exporter", "otlp,console");
		this.properties.put("otel.logs.exporter", "otlp,console");
		this.properties.put("otel.exporter.otlp.endpoint", "http://localhost:" + port);
		if (messages.equals("database")) {
			configuration(port);
		}
	}

	private void configuration(int port) {
		this.properties.put("otel.exporter.otlp.endpoint", "http://" + this.planted.in("user of the endpoint") + ":"
				+ this.planted.in("password of the endpoint") + "@localhost:" + port);
		this.properties.put("otel.exporter.otlp.headers.api-key", this.planted.in("OTLP header"));
		this.properties.put("otel.exporter.otlp.headers.x-team", this.planted.in("OTLP header of any name"));
		this.properties.put("otel.exporter.otlp.traces.headers",
				"authorization=Bearer%20" + this.planted.in("OTLP header of traces"));
		this.properties.put("otel.resource.attributes.deploy.password", this.planted.in("resource attribute"));
		for (String name : List.of("spring.datasource.password", "spring.data.redis.password",
				"spring.data.mongodb.password", "spring.rabbitmq.password", "spring.mail.password",
				"spring.ldap.password", "spring.security.user.password", "spring.kafka.ssl.key-password",
				"spring.kafka.ssl.key-store-password", "spring.cloud.vault.token", "spring.ai.openai.api-key",
				"management.otlp.metrics.export.headers.api-key", "app.payment.api-key", "app.jwt.private-key",
				"aws.secret-access-key", "spring.artemis.password", "spring.neo4j.password", "http.proxyPassword",
				"https.proxyPassword", "otel.vendor.password", "otel.vendor.secret-key", "otel.vendor.access-token",
				"otel.vendor.license.key")) {
			this.properties.put(name, this.planted.in(name));
		}
		for (String name : List.of("spring.data.redis.url", "spring.data.mongodb.uri", "spring.rabbitmq.addresses",
				"app.reporting.jdbc-url", "otel.vendor.address")) {
			this.properties.put(name, "redis://joe:" + this.planted.in(name) + "@localhost:1/0");
		}
		this.properties.put("spring.kafka.properties.sasl.jaas.config",
				"PlainLoginModule required username=\"joe\" password=\"" + this.planted.in("JAAS") + "\";");
		this.properties.put("app.other.jdbc-url",
				"jdbc:postgresql://h/db?user=a&password=" + this.planted.in("JDBC URL"));
	}

	private ServletWebServerApplicationContext run() {
		Map<String, Object> environment = new LinkedHashMap<>();
		if (!this.properties.get("otel.redaction.exception-messages").equals("all")) {
			for (String name : List.of("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "OTEL_VENDOR_API_KEY", "OTEL_VENDOR_TOKEN",
					"DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN")) {
				environment.put(name, "k=" + this.planted.in("variable " + name));
			}
		}
		return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
			.properties(this.properties)
			.initializers((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("planted-systemEnvironment", environment)))
			.run();
	}

	private void requests(int port) throws Exception {
		String[] secretHeaders = new String[CREDENTIAL_HEADERS.size() * 2];
		for (int i = 0; i < CREDENTIAL_HEADERS.size(); i++) {
			secretHeaders[2 * i] = CREDENTIAL_HEADERS.get(i);
			secretHeaders[2 * i + 1] = this.planted.in("request header " + CREDENTIAL_HEADERS.get(i));
		}
		get(port, "/plain", secretHeaders);
		for (String name : List.of("x-custom", "x-session", "x-forwarded-user", "from", "x-amz-content")) {
			get(port, "/plain", name, this.planted.in("header that nobody asked for: " + name));
		}
		for (String name : PARAMETERS) {
			get(port, "/plain?" + name + "=" + this.planted.in("first parameter " + name) + "&a=b&" + name + "="
					+ this.planted.in("last parameter " + name));
			get(port, "/missing/page?%" + Integer.toHexString(name.charAt(0)) + name.substring(1) + "="
					+ this.planted.in("encoded parameter " + name));
		}
		get(port, "/plain/;jsessionid=" + this.planted.in("session in a path") + "/x");
		get(port, "/plain;JSESSIONID=" + this.planted.in("session in a path, in capitals"));
		for (int i = 0; i < 5; i++) {
			get(port, "/plain", "baggage",
					"user=" + this.planted.in("baggage") + ",login.password=" + this.planted.in("baggage by pattern"));
		}
		get(port, "/plain", "traceparent", "00-" + this.planted.in("wrong traceparent") + "-01");
		get(port, "/plain", "tracestate", "a=" + this.planted.in("tracestate without a parent"));
	}

	private void refusedRequests(int port) throws Exception {
		assertThat(get(port, "/number?token=" + this.planted.in("parameter that is no number"))).startsWith("400");
		for (String body : List.of("{\"id\": \"%s\"}", "{\"id\": %s}", "[\"%s\"]")) {
			String secret = this.planted.in("body that is not understood " + body);
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/order"))
				.header("content-type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(body.formatted(secret)))
				.build();
			assertThat(this.http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(400);
		}
	}

	private void steps(int port) {
		this.steps.clear();
		this.steps
			.add((beans) -> beans.jdbc().execute("create table account (id varchar primary key, n int, t varchar)"));
		statements();
		entities();
		failures(port);
		calls(port);
		attributes();
		responses();
	}

	private void statements() {
		for (String sql : List.of("insert into account values ('%s', 1, '%s')", "select * from account where id = '%s'",
				"select * from account where id in ('a', '%s')", "update account set t = '%s' where n > 7",
				"delete from account where t like '%%%s%%'", "select $$%s$$", "select 1 -- %s", "select /* %s */ 2",
				"select id as \"name\" from account where t = 'it''s %s'", "select U&'%s'")) {
			String[] secrets = { this.planted.in("statement " + sql), this.planted.in("statement " + sql) };
			this.steps.add((beans) -> beans.jdbc().execute(sql.formatted((Object[]) secrets)));
		}
		for (String sql : List.of("insert into account values ('same', 1, '%s')",
				"insert into account values ('same', 2, '%s')", "select * from account wher id = '%s'",
				"select cast('%s' as int)", "insert into nowhere values ('%s')",
				"insert into account (n) values ('%s')", "select '%s")) {
			String secret = this.planted.in("statement that fails " + sql);
			this.steps.add((beans) -> beans.jdbc().execute(sql.formatted(secret)));
		}
		String parameter = this.planted.in("parameter that is there already");
		for (int i = 0; i < 2; i++) {
			this.steps
				.add((beans) -> beans.jdbc().update("insert into account values (?, 1, ?)", parameter, parameter));
		}
	}

	private void entities() {
		for (String query : List.of("select c from Card c where c.number = '%s'",
				"select c from Card c where c.number in ('a', '%s') or c.number like '%%%s'",
				"select c from Card c wher c.number = '%s'", "select c from Nowhere c where c.number = '%s'",
				"select c from Card c where c.nothing = '%s'", "select c from Card c where c.id = '%s'")) {
			String secret = this.planted.in("query of entities " + query);
			this.steps.add((beans) -> inTransaction(beans,
					(entities) -> entities.createQuery(query.replace("%s", secret).replace("%%", "%"))
						.getResultList()));
		}
		for (String query : List.of("select * from card where number = '%s'", "select * from car where number = '%s'",
				"update card set id = '%s' where number = 'a'")) {
			String secret = this.planted.in("own query of a table " + query);
			this.steps.add((beans) -> inTransaction(beans,
					(entities) -> entities.createNativeQuery(query.formatted(secret)).getResultList()));
		}
		String number = this.planted.in("value of an entity that is there already");
		String tooLong = this.planted.in("value of an entity that is too long").repeat(5);
		for (String value : List.of(number, number, tooLong)) {
			this.steps.add((beans) -> inTransaction(beans, (entities) -> entities.persist(new Card(value))));
		}
	}

	private static void inTransaction(Application.Beans beans, Consumer<EntityManager> work) {
		try (EntityManager entities = beans.entities().createEntityManager()) {
			entities.getTransaction().begin();
			work.accept(entities);
			entities.getTransaction().commit();
		}
	}

	private void failures(int port) {
		List<Wrapping> wrappings = List.of((ex) -> ex, RuntimeException::new,
				(ex) -> new IllegalStateException("saving failed: " + ex.getMessage(), ex), CompletionException::new,
				(ex) -> new IllegalStateException("failed", new RuntimeException(ex)), (ex) -> {
					RuntimeException outer = new RuntimeException("outer");
					outer.addSuppressed(ex);
					return outer;
				});
		for (Wrapping wrapping : wrappings) {
			String secret = this.planted.in("message of a database");
			String logged = this.planted.in("message of a database that is logged");
			String annotated = this.planted.in("message of a database from an annotated method");
			this.steps.add((beans) -> {
				throw wrapping.of(database(secret));
			});
			this.steps.add((beans) -> {
				Exception exception = wrapping.of(database(logged));
				beans.logger().error("failed with " + exception.getMessage(), exception);
			});
			this.steps.add((beans) -> beans.service().call("x", "y", (inner) -> {
				throw wrapping.of(database(annotated));
			}, beans));
		}
		String url = "http://" + this.planted.in("user in a message") + ":" + this.planted.in("password in a message")
				+ "@localhost:1/a?sig=" + this.planted.in("signature in a message");
		this.steps.add((beans) -> beans.client().get().uri(URI.create(url)).retrieve().toBodilessEntity());
		this.steps.add((beans) -> beans.logger().warn("no answer from " + url + ", trying again"));
		this.steps.add((beans) -> {
			throw new IllegalArgumentException("cannot read <" + url + ">");
		});
		String jdbc = "jdbc:nothing://joe:" + this.planted.in("password of a JDBC URL") + "@h/db?password="
				+ this.planted.in("password in a JDBC URL");
		this.steps.add((beans) -> new DriverManagerDataSource(jdbc).getConnection());
	}

	private static SQLException database(String secret) {
		return new SQLException(
				"ERROR: duplicate key value violates unique constraint \"account_t\"\n  Detail: Key (t)=(" + secret
						+ ") already exists.",
				"23505");
	}

	private void calls(int port) {
		for (String name : PARAMETERS) {
			String url = "http://joe:" + this.planted.in("user information of a call") + "@localhost:" + port
					+ "/plain?" + name + "=" + this.planted.in("parameter of a call " + name);
			this.steps.add((beans) -> beans.client().get().uri(URI.create(url)).retrieve().toBodilessEntity());
		}
		for (String name : CREDENTIAL_HEADERS) {
			String secret = this.planted.in("header of a call " + name);
			this.steps.add((beans) -> beans.client()
				.get()
				.uri("http://localhost:" + port + "/plain")
				.header(name, secret)
				.retrieve()
				.toBodilessEntity());
		}
	}

	private void attributes() {
		for (String name : ATTRIBUTES) {
			String secret = this.planted.in("attribute " + name);
			String entry = this.planted.in("MDC entry " + name);
			String pair = this.planted.in("key-value pair " + name);
			String dimension = this.planted.in("attribute of a metric " + name);
			String observed = this.planted.in("key value of an observation " + name);
			this.steps.add((beans) -> {
				Span.current()
					.setAttribute(name, secret)
					.setAttribute(stringArrayKey(name + ".list.token"), List.of("a", secret))
					.addEvent("event", Attributes.of(stringKey(name), secret));
				beans.tracer()
					.spanBuilder("own")
					.addLink(Span.current().getSpanContext(), Attributes.of(stringKey(name), secret))
					.startSpan()
					.setStatus(StatusCode.ERROR, "at http://" + secret + "@host")
					.end();
				MDC.put(name, entry);
				beans.logger().atInfo().addKeyValue("b." + name, pair).log("said");
				MDC.remove(name);
				beans.meter().counterBuilder("orders").build().add(1, Attributes.of(stringKey(name), dimension));
				beans.meter().histogramBuilder("sizes").build().record(1, Attributes.of(stringKey(name), dimension));
				beans.meters().counter("baskets", name, dimension).increment();
				Observation.createNotStarted("observed", beans.observations())
					.lowCardinalityKeyValue(name, observed)
					.observe(() -> {
					});
			});
		}
		String password = this.planted.in("argument that is a span attribute");
		String email = this.planted.in("argument that is a metric attribute");
		this.steps.add((beans) -> beans.service().call(password, email, (inner) -> {
		}, beans));
	}

	private void responses() {
		for (String name : List.of("set-cookie", "x-api-key", "x-auth-token", "x-internal-id", "x-unlisted")) {
			String secret = this.planted.in("response header " + name);
			this.steps.add((beans) -> beans.response().addHeader(name, secret));
		}
	}

	private int callAll(int port) throws Exception {
		int failures = 0;
		for (int i = 0; i < this.steps.size(); i++) {
			failures += get(port, "/step/" + i).startsWith("5") ? 1 : 0;
		}
		return failures;
	}

	private String shown(int port) throws Exception {
		StringBuilder shown = new StringBuilder(get(port, "/actuator/otel"));
		for (String section : List.of("sdk", "signals", "sampling", "propagators", "instrumentations", "annotations",
				"configuration", "findings")) {
			shown.append(get(port, "/actuator/otel/" + section));
		}
		return shown.append(get(port, "/actuator/health")).append(get(port, "/actuator/health/otel")).toString();
	}

	private String get(int port, String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		var response = this.http.send(request.build(), BodyHandlers.ofString());
		return response.statusCode() + " " + response.body();
	}

	@FunctionalInterface
	private interface Wrapping {

		Exception of(Exception exception);

	}

}
