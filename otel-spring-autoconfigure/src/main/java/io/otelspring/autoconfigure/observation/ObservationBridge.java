// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.function.Supplier;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;

/**
 * Turns observations into spans. As a filter, it sees the context of an observation that
 * stops before other filters can put another one in its place.
 */
final class ObservationBridge implements ObservationHandler<Observation.Context>, ObservationFilter {

	static final String SCOPE = "io.otelspring.observation";

	private static final Log logger = LogFactory.getLog(ObservationBridge.class);

	private static volatile boolean reported;

	private final Supplier<@Nullable Telemetry> telemetry;

	private final ThreadLocal<@Nullable BridgedObservation> stopping = new ThreadLocal<>();

	ObservationBridge(Supplier<@Nullable Telemetry> telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Note a failure of the bridge, its mappings or a propagator. The first is told with
	 * its trace.
	 * @param failure what was thrown
	 */
	static void failed(Throwable failure) {
		if (!reported) {
			reported = true;
			logger.warn("An observation is not recorded as it should be; further failures are logged at debug level",
					failure);
		}
		else {
			logger.debug("An observation is not recorded as it should be", failure);
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStart(Observation.Context observed) {
		try {
			Telemetry telemetry = this.telemetry.get();
			if (telemetry == null || ExportThread.isCurrent()) {
				return;
			}
			BridgedObservation bridged = start(telemetry, observed);
			bridged.attachTo(observed);
			if (bridged.isRecorded() || Suppression.isSuppressed(bridged.context)) {
				inject(telemetry.propagator(), observed, bridged.context);
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private BridgedObservation start(Telemetry telemetry, Observation.Context observed) {
		Context parent = parentOf(observed);
		ObservationRecorder<Observation.Context> recorder = telemetry.recorders().find(observed);
		if (recorder == null || Suppression.isSuppressed(parent)) {
			return BridgedObservation.unrecorded(parent);
		}
		return recorder.start(observed, extract(telemetry.propagator(), observed, parent));
	}

	// Return the context that an observation starts in: that of its parent observation,
	// unless the current one is inside of that or was made current later.
	private static Context parentOf(Observation.Context observed) {
		Context current = Context.current();
		ObservationView parent = observed.getParentObservation();
		BridgedObservation bridged = (parent != null) ? BridgedObservation.of(parent.getContextView()) : null;
		if (bridged == null || bridged.owns(current)) {
			return current;
		}
		boolean hasSpan = Span.fromContext(current).getSpanContext().isValid();
		return (hasSpan && (!bridged.isRecorded() || bridged.isOpenHere())) ? current : bridged.context;
	}

	@SuppressWarnings("unchecked")
	private static Context extract(TextMapPropagator propagator, Observation.Context observed, Context parent) {
		if (observed instanceof ReceiverContext<?> received && received.getCarrier() != null) {
			try {
				return propagator.extract(parent, (ReceiverContext<Object>) received, CarrierGetter.INSTANCE);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
		return parent;
	}

	@SuppressWarnings("unchecked")
	private static void inject(TextMapPropagator propagator, Observation.Context observed, Context context) {
		if (observed instanceof SenderContext<?> sent && sent.getCarrier() != null) {
			propagator.inject(context, (SenderContext<Object>) sent, CarrierSetter.INSTANCE);
		}
	}

	@Override
	public void onScopeOpened(Observation.Context observed) {
		BridgedObservation bridged = BridgedObservation.of(observed);
		if (bridged == null && observed instanceof NullObservation.NullContext) {
			bridged = BridgedObservation.replacing(Context.root());
			bridged.attachTo(observed);
		}
		if (bridged != null) {
			bridged.openScope();
		}
	}

	@Override
	public void onScopeClosed(Observation.Context observed) {
		BridgedObservation bridged = BridgedObservation.of(observed);
		if (bridged != null) {
			bridged.closeScope();
		}
	}

	@Override
	public void onScopeReset(Observation.Context observed) {
		BridgedObservation bridged = BridgedObservation.of(observed);
		if (bridged != null) {
			bridged.resetScopes();
		}
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context observed) {
		BridgedObservation bridged = BridgedObservation.of(observed);
		if (bridged != null && bridged.recorder != null) {
			try {
				bridged.recorder.event(bridged, event);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	@Override
	public Observation.Context map(Observation.Context observed) {
		// Set in place of removed, because what is removed is made again each time
		this.stopping.set(BridgedObservation.of(observed));
		return observed;
	}

	@Override
	public void onStop(Observation.Context observed) {
		BridgedObservation bridged = BridgedObservation.of(observed);
		if (bridged == null) {
			bridged = this.stopping.get();
		}
		this.stopping.set(null);
		if (bridged == null || bridged.recorder == null) {
			return;
		}
		if (!bridged.end()) {
			return;
		}
		try {
			bridged.recorder.stop(bridged, observed);
		}
		catch (Throwable ex) {
			failed(ex);
		}
		finally {
			bridged.recorder.end(bridged);
		}
	}

	/**
	 * What the bridge records with.
	 *
	 * @param recorders find what records an observation
	 * @param propagator reads and writes trace headers
	 */
	record Telemetry(ObservationRecorders recorders, TextMapPropagator propagator) {

	}

}
