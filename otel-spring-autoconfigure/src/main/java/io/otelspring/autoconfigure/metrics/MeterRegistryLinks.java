// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Joins our registry to those that hand on what they are told: the application's own
 * composites, and Micrometer's global one where Spring Boot does not.
 */
class MeterRegistryLinks implements SmartInitializingSingleton, DisposableBean {

	private static final Log logger = LogFactory.getLog(MeterRegistryLinks.class);

	private static final String OTLP_ENABLED = "management.otlp.metrics.export.enabled";

	private final ObjectProvider<MeterRegistry> registries;

	private final Supplier<OtelMeterRegistry> supplier;

	private final Environment environment;

	private final List<CompositeMeterRegistry> joined = new ArrayList<>();

	private @Nullable OtelMeterRegistry ours;

	MeterRegistryLinks(ObjectProvider<MeterRegistry> registries, Supplier<OtelMeterRegistry> supplier,
			Environment environment) {
		this.registries = registries;
		this.supplier = supplier;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		OtelMeterRegistry registry = this.supplier.get();
		this.ours = registry;
		boolean managed = false;
		for (MeterRegistry other : this.registries) {
			managed = managed || other == registry;
			if (other instanceof CompositeMeterRegistry composite) {
				join(composite, registry);
			}
		}
		if (!managed) {
			join(Metrics.globalRegistry, registry);
		}
		tellOfBootsOwn();
	}

	private void join(CompositeMeterRegistry composite, OtelMeterRegistry registry) {
		if (!composite.getRegistries().contains(registry)) {
			composite.add(registry);
			this.joined.add(composite);
		}
	}

	private void tellOfBootsOwn() {
		if (!ClassUtils.isPresent("io.micrometer.registry.otlp.OtlpMeterRegistry", getClass().getClassLoader())) {
			return;
		}
		if (this.environment.getProperty(OTLP_ENABLED, Boolean.class, true)) {
			logger.info(
					"Micrometer's meters are sent twice, by OpenTelemetry's SDK and by Micrometer's own OTLP registry;"
							+ " set otel.instrumentation.micrometer.enabled or " + OTLP_ENABLED + " to false");
		}
		else {
			logger.info("Micrometer's meters are sent by OpenTelemetry's SDK; Micrometer's own OTLP registry is off ("
					+ OTLP_ENABLED + " is false)");
		}
	}

	@Override
	public void destroy() {
		OtelMeterRegistry registry = this.ours;
		if (registry != null) {
			this.joined.forEach((composite) -> composite.remove(registry));
			registry.end();
		}
	}

}
