// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.batch;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that runs jobs of Spring Batch, with neither a web server nor Actuator,
 * and what a collector receives of it.
 */
class BatchTests {

	private static final AtomicLong run = new AtomicLong();

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		context = start(Jobs.class, "--spring.batch.job.enabled=false", "--otel.bsp.schedule.delay=50ms",
				"--otel.service.name=jobs");
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
		printed.close();
	}

	@Test
	void aJobHasItsStepsBelow() {
		JobExecution execution = launch("importUsers");
		ReceivedSpan job = job(execution);
		assertThat(job.name()).isEqualTo("job importUsers");
		assertThat(job.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(job.isRoot()).isTrue();
		assertThat(job.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(job.attributes()).isEqualTo(Map.of("spring.batch.job.name", "importUsers",
				"spring.batch.job.instanceId", execution.getJobInstance().getId(), "spring.batch.job.executionId",
				execution.getId(), "spring.batch.job.status", "COMPLETED"));
		ReceivedSpan load = collector.awaitChild(job, "step load");
		assertThat(load.attributes()).isEqualTo(Map.of("spring.batch.job.name", "importUsers", "spring.batch.step.name",
				"load", "spring.batch.step.executionId", execution.getStepExecutions().iterator().next().getId(),
				"spring.batch.step.status", "COMPLETED", "spring.batch.step.readCount", 5L,
				"spring.batch.step.writeCount", 4L, "spring.batch.step.filterCount", 1L, "spring.batch.step.skipCount",
				0L));
		ReceivedSpan write = collector.awaitChild(load, "write load");
		assertThat(write.attributes())
			.isEqualTo(Map.of("spring.batch.job.name", "importUsers", "spring.batch.step.name", "load"));
		assertThat(collector.trace(job)).noneMatch((span) -> span.name().contains("item"));
	}

	@Test
	void thePageShowsWhatIsPrinted() {
		try (ConfigurableApplicationContext alone = start(Jobs.class, "--spring.batch.job.enabled=false",
				"--otel.bsp.schedule.delay=50ms", "--otel.instrumentation.jdbc.enabled=false",
				"--otel.service.name=alone", PrintedTraces.ARGUMENT)) {
			launch(alone, "importUsers");
			printed.areShown("batch.md", collector.awaitSpan((span) -> span.name().equals("job importUsers")
					&& "alone".equals(span.resource().get("service.name"))));
		}
	}

	@Test
	void whatAStepDoesIsBelowIt() {
		ReceivedSpan job = job(launch("importUsers"));
		ReceivedSpan load = collector.awaitChild(job, "step load");
		ReceivedSpan insert = collector.awaitSpan((span) -> span.traceId().equals(job.traceId())
				&& String.valueOf(span.attribute("db.query.text")).startsWith("insert into users"));
		assertThat(collector.trace(job).stream().filter(insert::isChildOf)).extracting(ReceivedSpan::name)
			.containsExactly("write load");
		assertThat(collector.awaitChild(load, "write load").status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
	}

	@Test
	void aStepThatIsNoBeanIsRecorded() {
		ReceivedSpan job = job(launch("inline"));
		assertThat(collector.awaitChild(job, "step tidy").attributes()).containsEntry("spring.batch.step.status",
				"COMPLETED");
	}

	@Test
	void aJobThatIsStartedInASpanIsBelowIt() {
		Span caller = context.getBean(Tracer.class).spanBuilder("launcher").startSpan();
		JobExecution execution;
		try (Scope scope = caller.makeCurrent()) {
			execution = launch("inline");
		}
		finally {
			caller.end();
		}
		ReceivedSpan launcher = collector.awaitSpan("launcher");
		assertThat(job(execution).isChildOf(launcher)).isTrue();
	}

	@Test
	void partitionsOnOtherThreadsAreBelowTheirStep() {
		ReceivedSpan job = job(launch("partitioned"));
		ReceivedSpan manager = collector.awaitChild(job, "step manager");
		collector.await("the partitions",
				() -> Optional.of(collector.children(manager).stream().map(ReceivedSpan::name).toList())
					.filter((names) -> names.stream().filter((name) -> name.startsWith("step worker:")).count() == 3));
		assertThat(collector.trace(job)).noneMatch((span) -> span.isRoot() && !span.name().equals("job partitioned"));
	}

	@Test
	void itemsThatAreProcessedOnOtherThreadsAreBelowTheirStep() {
		ReceivedSpan job = job(launch("parallel"));
		ReceivedSpan step = collector.awaitChild(job, "step spread");
		collector.await("the items",
				() -> Optional.of(collector.children(step).stream().map(ReceivedSpan::name).toList())
					.filter((names) -> Collections.frequency(names, "processed") == 5));
	}

	@Test
	void aFailedStepHasTheExceptionAndTheJobItsType() {
		JobExecution execution = launch("failing");
		assertThat(execution.getStatus()).isEqualTo(BatchStatus.FAILED);
		ReceivedSpan job = job(execution);
		ReceivedSpan step = collector.awaitChild(job, "step fail");
		assertThat(step.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(step.attributes()).containsEntry("error.type", IllegalStateException.class.getName())
			.containsEntry("spring.batch.step.status", "FAILED");
		assertThat(step.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsEntry("exception.message", "no disk")
				.containsEntry("exception.type", IllegalStateException.class.getName()));
		assertThat(job.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(job.attributes()).containsEntry("error.type", IllegalStateException.class.getName())
			.containsEntry("spring.batch.job.status", "FAILED");
		assertThat(job.events()).isEmpty();
	}

	@Test
	void aStoppedJobIsNoError() throws Exception {
		JobExecution execution = launch("stopping");
		assertThat(execution.getStatus()).isEqualTo(BatchStatus.STOPPED);
		ReceivedSpan job = job(execution);
		assertThat(job.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		ReceivedSpan step = collector.awaitChild(job, "step stop");
		assertThat(step.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(step.attributes()).containsEntry("spring.batch.step.status", "STOPPED");
	}

	@Test
	void theLastTelemetryOfAShortLifeArrives() {
		try (ConfigurableApplicationContext brief = start(OneJob.class, "--spring.application.name=brief",
				"--otel.bsp.schedule.delay=1h", "--otel.blrp.schedule.delay=1h", "--otel.metric.export.interval=1h")) {
			assertThat(collector.spans()).noneMatch((span) -> span.name().equals("job once"));
		}
		ReceivedSpan job = collector.awaitSpan("job once");
		ReceivedSpan step = collector.awaitChild(job, "step only");
		collector.awaitLog((log) -> "the only step".equals(log.body()) && log.spanId().equals(step.spanId()));
		collector.awaitMetric((metric) -> metric.name().equals("db.client.operation.duration")
				&& "brief".equals(metric.resource().get("service.name")));
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (ConfigurableApplicationContext off = start(OneJob.class, "--otel.instrumentation.batch.enabled=false",
				"--otel.service.name=off")) {
			Span marker = off.getBean(Tracer.class).spanBuilder("off is over").startSpan();
			marker.end();
		}
		collector.awaitSpan("off is over");
		assertThat(collector.spans()).filteredOn((span) -> "off".equals(span.resource().get("service.name")))
			.isNotEmpty()
			.noneMatch((span) -> span.attributes().keySet().stream().anyMatch((key) -> key.startsWith("spring.batch")));
	}

	private static JobExecution launch(String job) {
		return launch(context, job);
	}

	private static JobExecution launch(ConfigurableApplicationContext context, String job) {
		try {
			JobParameters parameters = new JobParametersBuilder().addLong("run", run.incrementAndGet())
				.toJobParameters();
			return context.getBean(JobOperator.class).start(context.getBean(job, Job.class), parameters);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ReceivedSpan job(JobExecution execution) {
		return collector.awaitSpan((span) -> "jobs".equals(span.resource().get("service.name"))
				&& Long.valueOf(execution.getId()).equals(span.attribute("spring.batch.job.executionId"))
				&& execution.getJobInstance().getJobName().equals(span.attribute("spring.batch.job.name")));
	}

	private static ConfigurableApplicationContext start(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + collector.httpEndpoint(), "spring.main.banner-mode=off",
					"spring.datasource.url=jdbc:h2:mem:" + application.getSimpleName() + System.nanoTime(),
					"spring.batch.jdbc.initialize-schema=always", "logging.level.root=warn",
					"logging.level.io.otelspring=info", "spring.jmx.enabled=false")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Jobs {

		@Bean
		Job importUsers(JobRepository repository, Step load) {
			return new JobBuilder("importUsers", repository).start(load).build();
		}

		@Bean
		Step load(JobRepository repository, PlatformTransactionManager transactions, DataSource dataSource) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			jdbc.execute("create table users (name varchar(20))");
			return new StepBuilder("load", repository).<String, String>chunk(10)
				.transactionManager(transactions)
				.reader(new RestartingReader())
				.processor((user) -> user.equals("nobody") ? null : user)
				.writer((users) -> users.forEach((user) -> jdbc.update("insert into users values (?)", user)))
				.build();
		}

		@Bean
		Job inline(JobRepository repository, PlatformTransactionManager transactions) {
			return new JobBuilder("inline", repository)
				.start(new StepBuilder("tidy", repository)
					.tasklet((contribution, chunk) -> RepeatStatus.FINISHED, transactions)
					.build())
				.build();
		}

		@Bean
		AsyncTaskExecutor workers() {
			return new SimpleAsyncTaskExecutor("worker-");
		}

		@Bean
		Job partitioned(JobRepository repository, PlatformTransactionManager transactions, AsyncTaskExecutor workers,
				Step worker) {
			return new JobBuilder("partitioned", repository).start(
					new StepBuilder("manager", repository)
						.partitioner("worker",
								(size) -> IntStream.range(0, 3)
									.boxed()
									.collect(Collectors.toMap((number) -> "p" + number,
											(number) -> new ExecutionContext())))
						.step(worker)
						.taskExecutor(workers)
						.build())
				.build();
		}

		@Bean
		Step worker(JobRepository repository, PlatformTransactionManager transactions) {
			return new StepBuilder("worker", repository)
				.tasklet((contribution, chunk) -> RepeatStatus.FINISHED, transactions)
				.build();
		}

		@Bean
		Job parallel(JobRepository repository, PlatformTransactionManager transactions, AsyncTaskExecutor workers,
				Tracer tracer) {
			return new JobBuilder("parallel", repository)
				.start(new StepBuilder("spread", repository).<String, String>chunk(2)
					.transactionManager(transactions)
					.taskExecutor(workers)
					.reader(new RestartingReader())
					.processor((user) -> {
						tracer.spanBuilder("processed").startSpan().end();
						return user;
					})
					.writer((users) -> {
					})
					.build())
				.build();
		}

		@Bean
		Job failing(JobRepository repository, PlatformTransactionManager transactions) {
			return new JobBuilder("failing", repository)
				.start(new StepBuilder("fail", repository).tasklet((contribution, chunk) -> {
					throw new IllegalStateException("no disk");
				}, transactions).build())
				.build();
		}

		@Bean
		Job stopping(JobRepository repository, PlatformTransactionManager transactions) {
			return new JobBuilder("stopping", repository)
				.start(new StepBuilder("stop", repository).tasklet((contribution, chunk) -> {
					chunk.getStepContext().getStepExecution().setTerminateOnly();
					return RepeatStatus.CONTINUABLE;
				}, transactions).build())
				.build();
		}

	}

	/**
	 * Has the same items in each run.
	 */
	private static final class RestartingReader implements ItemReader<String> {

		private ListItemReader<String> items = items();

		private static ListItemReader<String> items() {
			return new ListItemReader<>(List.of("ann", "bob", "nobody", "cid", "dee"));
		}

		@Override
		public String read() {
			String item = this.items.read();
			if (item == null) {
				this.items = items();
			}
			return item;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OneJob {

		private static final Logger logger = LoggerFactory.getLogger("io.otelspring.integration.batch.OneJob");

		@Bean
		Job once(JobRepository repository, PlatformTransactionManager transactions) {
			return new JobBuilder("once", repository)
				.start(new StepBuilder("only", repository).tasklet((contribution, chunk) -> {
					logger.info("the only step");
					return RepeatStatus.FINISHED;
				}, transactions).build())
				.build();
		}

	}

}
