// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;

/**
 * Leaves out the application's own beans that make spans of observations by Micrometer's
 * tracer, since each observation would give two.
 */
final class OtherTracingHandlers implements ObservationHandlerGroup {

	static final String TYPE = "io.micrometer.tracing.handler.TracingObservationHandler";

	private static final Log logger = LogFactory.getLog(OtherTracingHandlers.class);

	private final Class<?> type;

	OtherTracingHandlers(Class<?> type) {
		this.type = type;
	}

	@Override
	public Class<?> handlerType() {
		return this.type;
	}

	@Override
	public int compareTo(ObservationHandlerGroup other) {
		return -1;
	}

	@Override
	public void registerMembers(ObservationConfig config, List<ObservationHandler<?>> members) {
		logger.warn("Observations become spans by otel-spring-boot-starter and not by "
				+ members.stream().map((member) -> member.getClass().getName()).distinct().toList()
				+ ", or each would give two. To have it the other way round, exclude "
				+ ObservationBridgeAutoConfiguration.class.getName());
	}

}
