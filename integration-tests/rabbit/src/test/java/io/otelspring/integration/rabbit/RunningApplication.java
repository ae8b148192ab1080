// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;

/**
 * The application of a test class and what receives its telemetry.
 */
final class RunningApplication implements BeforeAllCallback, AfterAllCallback {

	private final String[] arguments;

	private RabbitBroker broker;

	private OtlpCollector collector;

	private ObservedApplication application;

	RunningApplication(String... arguments) {
		this.arguments = arguments;
	}

	@Override
	public void beforeAll(ExtensionContext context) throws Exception {
		this.broker = RabbitBroker.shared();
		this.collector = OtlpCollector.start();
		this.application = RabbitBroker.run(this.collector, ShopApplication.class, this.broker.port(), this.arguments);
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

	RabbitBroker broker() {
		return this.broker;
	}

	OtlpCollector collector() {
		return this.collector;
	}

	ObservedApplication application() {
		return this.application;
	}

}
