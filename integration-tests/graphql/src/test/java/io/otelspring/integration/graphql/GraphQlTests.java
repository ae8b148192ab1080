// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.graphql;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import graphql.GraphQLError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.GraphQlExceptionHandler;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.stereotype.Controller;

import io.otelspring.annotation.Traced;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that serves GraphQL without Actuator, and what a collector receives of
 * it.
 */
class GraphQlTests {

	private static final String SECRET = "correct-horse-battery-staple";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		context = run(PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
		printed.close();
	}

	@Test
	void anOperationIsBelowTheRequestAndItsFieldsBelowIt() throws Exception {
		ReceivedSpan request = request("query findBook($id: ID) { bookById(id: $id) { title } }", Map.of("id", SECRET));
		ReceivedSpan query = collector.awaitChild(request, "query");
		assertThat(query.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
		assertThat(query.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(query.attributes()).isEqualTo(Map.of("graphql.operation.type", "query", "graphql.operation.name",
				"findBook", "graphql.outcome", "SUCCESS"));
		ReceivedSpan field = collector.awaitChild(query, "graphql field bookById");
		assertThat(field.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(field.attributes())
			.isEqualTo(Map.of("graphql.field.name", "bookById", "graphql.field.path", "/bookById"));
		collector.awaitChild(field, "look up");
		assertThat(request.name()).isEqualTo("POST /graphql");
		printed.areShown("graphql.md", request);
	}

	@Test
	void fieldsOnOtherThreadsAndLoadersAreInTheSameTrace() throws Exception {
		ReceivedSpan request = request("query list { books { title rating author { name } } }", Map.of());
		ReceivedSpan query = collector.awaitChild(request, "query");
		ReceivedSpan books = collector.awaitChild(query, "graphql field books");
		collector.awaitChild(books, "list");
		collector.awaitChild(query, "graphql field rating");
		collector.awaitChild(query, "rate");
		ReceivedSpan loader = collector.awaitSpan(
				(span) -> span.name().startsWith("graphql dataloader") && span.traceId().equals(query.traceId()));
		assertThat(loader.isChildOf(query)).isTrue();
		assertThat(loader.attributes()).containsEntry("graphql.loader.size", 2L);
		collector.awaitChild(query, "authors");
		assertThat(collector.trace(query)).filteredOn(ReceivedSpan::isRoot).containsExactly(request);
	}

	@Test
	void whatAFieldThrowsIsOnItsSpanAndTheOperationIsAnError() throws Exception {
		ReceivedSpan request = request("query { broken { title } }", Map.of());
		ReceivedSpan query = collector.awaitChild(request, "query");
		assertThat(query.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(query.attributes()).containsEntry("error.type", "INTERNAL_ERROR")
			.containsEntry("graphql.outcome", "INTERNAL_ERROR")
			.doesNotContainKey("graphql.operation.name");
		assertThat(query.events()).isEmpty();
		ReceivedSpan field = collector.awaitChild(query, "graphql field broken");
		assertThat(field.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(field.events()).hasSize(1);
		assertThat(field.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
		assertThat(request.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
	}

	@Test
	void whatTheClientDidWrongIsNoErrorOfTheServer() throws Exception {
		ReceivedSpan request = request("query { nothing(text: \"" + SECRET + "\") }", Map.of());
		ReceivedSpan operation = collector.awaitChild(request, "GraphQL Operation");
		assertThat(operation.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(operation.attributes()).isEqualTo(Map.of("graphql.outcome", "REQUEST_ERROR"));
		assertThat(operation.events()).isEmpty();
		ReceivedSpan missing = collector.awaitChild(request("query { missing { title } }", Map.of()), "query");
		assertThat(missing.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(missing.attributes()).containsEntry("graphql.outcome", "REQUEST_ERROR");
	}

	@Test
	void neitherTheDocumentNorItsVariablesLeave() throws Exception {
		ReceivedSpan request = request("mutation add { addBook(title: \"" + SECRET + "\") { title } }", Map.of());
		ReceivedSpan mutation = collector.awaitChild(request, "mutation");
		assertThat(mutation.attributes()).containsEntry("graphql.operation.name", "add");
		anOperationIsBelowTheRequestAndItsFieldsBelowIt();
		whatTheClientDidWrongIsNoErrorOfTheServer();
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(SECRET));
	}

	@Test
	void switchedOffNothingIsRecorded() throws Exception {
		try (ConfigurableApplicationContext off = run("--otel.instrumentation.graphql.enabled=false",
				"--otel.service.name=off")) {
			post(off, "{ books { title } }", Map.of());
		}
		collector.awaitSpan(
				(span) -> "off".equals(span.resource().get("service.name")) && span.name().equals("POST /graphql"));
		assertThat(collector.spans()).filteredOn((span) -> "off".equals(span.resource().get("service.name")))
			.extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("POST /graphql", "list");
	}

	private static ReceivedSpan request(String document, Map<String, Object> variables) throws Exception {
		long before = System.currentTimeMillis() * 1_000_000;
		post(context, document, variables);
		return collector
			.awaitSpan((span) -> span.name().equals("POST /graphql") && span.isRoot() && span.startNanos() >= before);
	}

	private static void post(ConfigurableApplicationContext context, String document, Map<String, Object> variables)
			throws Exception {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		String json = "{\"query\":\"" + document.replace("\"", "\\\"") + "\",\"variables\":{"
				+ variables.entrySet()
					.stream()
					.map((entry) -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
					.reduce("", (left, right) -> left + right)
				+ "}}";
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/graphql"))
				.header("Content-Type", "application/json")
				.header("Accept", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(json))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "otel.exporter.otlp.endpoint=" + collector.httpEndpoint(),
					"otel.bsp.schedule.delay=50ms", "otel.metrics.exporter=none", "otel.logs.exporter=none",
					"spring.main.banner-mode=off", "spring.jmx.enabled=false", "logging.level.root=warn")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Library.class, Catalogue.class })
	static class Application {

	}

	record Book(String id, String title) {

	}

	record Author(String name) {

	}

	@Controller
	static class Library {

		private final Catalogue catalogue;

		private final Executor executor;

		Library(Catalogue catalogue, @Qualifier("applicationTaskExecutor") Executor executor) {
			this.catalogue = catalogue;
			this.executor = executor;
		}

		@QueryMapping
		Book bookById(@Argument String id) {
			return this.catalogue.lookUp(id);
		}

		@QueryMapping
		CompletableFuture<List<Book>> books() {
			return CompletableFuture.supplyAsync(this.catalogue::list, this.executor);
		}

		@SchemaMapping
		Callable<Integer> rating(Book book) {
			return () -> this.catalogue.rate(book);
		}

		@BatchMapping
		Map<Book, Author> author(List<Book> books) {
			return this.catalogue.authors(books);
		}

		@QueryMapping
		Book broken() {
			throw new IllegalStateException("broken");
		}

		@QueryMapping
		Book missing() {
			throw new IllegalArgumentException("no such book");
		}

		@MutationMapping
		Book addBook(@Argument String title) {
			return new Book("3", title);
		}

		@GraphQlExceptionHandler
		GraphQLError handle(IllegalArgumentException exception) {
			return GraphQLError.newError().errorType(ErrorType.NOT_FOUND).message("no such book").build();
		}

	}

	static class Catalogue {

		@Traced("look up")
		Book lookUp(String id) {
			return new Book("1", "a");
		}

		@Traced("list")
		List<Book> list() {
			return List.of(new Book("1", "a"), new Book("2", "b"));
		}

		@Traced("rate")
		int rate(Book book) {
			return 5;
		}

		@Traced("authors")
		Map<Book, Author> authors(List<Book> books) {
			Map<Book, Author> authors = new LinkedHashMap<>();
			books.forEach((book) -> authors.put(book, new Author("x")));
			return authors;
		}

	}

}
