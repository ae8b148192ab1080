// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ExecutorsAutoConfigurationTests {

	private static final Context CONTEXT = Context.root().with(ContextKey.named("test"), "value");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExecutorsAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop);

	@AfterEach
	void threadIsClean() {
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(ExecutorsAutoConfiguration.class.getName());
	}

	@Test
	void asyncMethodRunsWithTheContextOnBootsExecutor() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class).run((context) -> {
			assertThat(async(context)).isSameAs(CONTEXT);
			assertThat(context.getBean("applicationTaskExecutor")).isExactlyInstanceOf(ThreadPoolTaskExecutor.class);
			assertThat(context.getBean(Work.class).plain().get(1, TimeUnit.MINUTES)).isSameAs(Context.root());
		});
	}

	@Test
	void switchedOff() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class)
			.withPropertyValues("otel.instrumentation.executors.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ExecutorPostProcessor.class);
				assertThat(async(context)).isSameAs(Context.root());
			});
	}

	@Test
	void absentWithoutOpenTelemetry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ExecutorsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ExecutorPostProcessor.class));
	}

	@Test
	void bootsPropagationDoesNotBreakIt() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class)
			.withPropertyValues("spring.task.execution.propagate-context=true")
			.run((context) -> {
				assertThat(context).hasSingleBean(TaskDecorator.class);
				assertThat(async(context)).isSameAs(CONTEXT);
				assertThat(context.getBean(Work.class).plain().get(1, TimeUnit.MINUTES)).isSameAs(Context.root());
			});
	}

	@Test
	void decoratorBeanOfTheApplicationWorks() {
		AtomicReference<Context> seen = new AtomicReference<>();
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class)
			.withBean(TaskDecorator.class, () -> (task) -> () -> {
				seen.set(Context.current());
				task.run();
			})
			.run((context) -> {
				assertThat(async(context)).isSameAs(CONTEXT);
				assertThat(seen).hasValue(CONTEXT);
			});
	}

	@Test
	void asyncMethodWithAQualifierAndOneWithoutAmongSeveralExecutors() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class, SeveralExecutors.class)
			.run((context) -> {
				assertThat(async(context)).isSameAs(CONTEXT);
				try (Scope scope = CONTEXT.makeCurrent()) {
					assertThat(context.getBean(Work.class).qualified().get(1, TimeUnit.MINUTES)).isSameAs(CONTEXT);
				}
			});
	}

	@Test
	void executorOfAnAsyncConfigurerIsCovered() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class, Configurer.class)
			.run((context) -> assertThat(async(context)).isSameAs(CONTEXT));
	}

	@Test
	void eventListenersOnAnotherThreadRunWithTheContext() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Listener.class).run((context) -> {
			try (Scope scope = CONTEXT.makeCurrent()) {
				context.publishEvent("event");
			}
			assertThat(context.getBean(Listener.class).seen().get(1, TimeUnit.MINUTES)).isSameAs(CONTEXT);
		});
		this.runner.withUserConfiguration(Multicaster.class, Listener.class).run((context) -> {
			try (Scope scope = CONTEXT.makeCurrent()) {
				context.publishEvent("event");
			}
			assertThat(context.getBean(Listener.class).seen().get(1, TimeUnit.MINUTES)).isSameAs(CONTEXT);
		});
	}

	@Test
	void executorsAreInjectedByTheirClass() {
		this.runner.withUserConfiguration(SeveralExecutors.class, ByClass.class).run((context) -> {
			ByClass injected = context.getBean(ByClass.class);
			assertThat(injected.pool.getMaximumPoolSize()).isEqualTo(2);
			assertThat(injected.taskExecutor.getThreadPoolExecutor()).isNotNull();
			assertThat(ExecutorProxies.isProxy(injected.lambda)).isTrue();
		});
	}

	@Test
	void poolsAreShutDownWithTheContext() {
		AtomicReference<ThreadPoolExecutor> pool = new AtomicReference<>();
		this.runner.withUserConfiguration(SeveralExecutors.class).run((context) -> {
			pool.set(context.getBean(ThreadPoolExecutor.class));
			assertThat(pool.get().isShutdown()).isFalse();
		});
		assertThat(pool.get().isShutdown()).isTrue();
	}

	@Test
	void micrometerMeasuresThePools() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutorMetricsAutoConfiguration.class))
			.withUserConfiguration(AsyncConfiguration.class, Scheduling.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				context.getBean("applicationTaskExecutor", Executor.class).execute(() -> {
				});
				assertThat(context.getBean(MeterRegistry.class)
					.find("executor.pool.size")
					.tag("name", "taskScheduler")
					.gauge()).isNotNull();
				assertThat(context.getBean("taskScheduler")).isInstanceOf(ThreadPoolTaskScheduler.class);
				assertThat(context.getBean(ThreadPoolTaskScheduler.class).isRunning()).isTrue();
			});
	}

	@Test
	void startLogsNothingOfBeansThatAreNotEligible(CapturedOutput output) {
		this.runner
			.withUserConfiguration(AsyncConfiguration.class, Work.class, SeveralExecutors.class, Configurer.class,
					Scheduling.class, Listener.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("not eligible");
	}

	@Test
	void twoContextsDoNotDisturbEachOther() {
		this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class)
			.run((first) -> this.runner.withUserConfiguration(AsyncConfiguration.class, Work.class).run((second) -> {
				assertThat(async(first)).isSameAs(CONTEXT);
				assertThat(async(second)).isSameAs(CONTEXT);
			}));
	}

	private static Context async(ApplicationContext context) throws Exception {
		try (Scope scope = CONTEXT.makeCurrent()) {
			return context.getBean(Work.class).plain().get(1, TimeUnit.MINUTES);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	@Component
	static class Work {

		@Async
		CompletableFuture<Context> plain() {
			return CompletableFuture.completedFuture(Context.current());
		}

		@Async("second")
		CompletableFuture<Context> qualified() {
			return CompletableFuture.completedFuture(Context.current());
		}

	}

	static class Listener {

		private final CompletableFuture<Context> seen = new CompletableFuture<>();

		CompletableFuture<Context> seen() {
			return this.seen;
		}

		@Async
		@EventListener
		void on(String event) {
			this.seen.complete(Context.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralExecutors {

		@Bean
		ThreadPoolExecutor first() {
			return (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
		}

		@Bean
		ThreadPoolTaskExecutor second() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		Executor third() {
			return Runnable::run;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByClass {

		@Autowired
		private ThreadPoolExecutor pool;

		@Autowired
		private ThreadPoolTaskExecutor taskExecutor;

		@Autowired
		@Qualifier("third")
		private Executor lambda;

	}

	@Configuration(proxyBeanMethods = false)
	static class Configurer implements AsyncConfigurer {

		@Override
		public Executor getAsyncExecutor() {
			return Executors.newCachedThreadPool((task) -> {
				Thread thread = new Thread(task);
				thread.setDaemon(true);
				return thread;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Multicaster {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
			return multicaster;
		}

	}

}
