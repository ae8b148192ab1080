// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Patience;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to an application with a processor of its own that blocks. What must not be
 * waited for is held up for the whole test.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class BlockingProcessorTests {

	private static final int REQUESTS = 100;

	@AutoClose
	private final OtlpCollector collector = OtlpCollector.start();

	private final HttpClient client = newClient();

	private final CountDownLatch held = new CountDownLatch(1);

	@Test
	void requestsGoOnWhileTheEndOfASpanDoesNotReturn(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext context = run(SpanProcessor.class, new Spans() {

			@Override
			public void onEnd(ReadableSpan span) {
				hold();
			}

		});
		try {
			hold(context);
			awaitFinding(context, "blocks in onEnd");
			for (int i = 1; i <= REQUESTS; i++) {
				order(context, i);
			}
			this.collector.awaitSpan((span) -> ("/order/" + REQUESTS).equals(span.attribute("url.path")));
			assertThat(this.held.getCount()).isOne();
			assertThat(output).contains("blocks in onEnd");
		}
		finally {
			endsInTime(context);
		}
		assertThat(Orders.traced(this.collector)).hasSize(REQUESTS);
		this.held.countDown();
	}

	@Test
	void requestsGoOnWhileTheStartOfASpanDoesNotReturnAndNothingUnseenLeaves() throws Exception {
		ConfigurableApplicationContext context = run(SpanProcessor.class, new Spans() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
				hold();
			}

		});
		try (context) {
			hold(context);
			awaitFinding(context, "blocks in onStart");
			for (int i = 0; i < REQUESTS; i++) {
				order(context, i);
			}
			flush(context);
			assertThat(this.collector.spans()).isEmpty();
			this.held.countDown();
		}
	}

	@Test
	void requestsGoOnWhileALogRecordDoesNotReturn() throws Exception {
		LogRecordProcessor processor = new Logs();
		ConfigurableApplicationContext context = run(LogRecordProcessor.class, processor);
		try (context) {
			hold(context);
			awaitFinding(context, "blocks in onEmit");
			for (int i = 1; i <= REQUESTS; i++) {
				order(context, i);
			}
			flush(context);
			assertThat(Orders.logged(this.collector)).isEmpty();
			assertThat(Orders.traced(this.collector)).contains("/order/1", "/order/" + REQUESTS);
			this.held.countDown();
		}
		assertThat(Orders.logged(this.collector)).contains("/order/1", "/order/" + REQUESTS);
	}

	@Test
	void aProcessorThatIsSlowIsSoonSlowElsewhere() throws Exception {
		List<String> threads = new CopyOnWriteArrayList<>();
		BlockingProcessor slow = new BlockingProcessor(50);
		ConfigurableApplicationContext context = run(SpanProcessor.class, new Spans() {

			@Override
			public void onEnd(ReadableSpan span) {
				slow.onEnd(span);
				threads.add(Thread.currentThread().getName());
			}

		});
		try {
			for (int i = 1; i <= 30; i++) {
				order(context, i);
			}
		}
		finally {
			context.close();
		}
		assertThat(threads).hasSize(30);
		assertThat(threads).filteredOn((name) -> name.startsWith("http-")).hasSizeBetween(10, 11);
		assertThat(Orders.traced(this.collector)).hasSize(30);
	}

	@Test
	void aProcessThatIsHeldUpEndsInTime() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start("processor-stuck",
				"otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "shop.processor-blocks-for=0",
				"spring.lifecycle.timeout-per-shutdown-phase=1s", "otel.export.shutdown-timeout=2m");
				Load load = Load.on(application)) {
			newClient().sendAsync(HttpRequest.newBuilder(application.uri("/order/1000000")).build(),
					HttpResponse.BodyHandlers.discarding());
			application.awaitLine("blocks in onEnd");
			load.begin().awaitAnswers(300);
			application.terminate();
			assertThat(application.awaitEnd()).isLessThan(Duration.ofMinutes(1));
			assertThat(application.lines("blocks in onEnd")).hasSize(1);
			load.awaitEnd();
			assertThat(Orders.traced(this.collector)).doesNotHaveDuplicates().containsAll(load.answered());
		}
	}

	private void hold() {
		while (this.held.getCount() > 0) {
			try {
				this.held.await();
			}
			catch (InterruptedException ex) {
				// It does not let itself be interrupted either
			}
		}
	}

	// A request that gets stuck, and its connection, which nobody must use again
	private void hold(ConfigurableApplicationContext context) {
		newClient().sendAsync(request(context, 0), HttpResponse.BodyHandlers.discarding());
	}

	private void order(ConfigurableApplicationContext context, int id) throws Exception {
		assertThat(this.client.send(request(context, id), HttpResponse.BodyHandlers.ofString()).statusCode())
			.isEqualTo(200);
	}

	private static HttpClient newClient() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
	}

	private static HttpRequest request(ConfigurableApplicationContext context, int id) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/order/" + id)).build();
	}

	private static void awaitFinding(ConfigurableApplicationContext context, String what) throws Exception {
		Patience.await("a finding",
				() -> context.getBeansOfType(FindingSource.class)
					.values()
					.stream()
					.flatMap((source) -> source.findings().stream())
					.anyMatch((finding) -> finding.what().contains(what)));
	}

	private static void flush(ConfigurableApplicationContext context) {
		context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
	}

	private static void endsInTime(ConfigurableApplicationContext context) {
		long begin = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
	}

	private <T> ConfigurableApplicationContext run(Class<T> type, T processor) {
		return new SpringApplicationBuilder(Application.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("own", type, () -> processor))
			.run("--server.port=0", "--server.address=127.0.0.1", "--otel.bsp.schedule.delay=50",
					"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(),
					"--spring.lifecycle.timeout-per-shutdown-phase=1s", "--otel.export.shutdown-timeout=2m");
	}

	private class Logs implements LogRecordProcessor {

		@Override
		public void onEmit(Context context, ReadWriteLogRecord record) {
			if (record.getBodyValue() != null && record.getBodyValue().asString().startsWith("Order ")) {
				hold();
			}
		}

	}

	private abstract static class Spans implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
