// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
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
 * Tests for annotated methods of beans for which Spring makes proxies of its own: one
 * proxy for all, in the right order.
 */
class OtherProxiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
		.withUserConfiguration(MethodTelemetryAutoConfigurationTests.Sdk.class);

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
			context.getBean("scopedService", MethodTelemetryAutoConfigurationTests.Service.class).call();
			context.getBean("lazyService", MethodTelemetryAutoConfigurationTests.Service.class).call();
			assertThat(spans(context)).hasSize(2);
		});
	}

	private static List<SpanData> spans(ApplicationContext context) {
		return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
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
		MethodTelemetryAutoConfigurationTests.Service scopedService() {
			return new MethodTelemetryAutoConfigurationTests.Service();
		}

		@Bean
		@Lazy
		MethodTelemetryAutoConfigurationTests.Service lazyService() {
			return new MethodTelemetryAutoConfigurationTests.Service();
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

}
