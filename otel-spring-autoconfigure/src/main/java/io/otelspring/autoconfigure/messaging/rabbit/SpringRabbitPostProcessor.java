// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.ReflectionUtils;

/**
 * Lets Spring's connection factories, the factories of listener containers, and
 * containers record, where they are beans.
 */
final class SpringRabbitPostProcessor extends RabbitPostProcessor {

	private final ListenerSpans listeners;

	private final ResultWatch results;

	SpringRabbitPostProcessor(RabbitTelemetry telemetry) {
		super(telemetry);
		this.listeners = new ListenerSpans(telemetry);
		this.results = new ResultWatch(this.listeners::current);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractConnectionFactory factory) {
			record(factory.getRabbitConnectionFactory());
			factory.addConnectionListener(new ConnectionWatch(telemetry(), factory));
		}
		else if (bean instanceof BaseRabbitListenerContainerFactory<?> factory) {
			factory.setAdviceChain(withSpans(factory.getAdviceChain()));
			if (factory instanceof AbstractRabbitListenerContainerFactory<?> making) {
				this.results.watch(making);
			}
		}
		else if (bean instanceof AbstractMessageListenerContainer container) {
			container.setAdviceChain(withSpans(adviceOf(container)));
		}
		return super.postProcessBeforeInitialization(bean, beanName);
	}

	private Advice[] withSpans(Advice @Nullable [] advice) {
		Advice[] present = (advice != null) ? advice : new Advice[0];
		for (Advice each : present) {
			if (each == this.listeners) {
				return present;
			}
		}
		Advice[] all = new Advice[present.length + 1];
		all[0] = this.listeners;
		System.arraycopy(present, 0, all, 1, present.length);
		return all;
	}

	// A container tells its own advice to subclasses only.
	private static Advice @Nullable [] adviceOf(AbstractMessageListenerContainer container) {
		Method method = ReflectionUtils.findMethod(AbstractMessageListenerContainer.class, "getAdviceChain");
		if (method == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(method);
		return (Advice[]) ReflectionUtils.invokeMethod(method, container);
	}

}
