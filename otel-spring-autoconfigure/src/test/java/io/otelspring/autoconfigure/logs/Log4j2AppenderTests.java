// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.ExportThread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link Log4j2Appender}, {@link Log4j2Capture} and {@link Log4j2Correlation},
 * on a Log4j2 of their own.
 */
class Log4j2AppenderTests {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getDefault(), TraceState.getDefault());

	private final RecordedLogs logs = new RecordedLogs();

	private final LoggerContext context = new LoggerContext("test");

	private final Log4j2Capture capture = new Log4j2Capture(this.context);

	private Logger logger;

	@BeforeEach
	void connect() {
		this.context.start();
		configure("<Root level='info'/>");
		connect(List.of("*"), false);
		this.logger = this.context.getLogger("com.example.Shop");
	}

	@AfterEach
	void disconnect() {
		LogBridge.INSTANCE.disconnect(this);
		this.context.stop();
		assertThat(LogBridge.INSTANCE.current()).isNull();
	}

	private void connect(List<String> captureMdc, boolean captureCode) {
		LogBridge.INSTANCE.connect(this, this.logs.provider(),
				new LoggingProperties(captureMdc, captureCode, new LoggingProperties.Mdc("traceId", "spanId")),
				() -> this.capture);
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
		assertThat(record.getSpanContext()).isEqualTo(SPAN);
		assertThat(record.getSeverity()).isEqualTo(Severity.INFO);
		assertThat(record.getSeverityText()).isEqualTo("INFO");
		assertThat(RecordedLogs.attributes(record)).isEmpty();
	}

	@Test
	void mapsLevels() {
		this.logger.setLevel(Level.ALL);
		this.logger.trace("t");
		this.logger.debug("d");
		this.logger.warn("w");
		this.logger.error("e");
		this.logger.fatal("f");
		this.logger.log(Level.forName("NOTICE", 350), "n");
		assertThat(this.logs.all()).extracting(LogRecordData::getSeverity)
			.containsExactly(Severity.TRACE, Severity.DEBUG, Severity.WARN, Severity.ERROR, Severity.FATAL,
					Severity.WARN);
		assertThat(this.logs.all()).extracting(LogRecordData::getSeverityText).contains("FATAL", "NOTICE");
	}

	@Test
	void capturesContextDataWithoutOurIds() {
		try (CloseableThreadContext.Instance mdc = CloseableThreadContext.put("tenant", "acme");
				Scope scope = Span.wrap(SPAN).makeCurrent()) {
			this.logger.info("with span");
		}
		assertThat(RecordedLogs.attributes(this.logs.one("with span"))).containsExactly(entry("tenant", "acme"));
	}

	@Test
	void keepsTheTypeOfMapMessages() {
		this.logger.info(new StringMapMessage().with("order.id", "o-1"));
		this.logger.info(new ObjectMapMessage().with("items", 3).with("gift", true));
		assertThat(RecordedLogs.attributes(this.logs.all().get(0))).containsExactly(entry("order.id", "o-1"));
		assertThat(RecordedLogs.attributes(this.logs.all().get(1))).containsExactly(entry("gift", true),
				entry("items", 3L));
	}

	@Test
	void recordsTheException() {
		this.logger.error("failed", new IllegalStateException("no stock"));
		assertThat(RecordedLogs.attributes(this.logs.one("failed")))
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsEntry("exception.message", "no stock")
			.containsKey("exception.stacktrace");
	}

	@Test
	void capturesCodeOnRequest() {
		this.logger.info("no code");
		LogBridge.INSTANCE.disconnect(this);
		connect(List.of("*"), true);
		this.logger.info("code");
		assertThat(RecordedLogs.attributes(this.logs.one("no code"))).isEmpty();
		assertThat(RecordedLogs.attributes(this.logs.one("code")))
			.containsEntry("code.function.name", Log4j2AppenderTests.class.getName() + ".capturesCodeOnRequest")
			.containsEntry("code.file.path", "Log4j2AppenderTests.java")
			.hasEntrySatisfying("code.line.number", (line) -> assertThat((Long) line).isPositive());
	}

	@Test
	void takesTheSpanFromTheEventWhereAnotherThreadHandlesIt() {
		StringMap data = ContextDataFactory.createContextData();
		data.putValue("tenant", "acme");
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			new Log4j2Correlation().supplyContextData().forEach(data::putValue);
		}
		this.context.getConfiguration()
			.getRootLogger()
			.log(Log4jLogEvent.newBuilder()
				.setLoggerName("com.example.Shop")
				.setLevel(Level.INFO)
				.setMessage(new SimpleMessage("handed over"))
				.setContextData(data)
				.build());
		LogRecordData record = this.logs.one("handed over");
		assertThat(record.getSpanContext().getTraceId()).isEqualTo(SPAN.getTraceId());
		assertThat(record.getSpanContext().getSpanId()).isEqualTo(SPAN.getSpanId());
		assertThat(RecordedLogs.attributes(record)).containsExactly(entry("tenant", "acme"));
	}

	@Test
	void doesNotSendWhatIsLoggedWhileExporting() {
		ExportThread.wrap(() -> this.logger.warn("export failed")).run();
		assertThat(this.logs.bodies()).isEmpty();
	}

	@Test
	void capturesLoggersThatPassNothingOnOnce() {
		configure("""
				<Logger name='audit' level='info' additivity='false'><AppenderRef ref='NULL'/></Logger>
				<Logger name='muted' level='info' additivity='false'/>
				<Logger name='passing' level='info'><AppenderRef ref='NULL'/></Logger>
				<Root level='info'/>
				""");
		for (String name : List.of("audit", "audit.child", "muted", "passing", "other")) {
			this.context.getLogger(name).info(name);
		}
		assertThat(this.logs.bodies()).containsExactly("audit", "audit.child", "passing", "other");
	}

	@Test
	void survivesANewConfiguration() {
		configure("<Root level='info'/>");
		this.context.updateLoggers();
		this.logger.info("after");
		assertThat(this.logs.bodies()).containsExactly("after");
	}

	@Test
	void leavesLog4j2AsItWas() {
		LogBridge.INSTANCE.disconnect(this);
		assertThat(this.context.getConfiguration().getRootLogger().getAppenders()).isEmpty();
		configure("<Root level='info'/>");
		assertThat(this.context.getConfiguration().getRootLogger().getAppenders()).isEmpty();
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			assertThat(new Log4j2Correlation().supplyContextData()).isEmpty();
		}
	}

	@Test
	void suppliesTheIdsOfTheCurrentSpan() {
		Log4j2Correlation correlation = new Log4j2Correlation();
		assertThat(correlation.supplyContextData()).isEmpty();
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			assertThat(correlation.supplyContextData()).containsOnly(entry("traceId", SPAN.getTraceId()),
					entry("spanId", SPAN.getSpanId()));
			assertThat(correlation.getValue("spanId")).isEqualTo(SPAN.getSpanId());
			assertThat(correlation.getValue(null)).isNull();
		}
	}

	private void configure(String loggers) {
		String xml = "<Configuration><Appenders><Null name='NULL'/></Appenders><Loggers>" + loggers
				+ "</Loggers></Configuration>";
		try {
			this.context.setConfiguration(new XmlConfiguration(this.context,
					new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class ObjectMapMessage extends MapMessage<ObjectMapMessage, Object> {

		@Override
		public ObjectMapMessage newInstance(Map<String, Object> data) {
			throw new UnsupportedOperationException();
		}

	}

}
