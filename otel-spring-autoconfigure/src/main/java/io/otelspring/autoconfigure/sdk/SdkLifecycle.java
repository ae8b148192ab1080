// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the SDK with its context: a flush in the last phase of the life cycle, when the
 * web server has drained, and the end as the last bean that is destroyed, so that what
 * other beans do in their destruction is still exported. Being a bean factory
 * post-processor makes it the first bean, and so the last to be destroyed.
 */
final class SdkLifecycle implements BeanFactoryPostProcessor, SmartLifecycle, DisposableBean {

	private static final Duration IN_VAIN = Duration.ofSeconds(1);

	private volatile @Nullable Sdk sdk;

	private volatile Duration timeout = Duration.ofSeconds(10);

	private volatile BooleanSupplier unreachable = () -> false;

	private volatile @Nullable Runnable afterwards;

	private volatile boolean running;

	private volatile long spent;

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		// Only to be early
	}

	/**
	 * Take charge of an SDK.
	 * @param sdk the SDK
	 * @param timeout the longest wait for its end
	 * @param unreachable whether what is exported is known to arrive nowhere
	 */
	void manage(Sdk sdk, Duration timeout, BooleanSupplier unreachable) {
		this.sdk = sdk;
		this.timeout = timeout;
		this.unreachable = unreachable;
	}

	// Without a collector, as on a developer's machine, each end would take all the time.
	private Duration patience() {
		return (this.unreachable.getAsBoolean() && IN_VAIN.compareTo(this.timeout) < 0) ? IN_VAIN : this.timeout;
	}

	/**
	 * Do something when the SDK has ended.
	 * @param task what is done
	 */
	void afterwards(Runnable task) {
		this.afterwards = task;
	}

	@Override
	public void start() {
		this.spent = 0;
		this.running = true;
		Sdk current = this.sdk;
		if (current != null) {
			current.resume();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		Sdk current = this.sdk;
		if (current != null) {
			long begin = System.nanoTime();
			current.flushLast(patience());
			this.spent = System.nanoTime() - begin;
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void destroy() {
		Sdk current = this.sdk;
		try {
			if (current != null) {
				this.sdk = null;
				// What other beans take for their end is not held against the last export
				current.close(Duration.ofNanos(Math.max(0, patience().toNanos() - this.spent)));
			}
		}
		finally {
			Runnable last = this.afterwards;
			if (last != null) {
				last.run();
			}
		}
	}

}
