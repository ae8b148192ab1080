// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * What the recipes of one application context record with. It is looked up at the first
 * call, since methods are advised before telemetry exists; calls on the way there, such
 * as those of a sampler that is annotated itself, go unrecorded.
 */
final class MethodTelemetry {

	static final String SCOPE = "io.otelspring.annotations";

	private static final Log logger = LogFactory.getLog(MethodTelemetry.class);

	private final ObjectProvider<OpenTelemetry> provider;

	private volatile @Nullable Instruments instruments;

	private volatile boolean absent;

	MethodTelemetry(ObjectProvider<OpenTelemetry> provider) {
		this.provider = provider;
	}

	/**
	 * Return what to record with.
	 * @return the instruments, or {@code null} where there is no telemetry (yet)
	 */
	@Nullable Instruments instruments() {
		Instruments known = this.instruments;
		return (known != null || this.absent) ? known : resolve();
	}

	private @Nullable Instruments resolve() {
		try {
			OpenTelemetry openTelemetry = this.provider.getIfAvailable();
			if (openTelemetry == null) {
				this.absent = true;
				return null;
			}
			Instruments made = new Instruments(openTelemetry.getTracer(SCOPE), openTelemetry.getMeter(SCOPE));
			this.instruments = made;
			return made;
		}
		catch (BeanCurrentlyInCreationException ex) {
			return null;
		}
		catch (Throwable ex) {
			this.absent = true;
			logger.warn("Annotated methods are not recorded, since OpenTelemetry is not available", ex);
			return null;
		}
	}

	/**
	 * The tracer and the meter of the annotations' scope.
	 *
	 * @param tracer the tracer
	 * @param meter the meter
	 */
	record Instruments(Tracer tracer, Meter meter) {

	}

}
