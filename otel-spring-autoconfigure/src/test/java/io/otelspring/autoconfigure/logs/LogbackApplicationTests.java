// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.time.Instant;
import java.util.Comparator;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of started applications that log with Logback.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogbackApplicationTests {

	private static final String IDS = LogApplication.SPAN.getTraceId() + "-" + LogApplication.SPAN.getSpanId();

	private static final Logger logger = LoggerFactory.getLogger(LogbackApplicationTests.class);

	private final LogApplication application = new LogApplication();

	private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

	/**
	 * Spring Boot never changes what an application of the same JVM has set before.
	 */
	@BeforeEach
	@AfterEach
	void forgetPatterns() {
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
	}

	@AfterEach
	void nothingIsLeftBehind() {
		assertThat(LogBridge.INSTANCE.current()).isNull();
		assertThat(this.logback.getMDCAdapter()).isNotInstanceOf(LogbackMdcAdapter.class);
		assertThat(appenders()).isZero();
	}

	@Test
	void sendsWhatWasLoggedBeforeThereWasAContext() {
		EarlyListener listener = new EarlyListener();
		this.application.with(
				(builder) -> builder.listeners(listener).initializers((context) -> logger.info("context initialised")));
		try (ConfigurableApplicationContext context = this.application.run()) {
			logger.info("running");
		}
		LogRecordData record = this.application.logs().one("environment prepared");
		assertThat(record.getTimestampEpochNanos()).isBetween(listener.before, listener.after);
		assertThat(record.getObservedTimestampEpochNanos()).isBetween(listener.before, listener.after);
		assertThat(record.getSpanContext()).isEqualTo(LogApplication.SPAN);
		assertThat(record.getInstrumentationScopeInfo().getName()).isEqualTo(LogbackApplicationTests.class.getName());
		assertThat(RecordedLogs.attributes(record)).containsEntry("phase", "early")
			.containsEntry("exception.type", "java.lang.IllegalStateException");
		assertThat(this.application.logs().bodies()).containsSubsequence("environment prepared", "context initialised",
				"running");
		assertThat(this.application.logs().bodies()).anyMatch((body) -> body.startsWith("Starting "));
		assertThat(this.application.logs().all())
			.isSortedAccordingTo(Comparator.comparingLong(LogRecordData::getTimestampEpochNanos));
	}

	@Test
	void sendsKeyValuePairsAndMdc() {
		this.application.with("otel.instrumentation.logging.capture-mdc=tenant,user.*");
		try (ConfigurableApplicationContext context = this.application.run();
				MDC.MDCCloseable tenant = MDC.putCloseable("tenant", "acme");
				MDC.MDCCloseable user = MDC.putCloseable("user.name", "alice");
				MDC.MDCCloseable other = MDC.putCloseable("other", "secret")) {
			logger.atInfo().addKeyValue("items", 3).log("placed");
		}
		assertThat(RecordedLogs.attributes(this.application.logs().one("placed"))).containsExactly(entry("items", 3L),
				entry("tenant", "acme"), entry("user.name", "alice"));
	}

	@Test
	void sendsCodeOnRequest() {
		this.application.with("otel.instrumentation.logging.capture-code=true");
		try (ConfigurableApplicationContext context = this.application.run()) {
			logger.info("where");
		}
		assertThat(RecordedLogs.attributes(this.application.logs().one("where"))).containsEntry("code.function.name",
				LogbackApplicationTests.class.getName() + ".sendsCodeOnRequest");
	}

	@Test
	void sendsWhatJavaUtilLoggingIsTold() {
		try (ConfigurableApplicationContext context = this.application.run()) {
			java.util.logging.Logger.getLogger("com.example.jul").warning("from JUL");
		}
		assertThat(this.application.logs().one("from JUL").getInstrumentationScopeInfo().getName())
			.isEqualTo("com.example.jul");
	}

	@Test
	void sendsWhatBeansSayAtTheirEnd() {
		this.application.with(LastWords.class).run().close();
		assertThat(this.application.logs().bodies()).contains("last words");
	}

	@Test
	void connectsWhereBeansAreLazy() {
		this.application.with("spring.main.lazy-initialization=true").run().close();
		assertThat(this.application.logs().bodies()).anyMatch((body) -> body.startsWith("Starting "));
	}

	@Test
	void showsIdsOnTheConsole(CapturedOutput output) {
		try (ConfigurableApplicationContext context = this.application.run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
			logger.info("in no span");
		}
		assertThat(line(output, "in a span")).contains("[" + IDS + "] ");
		assertThat(line(output, "in no span")).doesNotContain(IDS).contains(" ".repeat(49));
		assertThat(output).doesNotContain("mdcAdapter");
	}

	@Test
	void showsIdsUnderOtherNames(CapturedOutput output) {
		this.application.with("otel.instrumentation.logging.mdc.trace-id-key=trace_id",
				"otel.instrumentation.logging.mdc.span-id-key=span_id");
		try (ConfigurableApplicationContext context = this.application.run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
		}
		assertThat(line(output, "in a span")).contains("[" + IDS + "] ");
	}

	@Test
	void showsIdsInAPatternOfTheApplication(CapturedOutput output) {
		this.application.with("otel.instrumentation.logging.mdc.trace-id-key=trace_id",
				"logging.pattern.console=<%X{trace_id} %X{spanId}> %msg%n");
		try (ConfigurableApplicationContext context = this.application.run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
		}
		assertThat(line(output, "in a span")).isEqualTo("<" + IDS.replace('-', ' ') + "> in a span");
	}

	@Test
	void leavesTheCorrelationPatternToTheApplication(CapturedOutput output) {
		this.application.with((builder) -> builder.properties("logging.expect-correlation-id=false"));
		try (ConfigurableApplicationContext context = this.application.run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
		}
		assertThat(line(output, "in a span")).doesNotContain(IDS);
		assertThat(this.application.logs().one("in a span").getSpanContext()).isEqualTo(LogApplication.SPAN);
	}

	@Test
	void showsIdsInStructuredFormats(CapturedOutput output) {
		for (String format : new String[] { "ecs", "logstash", "gelf" }) {
			forgetPatterns();
			try (ConfigurableApplicationContext context = new LogApplication()
				.with("logging.structured.format.console=" + format)
				.run()) {
				LogApplication.inSpan(() -> logger.info("as {}", format));
			}
			assertThat(line(output, "as " + format)).startsWith("{")
				.contains("traceId\":\"" + LogApplication.SPAN.getTraceId() + "\"")
				.contains("spanId\":\"" + LogApplication.SPAN.getSpanId() + "\"");
		}
	}

	@Test
	void showsIdsWhereAnotherThreadPrints(CapturedOutput output) {
		this.application.with("logging.config=classpath:logback-async.xml");
		try (ConfigurableApplicationContext context = this.application.run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
			((AsyncAppender) this.logback.getLogger("ROOT").getAppender("ASYNC")).stop();
		}
		assertThat(line(output, "in a span")).contains("[" + IDS + "] ");
		assertThat(this.application.logs().one("in a span").getSpanContext()).isEqualTo(LogApplication.SPAN);
	}

	@Test
	void survivesAReset() {
		try (ConfigurableApplicationContext context = this.application.run()) {
			this.logback.reset();
			logger.info("after the reset");
		}
		assertThat(this.application.logs().bodies()).contains("after the reset");
	}

	@Test
	void sendsToTheApplicationThatStartedLastAndThenToTheOneBefore() {
		LogApplication second = new LogApplication();
		try (ConfigurableApplicationContext context = this.application.run()) {
			try (ConfigurableApplicationContext secondContext = second.run()) {
				assertThat(appenders()).isEqualTo(1);
				logger.info("both");
			}
			logger.info("the first again");
		}
		assertThat(second.logs().bodies()).contains("both").anyMatch((body) -> body.startsWith("Starting "));
		assertThat(this.application.logs().bodies()).contains("the first again").doesNotContain("both");
	}

	@Test
	void startsAgainAfterItWasClosed() {
		this.application.run().close();
		LogApplication second = new LogApplication();
		try (ConfigurableApplicationContext context = second.run()) {
			logger.info("second");
			assertThat(appenders()).isEqualTo(1);
		}
		assertThat(second.logs().bodies()).contains("second");
		assertThat(this.application.logs().bodies()).doesNotContain("second");
	}

	@Test
	void sendsWhatAChildContextLogs() {
		try (ConfigurableApplicationContext parent = this.application.run()) {
			try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Child.class)
				.web(WebApplicationType.NONE)
				.parent(parent)
				.run()) {
				logger.info("child");
			}
			logger.info("parent");
		}
		assertThat(this.application.logs().bodies()).containsSubsequence("child", "parent");
		assertThat(this.application.logs().bodies()).filteredOn((body) -> body.startsWith("Started ")).hasSize(2);
	}

	@Test
	void leavesSendingToAnAppenderOfTheApplicationThatDoesItAlready(CapturedOutput output) {
		this.application.with("logging.config=classpath:logback-other-appender.xml");
		try (ConfigurableApplicationContext context = this.application.run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
			assertThat(context.getBean(LogConnection.class).inactiveBecause()).contains("'OTEL'");
		}
		assertThat(this.application.logs().all()).isEmpty();
		assertThat(output.toString().lines().filter((line) -> line.contains("Log records are not captured")))
			.hasSize(1);
		assertThat(line(output, "in a span")).contains(IDS);
	}

	@Test
	void doesNothingWhereTheSdkIsDisabled(CapturedOutput output) {
		assertNothingIsDone(output, "otel.sdk.disabled=true");
	}

	@Test
	void doesNothingWhereItIsSwitchedOff(CapturedOutput output) {
		assertNothingIsDone(output, "otel.instrumentation.logging.enabled=false");
	}

	private void assertNothingIsDone(CapturedOutput output, String property) {
		try (ConfigurableApplicationContext context = this.application.with(property).run()) {
			LogApplication.inSpan(() -> logger.info("in a span"));
			assertThat(context.getBeansOfType(LogConnection.class)).isEmpty();
			assertThat(appenders()).isZero();
			assertThat(this.logback.getMDCAdapter()).isNotInstanceOf(LogbackMdcAdapter.class);
		}
		assertThat(line(output, "in a span")).doesNotContain(IDS).doesNotContain(" ".repeat(49));
		assertThat(this.application.logs().all()).isEmpty();
	}

	private long appenders() {
		return this.logback.getLoggerList()
			.stream()
			.filter((each) -> each.getAppender(LogbackAppender.NAME) != null)
			.count();
	}

	private static String line(CapturedOutput output, String message) {
		return output.toString().lines().filter((line) -> line.contains(message)).findFirst().orElseThrow();
	}

	@Order(0)
	static class EarlyListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

		private long before;

		private long after;

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			this.before = LogRecordWriter.epochNanos(Instant.now());
			MDC.put("phase", "early");
			LogApplication.inSpan(() -> logger.info("environment prepared", new IllegalStateException("early")));
			MDC.remove("phase");
			this.after = LogRecordWriter.epochNanos(Instant.now());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LoggingAutoConfiguration.class)
	static class Child {

	}

	@Configuration(proxyBeanMethods = false)
	static class LastWords {

		@Bean
		DisposableBean lastWords(OpenTelemetry openTelemetry) {
			return () -> logger.info("last words");
		}

	}

}
