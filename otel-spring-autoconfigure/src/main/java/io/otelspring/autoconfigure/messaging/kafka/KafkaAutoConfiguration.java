// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import org.springframework.kafka.support.micrometer.KafkaRecordSenderContext;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans and metrics of records that are sent and processed with
 * Spring for Apache Kafka. Its own observations, where an application has switched them
 * on, make no spans in addition.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass(KafkaTemplate.class)
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("kafka")
@EnableConfigurationProperties(PropagationProperties.class)
public final class KafkaAutoConfiguration {

	KafkaAutoConfiguration() {
	}

	@Bean
	KafkaTelemetry otelSpringKafkaTelemetry(OpenTelemetry openTelemetry, PropagationProperties propagation) {
		return new KafkaTelemetry(openTelemetry, propagation.trustSampled());
	}

	@Bean
	static TelemetrySource<KafkaTelemetry> otelSpringKafkaTelemetrySource(ObjectProvider<KafkaTelemetry> telemetry) {
		return new TelemetrySource<>(telemetry::getIfAvailable);
	}

	@Bean
	static ListenerRecording otelSpringKafkaListenerRecording(TelemetrySource<KafkaTelemetry> source) {
		return new ListenerRecording(new ListenerTelemetry(source));
	}

	@Bean
	static KafkaPostProcessor otelSpringKafkaPostProcessor(ObjectProvider<TelemetrySource<KafkaTelemetry>> source,
			ObjectProvider<ListenerRecording> listeners) {
		return new KafkaPostProcessor(new TelemetrySource<>(() -> {
			TelemetrySource<KafkaTelemetry> found = source.getIfAvailable();
			return (found != null) ? found.get() : null;
		}), listeners::getObject);
	}

	@Bean
	ListenerContainerStart otelSpringKafkaListenerContainerStart(
			ObjectProvider<KafkaListenerEndpointRegistry> registries, ListenerRecording recording) {
		return new ListenerContainerStart(registries, recording);
	}

	@Bean
	ObservationTable otelSpringKafkaObservationTable() {
		return ObservationTable.of(
				ObservationMapping.of(KafkaRecordSenderContext.class).recordedIf((context) -> false).build(),
				ObservationMapping.of(KafkaRecordReceiverContext.class).recordedIf((context) -> false).build());
	}

}
