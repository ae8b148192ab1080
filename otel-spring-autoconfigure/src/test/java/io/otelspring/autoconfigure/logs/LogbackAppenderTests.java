// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.ExportThread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link LogbackAppender} and {@link LogbackCapture}, on a Logback of their
 * own.
 */
class LogbackAppenderTests {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getDefault(), TraceState.getDefault());

	private final RecordedLogs logs = new RecordedLogs();

	private final LoggerContext context = new LoggerContext();

	private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

	private final LogbackCapture capture = new LogbackCapture(this.context);

	private final Logger logger = this.context.getLogger("com.example.Shop");

	@BeforeEach
	void connect() {
		this.context.setMDCAdapter(this.mdc);
		connect(List.of("*"), false);
	}

	@AfterEach
	void disconnect() {
		LogBridge.INSTANCE.disconnect(this);
		assertThat(LogBridge.INSTANCE.current()).isNull();
	}

	private void connect(List<String> captureMdc, boolean captureCode) {
		LogBridge.INSTANCE.connect(this, this.logs.provider(),
				new LoggingProperties(captureMdc, captureCode, new LoggingProperties.Mdc("traceId", "spanId")),
				() -> this.capture);
	}

	private void reconnect(List<String> captureMdc, boolean captureCode) {
		LogBridge.INSTANCE.disconnect(this);
		connect(captureMdc, captureCode);
	}

	@Test
	void mapsBodyLoggerTimeAndSpan() {
		long before = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			this.logger.info("{} of {}", 3, "apples");
		}
		LogRecordData record = this.logs.one("3 of apples");
		assertThat(record.getInstrumentationScopeInfo().getName()).isEqualTo("com.example.Shop");
		assertThat(record.getTimestampEpochNanos()).isGreaterThanOrEqualTo(before);
		assertThat(record.getObservedTimestampEpochNanos()).isGreaterThanOrEqualTo(before);
		assertThat(record.getSpanContext()).isEqualTo(SPAN);
		assertThat(record.getSeverity()).isEqualTo(Severity.INFO);
		assertThat(record.getSeverityText()).isEqualTo("INFO");
		assertThat(record.getEventName()).isNull();
		assertThat(RecordedLogs.attributes(record)).isEmpty();
	}

	@Test
	void keepsNanoseconds() {
		LoggingEvent event = new LoggingEvent("fqcn", this.logger, Level.INFO, "now", null, null);
		event.setInstant(Instant.ofEpochSecond(17, 123_456_789));
		this.logger.callAppenders(event);
		assertThat(this.logs.one("now").getTimestampEpochNanos()).isEqualTo(17_123_456_789L);
	}

	@Test
	void mapsLevels() {
		this.logger.setLevel(Level.TRACE);
		this.logger.trace("t");
		this.logger.debug("d");
		this.logger.warn("w");
		this.logger.error("e");
		assertThat(this.logs.all()).extracting(LogRecordData::getSeverity)
			.containsExactly(Severity.TRACE, Severity.DEBUG, Severity.WARN, Severity.ERROR);
		assertThat(this.logs.all()).extracting(LogRecordData::getSeverityText)
			.containsExactly("TRACE", "DEBUG", "WARN", "ERROR");
	}

	@Test
	void keepsTheTypeOfKeyValuePairs() {
		this.logger.atInfo()
			.addKeyValue("order.id", "o-1")
			.addKeyValue("items", 3)
			.addKeyValue("total", 9.5)
			.addKeyValue("gift", true)
			.addKeyValue("nothing", (Object) null)
			.log("placed");
		assertThat(RecordedLogs.attributes(this.logs.one("placed"))).containsExactly(entry("gift", true),
				entry("items", 3L), entry("order.id", "o-1"), entry("total", 9.5));
	}

	@Test
	void takesTheLastOfSeveralPairsWithOneKeyAndPrefersPairsToTheMdc() {
		this.mdc.put("id", "from mdc");
		this.logger.atInfo().addKeyValue("id", "first").addKeyValue("id", 2).log("placed");
		assertThat(RecordedLogs.attributes(this.logs.one("placed"))).containsExactly(entry("id", 2L));
	}

	@Test
	void capturesTheMdcWithoutOurIds() {
		this.mdc.put("tenant", "acme");
		this.mdc.put("traceId", "somebody else's");
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			this.logger.info("with span");
		}
		this.logger.info("without span");
		assertThat(RecordedLogs.attributes(this.logs.one("with span"))).containsExactly(entry("tenant", "acme"));
		assertThat(RecordedLogs.attributes(this.logs.one("without span"))).containsExactly(entry("tenant", "acme"));
	}

	@Test
	void capturesOnlyTheMdcEntriesAskedFor() {
		this.mdc.put("tenant", "acme");
		this.mdc.put("user", "alice");
		reconnect(List.of("ten*"), false);
		this.logger.info("some");
		reconnect(List.of(), false);
		this.logger.info("none");
		assertThat(RecordedLogs.attributes(this.logs.one("some"))).containsExactly(entry("tenant", "acme"));
		assertThat(RecordedLogs.attributes(this.logs.one("none"))).isEmpty();
	}

	@Test
	void recordsTheException() {
		this.logger.error("failed", new IllegalStateException("no stock", new RuntimeException("cause")));
		assertThat(RecordedLogs.attributes(this.logs.one("failed")))
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsEntry("exception.message", "no stock")
			.hasEntrySatisfying("exception.stacktrace", (trace) -> assertThat(trace.toString())
				.contains("LogbackAppenderTests.recordsTheException", "Caused by: java.lang.RuntimeException: cause"));
	}

	@Test
	void capturesCodeOnRequest() {
		this.logger.info("no code");
		reconnect(List.of("*"), true);
		this.logger.info("code");
		assertThat(RecordedLogs.attributes(this.logs.one("no code"))).isEmpty();
		assertThat(RecordedLogs.attributes(this.logs.one("code")))
			.containsEntry("code.function.name", LogbackAppenderTests.class.getName() + ".capturesCodeOnRequest")
			.containsEntry("code.file.path", "LogbackAppenderTests.java")
			.hasEntrySatisfying("code.line.number", (line) -> assertThat((Long) line).isPositive())
			.hasSize(3);
	}

	@Test
	void takesTheSpanFromTheEventWhereAnotherThreadHandlesIt() {
		LoggingEvent event = new LoggingEvent("fqcn", this.logger, Level.INFO, "handed over", null, null);
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			event.prepareForDeferredProcessing();
		}
		this.logger.callAppenders(event);
		SpanContext span = this.logs.one("handed over").getSpanContext();
		assertThat(span.getTraceId()).isEqualTo(SPAN.getTraceId());
		assertThat(span.getSpanId()).isEqualTo(SPAN.getSpanId());
	}

	@Test
	void doesNotSendWhatIsLoggedWhileExporting() {
		ExportThread.wrap(() -> this.logger.warn("export failed")).run();
		this.context.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter").warn("export failed");
		this.logger.info("application");
		assertThat(this.logs.bodies()).containsExactly("application");
	}

	@Test
	void doesNotSendWhatItsOwnSendingLogs() {
		this.logger.atInfo().addKeyValue("value", new Object() {

			@Override
			public String toString() {
				LogbackAppenderTests.this.logger.info("nested");
				return "text";
			}

		}).log("outer");
		assertThat(this.logs.bodies()).containsExactly("outer");
	}

	@Test
	void capturesLoggersThatPassNothingOnOnce() {
		ListAppender<ILoggingEvent> file = new ListAppender<>();
		file.start();
		Logger audit = this.context.getLogger("audit");
		audit.setAdditive(false);
		audit.addAppender(file);
		Logger muted = this.context.getLogger("muted");
		muted.setAdditive(false);
		this.capture.attach();
		audit.info("audited");
		this.context.getLogger("audit.child").info("audited below");
		muted.info("silence");
		assertThat(this.logs.bodies()).containsExactly("audited", "audited below");
		assertThat(file.list).hasSize(2);
	}

	@Test
	void attachesOnce() {
		this.capture.attach();
		this.capture.attach();
		this.logger.info("once");
		assertThat(this.logs.bodies()).containsExactly("once");
		assertThat(this.context.getCopyOfListenerList()).containsOnlyOnce(this.capture);
	}

	@Test
	void survivesAResetOfLogback() {
		this.context.reset();
		this.logger.info("after reset");
		this.context.stop();
		this.context.start();
		this.capture.attach();
		this.logger.info("after restart");
		assertThat(this.logs.bodies()).containsExactly("after reset", "after restart");
	}

	@Test
	void survivesANewConfiguration() throws Exception {
		this.context.reset();
		configure("""
				<configuration>
					<appender name="LIST" class="ch.qos.logback.core.read.ListAppender"/>
					<logger name="audit" level="info" additivity="false"><appender-ref ref="LIST"/></logger>
					<root level="info"/>
				</configuration>
				""");
		this.logger.info("to the root");
		this.context.getLogger("audit").info("beside the root");
		assertThat(this.logs.bodies()).containsExactly("to the root", "beside the root");
	}

	@Test
	void leavesSendingToAnAppenderThatDoesItAlready() throws Exception {
		this.context.reset();
		configure(
				"""
						<configuration>
							<appender name="OTEL"
								class="io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender"/>
							<appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender"><appender-ref ref="OTEL"/></appender>
							<root level="info"><appender-ref ref="ASYNC"/></root>
						</configuration>
						""");
		assertThat(this.capture.attach()).contains("'OTEL'");
		this.logger.info("sent by the other");
		assertThat(this.logs.bodies()).isEmpty();
	}

	@Test
	void leavesLogbackAsItWas() {
		assertThat(this.context.getMDCAdapter()).isInstanceOf(LogbackMdcAdapter.class);
		LogBridge.INSTANCE.disconnect(this);
		assertThat(this.context.getMDCAdapter()).isSameAs(this.mdc);
		assertThat(this.context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).isExhausted();
		assertThat(this.context.getCopyOfListenerList()).isEmpty();
		assertThat(this.context.getStatusManager().getCopyOfStatusList())
			.noneMatch((status) -> status.getMessage().contains("mdcAdapter"));
	}

	private void configure(String xml) throws Exception {
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(this.context);
		configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
	}

}
