// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * Auto-configuration for spans and durations of the commands that MongoDB's drivers send,
 * where they are made from a {@link MongoClientSettings} bean. Other clients can be given
 * the {@link CommandListener} bean.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ MongoClientSettings.class, CommandListener.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("mongo")
public final class MongoAutoConfiguration {

	MongoAutoConfiguration() {
	}

	@Bean
	RecordingCommandListener otelSpringMongoCommandListener(OpenTelemetry openTelemetry) {
		return new RecordingCommandListener(new DatabaseTelemetry(openTelemetry, "io.otelspring.mongo"));
	}

	@Bean
	static MongoSettingsPostProcessor otelSpringMongoSettingsPostProcessor(
			ObjectProvider<RecordingCommandListener> listener) {
		return new MongoSettingsPostProcessor(listener);
	}

}
