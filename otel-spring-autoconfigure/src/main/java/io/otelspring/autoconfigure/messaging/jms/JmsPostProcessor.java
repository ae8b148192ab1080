// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jms.config.JmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.MessageListenerContainer;
import org.springframework.jms.support.JmsAccessor;

/**
 * Lets templates, transaction managers and listener containers that are beans record, and
 * the containers that the registry of endpoints makes, whatever factory they come from.
 * Connection factories that are beans stay what they are.
 */
final class JmsPostProcessor implements BeanPostProcessor {

	private final JmsTelemetry telemetry;

	private final TracedConnections connections;

	JmsPostProcessor(JmsTelemetry telemetry) {
		this.telemetry = telemetry;
		this.connections = new TracedConnections(telemetry);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractMessageListenerContainer container) {
			record(container);
		}
		else if (bean instanceof JmsAccessor accessor) {
			accessor.setConnectionFactory(this.connections.record(accessor.getConnectionFactory(), accessor));
		}
		else if (bean instanceof JmsTransactionManager manager) {
			manager.setConnectionFactory(this.connections.record(manager.getConnectionFactory(), null));
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof JmsListenerEndpointRegistry registry) {
			ProxyFactory factory = new ProxyFactory(registry);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) this::register);
			return factory.getProxy(registry.getClass().getClassLoader());
		}
		return bean;
	}

	private @Nullable Object register(MethodInvocation invocation) throws Throwable {
		if ("registerListenerContainer".equals(invocation.getMethod().getName())) {
			@Nullable Object[] arguments = invocation.getArguments();
			if (arguments.length > 1 && arguments[1] instanceof JmsListenerContainerFactory<?> factory) {
				arguments[1] = (JmsListenerContainerFactory<MessageListenerContainer>) (endpoint) -> record(
						factory.createListenerContainer(endpoint));
			}
		}
		return invocation.proceed();
	}

	private MessageListenerContainer record(MessageListenerContainer made) {
		if (made instanceof AbstractMessageListenerContainer container) {
			container.setConnectionFactory(this.connections.record(container.getConnectionFactory(), null));
			Object listener = container.getMessageListener();
			if (listener != null) {
				container.setMessageListener(TracedListener.of(this.telemetry, listener));
			}
		}
		return made;
	}

}
