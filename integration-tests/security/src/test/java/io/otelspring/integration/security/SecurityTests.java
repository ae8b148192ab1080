// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.annotation.Traced;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A secured application, with and without Actuator's registry, and what a collector
 * receives of it.
 */
class SecurityTests {

	private static final String PASSWORD = "correct-horse-battery-staple";

	/**
	 * Takes away what the Actuator brings, a registry of observations above all.
	 */
	private static final String WITHOUT_ACTUATOR = "--spring.autoconfigure.exclude="
			+ "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		context = run();
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
		printed.close();
	}

	@Test
	void theRequestsSpanEnclosesTheChainAndWhatIsBelow() throws Exception {
		assertThat(get(context, "/accounts/7", "ann").body()).isEqualTo("ann");
		ReceivedSpan server = server("/accounts/{id}", 200);
		assertThat(server.name()).isEqualTo("GET /accounts/{id}");
		assertThat(collector.awaitChild(server, "account").attributes()).isEmpty();
		assertThat(collector.trace(server)).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("GET /accounts/{id}", "account");
	}

	@Test
	void whoIsTurnedAwayIsNoErrorOfTheServer() throws Exception {
		assertThat(get(context, "/accounts/8", null).statusCode()).isEqualTo(401);
		ReceivedSpan unknown = server("/accounts/8", 401, "url.path");
		assertThat(unknown.name()).isEqualTo("GET");
		assertThat(unknown.attributes()).doesNotContainKeys("http.route", "error.type");
		assertThat(unknown.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(unknown.events()).isEmpty();
		assertThat(get(context, "/admin", "ann").statusCode()).isEqualTo(403);
		ReceivedSpan forbidden = server("/admin", 403, "url.path");
		assertThat(forbidden.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(forbidden.events()).isEmpty();
		for (ReceivedSpan span : List.of(unknown, forbidden)) {
			assertThat(collector.trace(span)).containsExactly(span);
		}
	}

	@Test
	void aMethodThatRefusesIsNoErrorOfTheServer() throws Exception {
		assertThat(get(context, "/method", "ann").statusCode()).isEqualTo(403);
		ReceivedSpan server = server("/method", 403, "url.path");
		assertThat(server.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(server.name()).isEqualTo("GET /method");
	}

	@Test
	void theSecurityContextTravelsAsItDidWithoutUs() throws Exception {
		assertThat(get(context, "/async", "ann").body()).isEqualTo("nobody");
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void excludedPathsLeaveNothingBehind() throws Exception {
		assertThat(get(context, "/actuator/health", null).statusCode()).isEqualTo(200);
		try (ConfigurableApplicationContext on = run("--otel.instrumentation.security.enabled=true",
				"--otel.service.name=excluded")) {
			assertThat(get(on, "/actuator/health", null).statusCode()).isEqualTo(200);
			get(on, "/accounts/9", "ann");
		}
		collector.awaitSpan((span) -> "excluded".equals(span.resource().get("service.name"))
				&& span.name().equals("GET /accounts/{id}"));
		assertThat(collector.spans()).filteredOn((span) -> "excluded".equals(span.resource().get("service.name")))
			.filteredOn(ReceivedSpan::isRoot)
			.extracting(ReceivedSpan::name)
			.containsExactly("GET /accounts/{id}");
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains("/actuator/health"));
	}

	@Test
	void switchedOnItIsATreeBelowTheRequest() throws Exception {
		try (ConfigurableApplicationContext on = run("--otel.instrumentation.security.enabled=true",
				"--otel.service.name=on", PrintedTraces.ARGUMENT)) {
			assertThat(get(on, "/accounts/10", "ann").body()).isEqualTo("ann");
			assertThat(get(on, "/accounts/11", "eve").statusCode()).isEqualTo(401);
		}
		ReceivedSpan server = server("/accounts/10", 200, "url.path");
		ReceivedSpan before = collector.awaitChild(server, "security filterchain before");
		assertThat(before.scope().name()).isEqualTo("io.otelspring.security");
		assertThat(before.attributes().get("spring.security.filterchain.size")).isInstanceOf(Long.class);
		ReceivedSpan authenticate = collector.awaitChild(before, "authenticate usernamepassword");
		assertThat(authenticate.attributes())
			.containsEntry("authentication.request.type", "UsernamePasswordAuthenticationToken")
			.containsEntry("authentication.result.type", "UsernamePasswordAuthenticationToken");
		ReceivedSpan authorize = collector.awaitChild(before, "authorize request");
		assertThat(authorize.attributes()).containsEntry("spring.security.authorization.decision", true)
			.containsEntry("spring.security.authentication.type", "UsernamePasswordAuthenticationToken");
		ReceivedSpan secured = collector.awaitChild(server, "secured request");
		collector.awaitChild(secured, "account");
		collector.awaitChild(server, "security filterchain after");
		printed.areShown("security.md", server);
		ReceivedSpan refused = server("/accounts/11", 401, "url.path");
		ReceivedSpan failed = collector.awaitSpan((span) -> span.traceId().equals(refused.traceId())
				&& span.name().equals("authenticate usernamepassword"));
		assertThat(failed.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(failed.events()).isEmpty();
		assertThat(refused.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(PASSWORD));
	}

	@Test
	void withoutActuatorNothingIsObservedUnlessAskedFor() throws Exception {
		try (ConfigurableApplicationContext off = run(WITHOUT_ACTUATOR, "--otel.service.name=plain")) {
			assertThat(off.containsBean("otelSpringObservationRegistry")).isTrue();
			SecurityObservationSettings settings = off.getBean(SecurityObservationSettings.class);
			assertThat(settings.shouldObserveRequests()).isFalse();
			assertThat(get(off, "/accounts/12", "ann").body()).isEqualTo("ann");
		}
		ReceivedSpan server = server("/accounts/12", 200, "url.path");
		assertThat(collector.trace(server)).hasSize(2);
		try (ConfigurableApplicationContext on = run(WITHOUT_ACTUATOR, "--otel.instrumentation.security.enabled=true",
				"--otel.service.name=asked")) {
			assertThat(on.getBeansOfType(SecurityObservationSettings.class)).isEmpty();
			get(on, "/accounts/13", "ann");
		}
		collector.awaitChild(server("/accounts/13", 200, "url.path"), "secured request");
	}

	private static ReceivedSpan server(String route, int status) {
		return server(route, status, "http.route");
	}

	private static ReceivedSpan server(String value, int status, String attribute) {
		return collector
			.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.SERVER && value.equals(span.attribute(attribute))
					&& Long.valueOf(status).equals(span.attribute("http.response.status_code")));
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path, @Nullable String user)
			throws Exception {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
		if (user != null) {
			request.header("Authorization", "Basic "
					+ Base64.getEncoder().encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "otel.exporter.otlp.endpoint=" + collector.httpEndpoint(),
					"otel.bsp.schedule.delay=50ms", "otel.metrics.exporter=none", "otel.logs.exporter=none",
					"spring.main.banner-mode=off", "spring.jmx.enabled=false", "logging.level.root=warn")
			.run(all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@EnableAsync
	@Import({ Accounts.class, Vault.class })
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/health")
					.permitAll()
					.requestMatchers("/admin")
					.hasRole("ADMIN")
					.anyRequest()
					.authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("ann").password("{noop}" + PASSWORD).roles("USER").build());
		}

	}

	@RestController
	static class Accounts {

		private final Vault vault;

		Accounts(Vault vault) {
			this.vault = vault;
		}

		@GetMapping("/accounts/{id}")
		String account(@PathVariable String id) {
			return this.vault.open();
		}

		@GetMapping("/admin")
		String admin() {
			return "";
		}

		@GetMapping("/method")
		String method() {
			return this.vault.forAdministrators();
		}

		@GetMapping("/async")
		String async() {
			return this.vault.elsewhere().join();
		}

	}

	static class Vault {

		@Traced("account")
		String open() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@PreAuthorize("hasRole('ADMIN')")
		String forAdministrators() {
			return "";
		}

		@Async
		CompletableFuture<String> elsewhere() {
			var authentication = SecurityContextHolder.getContext().getAuthentication();
			return CompletableFuture.completedFuture((authentication != null) ? authentication.getName() : "nobody");
		}

	}

}
