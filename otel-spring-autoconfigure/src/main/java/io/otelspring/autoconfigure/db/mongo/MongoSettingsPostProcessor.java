// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import com.mongodb.MongoClientSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Adds the listener to the settings from which clients are made. Where the reactive
 * driver is present, which sends commands on threads of its own, the context of a
 * subscription comes along with it, unless the application has a use of its own for that.
 */
final class MongoSettingsPostProcessor implements BeanPostProcessor {

	private static final boolean REACTIVE = isPresent("com.mongodb.reactivestreams.client.ReactiveContextProvider");

	private static final boolean SYNCHRONOUS = isPresent("com.mongodb.client.SynchronousContextProvider");

	private final ObjectProvider<RecordingCommandListener> listener;

	MongoSettingsPostProcessor(ObjectProvider<RecordingCommandListener> listener) {
		this.listener = listener;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof MongoClientSettings settings) ? record(settings) : bean;
	}

	private MongoClientSettings record(MongoClientSettings settings) {
		MongoClientSettings.Builder builder = MongoClientSettings.builder(settings);
		RecordingCommandListener listener = this.listener.getObject();
		if (!settings.getCommandListeners().contains(listener)) {
			builder.addCommandListener(listener);
		}
		if (REACTIVE && settings.getContextProvider() == null) {
			builder.contextProvider(SYNCHRONOUS ? new EitherContexts() : new SubscriptionContexts());
		}
		return builder.build();
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, MongoSettingsPostProcessor.class.getClassLoader());
	}

}
