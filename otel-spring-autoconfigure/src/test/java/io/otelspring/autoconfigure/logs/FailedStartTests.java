// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of applications that fail to start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

	private static final Logger logger = LoggerFactory.getLogger(FailedStartTests.class);

	private final LogApplication application = new LogApplication()
		.with(RecordingFailedStartPipeline.PROPERTY + "=recorded");

	@AfterEach
	void nextStartLeavesNothing() {
		LogApplication next = new LogApplication();
		next.run().close();
		RecordingFailedStartPipeline pipeline = RecordingFailedStartPipeline.last;
		assertThat(pipeline == null || pipeline.isClosed()).isTrue();
		RecordingFailedStartPipeline.last = null;
		assertThat(LogBridge.INSTANCE.current()).isNull();
		assertThat(next.logs().bodies()).noneMatch((body) -> body.contains("failed"));
	}

	@Test
	void deliversTheReport(CapturedOutput output) {
		assertThatException().isThrownBy(this.application.with(FailingBean.class)::run);
		RecordedLogs logs = RecordingFailedStartPipeline.last.logs();
		assertThat(logs.bodies()).anyMatch((body) -> body.contains("Application run failed"));
		LogRecordData report = logs.one("Application run failed");
		assertThat(RecordedLogs.attributes(report).get("exception.stacktrace").toString()).contains("no warehouse");
		assertThat(RecordingFailedStartPipeline.last.isClosed()).isFalse();
		assertThat(output).contains("Application run failed");
	}

	@Test
	void deliversTheAnalysis() {
		assertThatException().isThrownBy(this.application.with(PortInUse.class)::run);
		assertThat(RecordingFailedStartPipeline.last.logs().bodies())
			.anyMatch((body) -> body.contains("APPLICATION FAILED TO START") && body.contains("Port 8080"));
	}

	@Test
	void sendsEachRecordOnce() {
		assertThatException().isThrownBy(this.application.with(LastWords.class).with(FailingBean.class)::run);
		assertThat(RecordingFailedStartPipeline.last.logs().bodies()).filteredOn((body) -> body.startsWith("Starting "))
			.hasSizeLessThanOrEqualTo(1);
		RecordedLogs early = this.application.logs();
		RecordedLogs late = RecordingFailedStartPipeline.last.logs();
		assertThat(early.bodies()).doesNotContain("Application run failed");
		assertThat((int) (early.bodies().stream().filter("last words"::equals).count()
				+ late.bodies().stream().filter("last words"::equals).count()))
			.isEqualTo(1);
	}

	@Test
	void needsNoPipelineWhereARunnerFails() {
		assertThatException().isThrownBy(this.application.with(FailingRunner.class)::run);
		assertThat(RecordingFailedStartPipeline.last).isNull();
		assertThat(this.application.logs().bodies()).contains("Application run failed");
	}

	@Test
	void givesUpQuietlyWhereThePipelineCannotBeConfigured(CapturedOutput output) {
		LogApplication application = new LogApplication().with(RecordingFailedStartPipeline.PROPERTY + "=broken");
		assertThatException().isThrownBy(application.with(FailingBean.class)::run);
		assertThat(LogBridge.INSTANCE.current()).isNull();
		assertThat(output).contains("Application run failed").doesNotContain("The configuration is what failed");
	}

	@Test
	void givesUpQuietlyWhereTheEnvironmentCannotBePrepared(CapturedOutput output) {
		assertThatException()
			.isThrownBy(this.application.with("spring.config.import=classpath:does-not-exist.yml")::run);
		assertThat(RecordingFailedStartPipeline.last).isNull();
		assertThat(output).contains("does-not-exist.yml");
	}

	@Test
	void givesTheReportToAnApplicationThatRuns() {
		LogApplication running = new LogApplication();
		try (ConfigurableApplicationContext context = running.run()) {
			assertThatException().isThrownBy(this.application.with(FailingBean.class)::run);
			assertThat(running.logs().bodies()).contains("Application run failed");
			logger.info("still running");
			assertThat(running.logs().bodies()).contains("still running");
		}
		assertThat(RecordingFailedStartPipeline.last).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingBean {

		@Bean
		Object warehouse() {
			throw new IllegalStateException("no warehouse");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PortInUse {

		@Bean
		Object warehouse() throws Exception {
			throw new PortInUseException(8080);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingRunner {

		@Bean
		CommandLineRunner runner() {
			return (args) -> {
				throw new IllegalStateException("nothing to run");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LastWords {

		@Bean
		DisposableBean lastWords(LogConnection connection) {
			return () -> logger.info("last words");
		}

	}

}
