// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.ai;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.openai.errors.RateLimitException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that asks OpenAI's API, which a server of the test stands in for, and
 * what a collector receives of it.
 */
class AiTests {

	private static final String KEY = "sk-correct-horse-battery-staple";

	private static final String QUESTION = "What does Ann earn?";

	private static final String ANSWER = "Ann earns a lot.";

	private static final String SALARY = "4711 gulden";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static HttpServer openAi;

	private static ObservedApplication application;

	@BeforeAll
	static void start() throws IOException {
		collector = OtlpCollector.start();
		openAi = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		openAi.createContext("/", AiTests::answer);
		openAi.start();
		application = run(PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() {
		application.close();
		openAi.stop(0);
		collector.close();
		printed.close();
	}

	@Test
	void aChatIsASpanByTheConventions() {
		ReceivedSpan caller = application.inSpan("chat",
				() -> assertThat(application.bean(ChatModel.class).call(QUESTION)).isEqualTo(ANSWER));
		ReceivedSpan chat = collector.awaitChild(caller, "chat gpt-test");
		ReceivedSpan attempt = collector.awaitChild(chat, "POST");
		assertThat(attempt.attributes()).isEqualTo(Map.of("http.request.method", "POST", "http.response.status_code",
				200L, "server.address", "127.0.0.1", "server.port", (long) openAi.getAddress().getPort()));
		assertThat(chat.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(chat.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(chat.scope().name()).isEqualTo("io.otelspring.ai");
		assertThat(chat.attributes()).containsEntry("gen_ai.operation.name", "chat")
			.containsEntry("gen_ai.provider.name", "openai")
			.containsEntry("gen_ai.request.model", "gpt-test")
			.containsEntry("gen_ai.request.temperature", 0.5)
			.containsEntry("gen_ai.request.max_tokens", 64L)
			.containsEntry("gen_ai.response.model", "gpt-test-0001")
			.containsEntry("gen_ai.response.id", "chatcmpl-1")
			.containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
			.containsEntry("gen_ai.usage.input_tokens", 11L)
			.containsEntry("gen_ai.usage.output_tokens", 7L)
			.doesNotContainKeys("gen_ai.system", "error.type");
		assertNothingSecretLeft();
	}

	@Test
	void tokensAndDurationsAreMeasured() {
		application.bean(ChatModel.class).call(QUESTION);
		Map<String, Object> call = Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name", "openai",
				"gen_ai.request.model", "gpt-test");
		ReceivedMetric duration = collector.awaitMetric(
				(metric) -> metric.name().equals("gen_ai.client.operation.duration") && metric.point(call).isPresent());
		assertThat(duration.unit()).isEqualTo("s");
		for (String type : List.of("input", "output")) {
			ReceivedMetric tokens = collector.awaitMetric(
					(metric) -> metric.name().equals("gen_ai.client.token.usage") && metric
						.point(Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name", "openai",
								"gen_ai.request.model", "gpt-test", "gen_ai.response.model", "gpt-test-0001",
								"gen_ai.token.type", type))
						.isPresent());
			assertThat(tokens.unit()).isEqualTo("{token}");
			assertThat(tokens.type()).isEqualTo(ReceivedMetric.Type.HISTOGRAM);
		}
	}

	@Test
	void aClientWithAToolIsATree() {
		ChatClient client = application.bean(ChatClient.Builder.class).build();
		ReceivedSpan caller = application.inSpan("question",
				() -> assertThat(client.prompt(QUESTION).tools(new Payroll()).call().content()).isEqualTo(ANSWER));
		ReceivedSpan root = collector.awaitChild(caller, "chat_client");
		assertThat(root.attributes()).containsEntry("spring.ai.kind", "chat_client")
			.containsEntry("spring.ai.chat.client.stream", false);
		ReceivedSpan tool = collector
			.awaitSpan((span) -> span.name().equals("execute_tool salary") && span.traceId().equals(caller.traceId()));
		assertThat(tool.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(tool.attributes()).containsEntry("gen_ai.operation.name", "execute_tool")
			.containsEntry("gen_ai.tool.name", "salary")
			.containsEntry("gen_ai.tool.type", "function");
		List<ReceivedSpan> trace = collector.trace(caller);
		assertThat(trace).filteredOn(ReceivedSpan::isRoot).containsExactly(caller);
		assertThat(trace).filteredOn((span) -> span.name().equals("chat gpt-test")).hasSize(2);
		printed.areShown("ai.md", caller);
		assertNothingSecretLeft();
	}

	@Test
	void aStreamLastsUntilItsEnd() {
		ReceivedSpan caller = application.inSpan("stream",
				() -> assertThat(application.bean(ChatClient.Builder.class)
					.build()
					.prompt(QUESTION)
					.stream()
					.content()
					.collectList()
					.block()).isNotEmpty());
		ReceivedSpan chat = collector
			.awaitSpan((span) -> span.name().equals("chat gpt-test") && span.traceId().equals(caller.traceId()));
		assertThat(chat.attributes()).containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
			.doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
		assertThat(collector.spans()).filteredOn((span) -> span.scope().name().equals("io.otelspring.ai"))
			.noneMatch((span) -> span.name().equals("POST") && span.isRoot());
		assertNothingSecretLeft();
	}

	@Test
	void embeddingsHaveTheirTokens() {
		ReceivedSpan caller = application.inSpan("embed",
				() -> assertThat(application.bean(EmbeddingModel.class).embed(QUESTION)).hasSize(2));
		ReceivedSpan embeddings = collector.awaitChild(caller, "embeddings embed-test");
		assertThat(embeddings.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(embeddings.attributes()).containsEntry("gen_ai.operation.name", "embeddings")
			.containsEntry("gen_ai.usage.input_tokens", 3L);
		assertNothingSecretLeft();
	}

	@Test
	void whatTheProviderRefusesIsTheApplicationsException() {
		ReceivedSpan caller = application.inSpan("refused", () -> assertThatExceptionOfType(RateLimitException.class)
			.isThrownBy(() -> application.bean(ChatModel.class).call("too much")));
		ReceivedSpan chat = collector.awaitChild(caller, "chat gpt-test");
		assertThat(chat.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(chat.attributes()).containsEntry("error.type", RateLimitException.class.getName())
			.doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.response.model");
		assertThat(chat.events()).hasSize(1);
		assertNothingSecretLeft();
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (ObservedApplication off = run("--otel.instrumentation.ai.enabled=false", "--otel.service.name=off")) {
			off.bean(ChatModel.class).call(QUESTION);
			off.bean(Tracer.class).spanBuilder("over").startSpan().end();
		}
		collector.awaitSpan("over");
		assertThat(collector.spans()).filteredOn((span) -> "off".equals(span.resource().get("service.name")))
			.noneMatch((span) -> span.name().startsWith("chat")
					|| span.attributes().keySet().stream().anyMatch((key) -> key.startsWith("gen_ai")));
	}

	private static void assertNothingSecretLeft() {
		for (String secret : List.of(KEY, QUESTION, ANSWER, SALARY)) {
			assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(secret));
		}
	}

	private static ObservedApplication run(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.main.web-application-type=none",
				"--otel.logs.exporter=none", "--logging.level.root=warn", "--spring.ai.openai.api-key=" + KEY,
				"--spring.ai.openai.base-url=http://127.0.0.1:" + openAi.getAddress().getPort(),
				"--spring.ai.openai.max-retries=0", "--spring.ai.openai.chat.model=gpt-test",
				"--spring.ai.openai.chat.temperature=0.5", "--spring.ai.openai.chat.max-tokens=64",
				"--spring.ai.openai.embedding.model=embed-test", "--spring.ai.model.image=none",
				"--spring.ai.model.audio.speech=none", "--spring.ai.model.audio.transcription=none",
				"--spring.ai.model.moderation=none"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, Application.class, all.toArray(String[]::new));
	}

	private static void answer(HttpExchange exchange) throws IOException {
		String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		if (request.contains("too much")) {
			reply(exchange, 429, "application/json",
					"{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
		}
		else if (exchange.getRequestURI().getPath().endsWith("/embeddings")) {
			reply(exchange, 200, "application/json",
					"{\"object\":\"list\",\"model\":\"embed-test\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
							+ "\"embedding\":[0.25,0.5]}],\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");
		}
		else if (request.replace(" ", "").contains("\"stream\":true")) {
			reply(exchange, 200, "text/event-stream",
					"data: " + chunk("{\"role\":\"assistant\",\"content\":\"" + ANSWER + "\"}", "null") + "\n\ndata: "
							+ chunk("{}", "\"stop\"") + "\n\ndata: [DONE]\n\n");
		}
		else if (request.contains("\"tools\"") && !request.replace(" ", "").contains("\"role\":\"tool\"")) {
			reply(exchange, 200, "application/json",
					completion("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":"
							+ "[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"salary\","
							+ "\"arguments\":\"{\\\"who\\\":\\\"" + SALARY + "\\\"}\"}}]}", "tool_calls"));
		}
		else {
			reply(exchange, 200, "application/json",
					completion("{\"role\":\"assistant\",\"content\":\"" + ANSWER + "\"}", "stop"));
		}
	}

	private static String completion(String message, String reason) {
		return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-test-0001\","
				+ "\"choices\":[{\"index\":0,\"finish_reason\":\"" + reason + "\",\"logprobs\":null,\"message\":"
				+ message + "}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}";
	}

	private static String chunk(String delta, String reason) {
		return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-test-0001\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}]}";
	}

	private static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Payroll {

		@Tool(description = "What somebody earns")
		String salary(String who) {
			return SALARY;
		}

	}

}
