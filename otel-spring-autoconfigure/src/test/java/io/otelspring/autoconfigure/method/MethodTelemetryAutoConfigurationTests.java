// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.SimpleTransactionStatus;

import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link MethodTelemetryAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MethodTelemetryAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
		.withUserConfiguration(Sdk.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(MethodTelemetryAutoConfiguration.class.getName());
	}

	@Test
	void annotatedBeansAreRecorded(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Beans.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Service.class).call();
			assertThat(spans(context)).extracting(SpanData::getName).containsExactly("Service.call");
			assertThat(output).doesNotContain("is not eligible for getting processed");
		});
	}

	@Test
	void switchedOffThereIsNoPostProcessor() {
		for (String property : new String[] { "otel.instrumentation.annotations.enabled=false",
				"otel.instrumentation.common.default-enabled=false", "otel.sdk.disabled=true" }) {
			this.contextRunner.withUserConfiguration(Beans.class).withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(MethodTelemetryPostProcessor.class)
					.doesNotHaveBean(AnnotationReport.class);
				assertThat(AopUtils.isAopProxy(context.getBean(Service.class))).isFalse();
			});
		}
	}

	@Test
	void withoutOpenTelemetryThereIsNoPostProcessor() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MethodTelemetryPostProcessor.class));
	}

	@Test
	void optionalLibrariesMayBeMissing() {
		this.contextRunner.withUserConfiguration(InterfaceBeans.class)
			.withClassLoader(new FilteredClassLoader("reactor", "io.opentelemetry.instrumentation.annotations",
					"io.reactivex", "org.aspectj"))
			.run((context) -> {
				context.getBean(Operations.class).operate();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void beanOfTheUserReplacesThePostProcessor() {
		this.contextRunner.withUserConfiguration(OwnPostProcessor.class)
			.run((context) -> assertThat(context).hasSingleBean(MethodTelemetryPostProcessor.class)
				.hasBean("ownPostProcessor"));
	}

	@Test
	void proxyTargetClassFollowsTheProperty() {
		this.contextRunner.withUserConfiguration(InterfaceBeans.class)
			.run((context) -> assertThat(AopUtils.isCglibProxy(context.getBean(Operations.class))).isTrue());
		this.contextRunner.withUserConfiguration(InterfaceBeans.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				Operations bean = context.getBean(Operations.class);
				assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
				bean.operate();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void springAopMayBeSwitchedOff() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withUserConfiguration(Beans.class)
			.withPropertyValues("spring.aop.auto=false")
			.run((context) -> {
				context.getBean(Service.class).call();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void asyncMethodIsRecordedWhereItRuns() {
		this.contextRunner.withUserConfiguration(AsyncBeans.class).run((context) -> {
			AsyncService service = context.getBean(AsyncService.class);
			String thread = service.call().get(1, TimeUnit.MINUTES);
			assertThat(thread).isNotEqualTo(Thread.currentThread().getName());
			assertThat(AopUtils.isAopProxy(AopTargets.target(service))).isFalse();
			assertThat(spans(context)).singleElement()
				.satisfies((span) -> assertThat(service.spanId()).isEqualTo(span.getSpanId()));
		});
	}

	@Test
	void transactionIsInsideOfTheSpanAndTheProxyIsShared() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withUserConfiguration(TransactionalBeans.class)
			.run((context) -> {
				TransactionalService service = context.getBean(TransactionalService.class);
				assertThat(AopUtils.isAopProxy(AopTargets.target(service))).isFalse();
				service.save();
				RecordingTransactionManager manager = context.getBean(RecordingTransactionManager.class);
				assertThat(manager.spanAtCommit).isEqualTo(spans(context).get(0).getSpanId());
			});
	}

	@Test
	void failingCommitIsAnError() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withUserConfiguration(TransactionalBeans.class)
			.run((context) -> {
				context.getBean(RecordingTransactionManager.class).fail = true;
				assertThatThrownBy(() -> context.getBean(TransactionalService.class).save())
					.isInstanceOf(IllegalStateException.class);
				assertThat(spans(context).get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			});
	}

	@Test
	void eachAttemptOfARetryableMethodIsASpan() {
		this.contextRunner.withUserConfiguration(RetryableBeans.class).run((context) -> {
			assertThat(context.getBean(RetryableService.class).call()).isEqualTo("third");
			assertThat(spans(context)).extracting((span) -> span.getStatus().getStatusCode())
				.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
		});
	}

	@Test
	void circularBeansAreRecordedOnce() {
		this.contextRunner.withUserConfiguration(CircularBeans.class)
			.withAllowCircularReferences(true)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(CircularB.class).getA()).isSameAs(context.getBean(CircularA.class));
				context.getBean(CircularB.class).callA();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void scopedLazyAndFactoryMadeBeansAreRecorded() {
		this.contextRunner.withUserConfiguration(ScopedBeans.class).run((context) -> {
			context.getBean("scopedService", Service.class).call();
			context.getBean("lazyService", Service.class).call();
			assertThat(spans(context)).hasSize(2);
		});
	}

	@Test
	void annotatedBeanThatTelemetryItselfNeedsDoesNotBreakTheStart() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
			.withUserConfiguration(SdkThatCallsAnnotatedBean.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Service.class).call();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void aspectjModeIsRefusedWithAnExplanation() {
		this.contextRunner.withPropertyValues("otel.annotations.mode=aspectj").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Property: otel.annotations.mode")
				.contains("Value: \"aspectj\"")
				.contains("Origin: ")
				.contains("Reason: weaving by AspectJ is not supported yet")
				.contains("Accepted: proxy");
			assertThat(analysis.getAction()).contains("set it to proxy");
		});
	}

	@Test
	void startedApplicationReportsTheRefusedModeInOurWords(CapturedOutput output) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(StartedApplication.class).web(WebApplicationType.NONE)
			.properties("otel.annotations.mode=aspectj", "otel.traces.exporter=none", "otel.metrics.exporter=none",
					"otel.logs.exporter=none")
			.run()).isNotNull();
		assertThat(output).contains("weaving by AspectJ is not supported yet").doesNotContain("Failed to bind");
	}

	@Test
	void unknownModeIsRefused() {
		this.contextRunner.withPropertyValues("otel.annotations.mode=weave").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context.getStartupFailure()).getDescription()).contains("there is no such mode");
		});
	}

	@Test
	void proxyModeIsAccepted() {
		this.contextRunner.withPropertyValues("otel.annotations.mode=PROXY")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(MethodTelemetryProperties.class)
				.extracting(MethodTelemetryProperties::mode)
				.isEqualTo(MethodTelemetryProperties.Mode.PROXY));
	}

	private static List<SpanData> spans(ApplicationContext context) {
		return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.filter((analyzer) -> analyzer instanceof UnsupportedAnnotationModeFailureAnalyzer)
			.map((analyzer) -> analyzer.analyze(failure))
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Sdk {

		private final RecordedTelemetry telemetry = new RecordedTelemetry();

		@Bean
		OpenTelemetrySdk openTelemetry() {
			return this.telemetry.sdk;
		}

		@Bean
		InMemorySpanExporter exporter() {
			return this.telemetry.exporter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SdkThatCallsAnnotatedBean {

		private final RecordedTelemetry telemetry = new RecordedTelemetry();

		@Bean
		OpenTelemetrySdk openTelemetry(Service service) {
			service.call();
			return this.telemetry.sdk;
		}

		@Bean
		InMemorySpanExporter exporter() {
			return this.telemetry.exporter;
		}

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPostProcessor {

		@Bean
		static MethodTelemetryPostProcessor ownPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
			return new MethodTelemetryPostProcessor(openTelemetry);
		}

	}

	static class Service {

		@Traced
		void call() {
		}

	}

	public interface Operations {

		@Traced
		void operate();

	}

	public static class DefaultOperations implements Operations {

		@Override
		public void operate() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceBeans {

		@Bean
		DefaultOperations operations() {
			return new DefaultOperations();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@Import(AsyncService.class)
	static class AsyncBeans {

	}

	static class AsyncService {

		private volatile String spanId = "";

		String spanId() {
			return this.spanId;
		}

		@Async
		@Traced
		CompletableFuture<String> call() {
			this.spanId = Span.current().getSpanContext().getSpanId();
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@Import({ TransactionalService.class, RecordingTransactionManager.class })
	static class TransactionalBeans {

	}

	static class TransactionalService {

		@Transactional
		@Traced
		void save() {
		}

	}

	static class RecordingTransactionManager implements PlatformTransactionManager {

		private String spanAtCommit = "";

		private boolean fail;

		@Override
		public TransactionStatus getTransaction(TransactionDefinition definition) {
			return new SimpleTransactionStatus();
		}

		@Override
		public void commit(TransactionStatus status) {
			this.spanAtCommit = Span.current().getSpanContext().getSpanId();
			if (this.fail) {
				throw new IllegalStateException("commit failed");
			}
		}

		@Override
		public void rollback(TransactionStatus status) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods(proxyTargetClass = true)
	@Import(RetryableService.class)
	static class RetryableBeans {

	}

	static class RetryableService {

		private final AtomicInteger calls = new AtomicInteger();

		@Retryable(maxRetries = 2, delay = 0)
		@Traced
		String call() throws IOException {
			if (this.calls.incrementAndGet() < 3) {
				throw new IOException("try again");
			}
			return "third";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CircularA.class, CircularB.class })
	static class CircularBeans {

	}

	static class CircularA {

		@Autowired
		CircularB b;

		@Traced
		void call() {
		}

	}

	static class CircularB {

		@Autowired
		CircularA a;

		CircularA getA() {
			return this.a;
		}

		void callA() {
			this.a.call();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedBeans {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Service scopedService() {
			return new Service();
		}

		@Bean
		@Lazy
		Service lazyService() {
			return new Service();
		}

	}

	/** What stands behind a proxy. */
	static final class AopTargets {

		private AopTargets() {
		}

		static Object target(Object proxy) throws Exception {
			Object target = ((Advised) proxy).getTargetSource().getTarget();
			assertThat(target).isNotNull();
			return target;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class StartedApplication {

	}

}
