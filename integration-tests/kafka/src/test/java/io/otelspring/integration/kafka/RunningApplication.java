// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.time.Duration;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;

/**
 * The application of a test class and what receives its telemetry.
 */
final class RunningApplication implements BeforeAllCallback, AfterAllCallback {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private OtlpCollector collector;

	private ObservedApplication application;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.collector = OtlpCollector.start();
		this.collector.waitAtMost(PATIENCE);
		this.application = Broker.run(this.collector, KafkaApplication.class);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.application != null) {
			this.application.close();
		}
		if (this.collector != null) {
			this.collector.close();
		}
	}

	OtlpCollector collector() {
		return this.collector;
	}

	ObservedApplication application() {
		return this.application;
	}

}
