// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ObservationMark;

/**
 * What the bridge knows of one observation. It stands in the observation's context and in
 * OpenTelemetry's, by which it is known whether that one belongs to the observation.
 * Scopes are kept by thread, because several threads may have one at the same time.
 */
final class BridgedObservation {

	final @Nullable ObservationRecorder<Observation.Context> recorder;

	final Span span;

	/**
	 * The context of what is done in the observation.
	 */
	final Context context;

	final long startNanos;

	private final boolean opensAlways;

	private boolean ended;

	private @Nullable OpenScope scopes;

	private BridgedObservation(@Nullable ObservationRecorder<Observation.Context> recorder, Span span, Context parent,
			long startNanos, boolean opensAlways) {
		this.recorder = recorder;
		this.span = span;
		this.context = (recorder != null) ? ObservationMark.put(parent.with(span), this) : parent;
		this.startNanos = startNanos;
		this.opensAlways = opensAlways;
	}

	static BridgedObservation recorded(ObservationRecorder<Observation.Context> recorder, Span span, Context parent) {
		return new BridgedObservation(recorder, span, parent, System.nanoTime(), false);
	}

	/**
	 * Return one for an observation of which nothing is recorded, as if it were not
	 * there.
	 * @param parent the context that it started in
	 * @return the observation
	 */
	static BridgedObservation unrecorded(Context parent) {
		return new BridgedObservation(null, Span.getInvalid(), parent, 0, false);
	}

	/**
	 * Return one for an observation in which another context is current, but no span of
	 * its own.
	 * @param context the context of what is done in it
	 * @return the observation
	 */
	static BridgedObservation replacing(Context context) {
		return new BridgedObservation(null, Span.getInvalid(), context, 0, true);
	}

	static @Nullable BridgedObservation of(Observation.ContextView context) {
		return context.get(BridgedObservation.class);
	}

	void attachTo(Observation.Context context) {
		context.put(BridgedObservation.class, this);
	}

	boolean isRecorded() {
		return this.recorder != null;
	}

	boolean owns(Context context) {
		return ObservationMark.get(context) == this;
	}

	/**
	 * Note the end.
	 * @return whether this is the first
	 */
	synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	/**
	 * Make the context current on this thread, unless the one that is current belongs to
	 * the observation, since who restored that one may have restored more than this can.
	 */
	void openScope() {
		Context current = Context.current();
		Scope scope = isCurrent(current) ? null : this.context.makeCurrent();
		synchronized (this) {
			this.scopes = new OpenScope(Thread.currentThread(), current, scope, this.scopes);
		}
	}

	private boolean isCurrent(Context current) {
		if (isRecorded()) {
			return owns(current);
		}
		return !this.opensAlways && Span.fromContext(current).getSpanContext().isValid();
	}

	/**
	 * Take back the scope that was opened last on this thread. Where others were opened
	 * since and are not closed, it stays current until they are if they are scopes of
	 * observations; everything else that was left open is taken back too.
	 */
	void closeScope() {
		Thread thread = Thread.currentThread();
		OpenScope open = lastScope(thread, false);
		if (open == null) {
			return;
		}
		if (open.scope == null) {
			remove(open);
			return;
		}
		BridgedObservation inner = in(Context.current());
		if (inner != null && inner != this && inner.lastScope(thread, false) != null) {
			open.closed = true;
			return;
		}
		remove(open);
		open.scope.close();
		Context outer = stillOpen(open.before, thread);
		if (Context.current() != outer) {
			outer.makeCurrent();
		}
	}

	/**
	 * Take back all scopes on this thread, those of other observations too: Micrometer
	 * resets all or none, but may tell of the innermost only.
	 */
	void resetScopes() {
		Thread thread = Thread.currentThread();
		BridgedObservation observation = this;
		while (observation != null && observation.lastScope(thread, false) != null) {
			observation.closeScope();
			observation = (observation.lastScope(thread, false) != null) ? observation : in(Context.current());
		}
	}

	// Return the context that is to be current where the given one was, past all
	// observations whose scope was closed while another one was open.
	private static Context stillOpen(Context before, Thread thread) {
		Context context = before;
		BridgedObservation observation = in(context);
		while (observation != null && observation.lastScope(thread, false) == null) {
			OpenScope closed = observation.lastScope(thread, true);
			if (closed == null) {
				return context;
			}
			observation.remove(closed);
			context = closed.before;
			observation = in(context);
		}
		return context;
	}

	private synchronized @Nullable OpenScope lastScope(Thread thread, boolean closed) {
		for (OpenScope open = this.scopes; open != null; open = open.next) {
			if (open.thread == thread && open.closed == closed) {
				return open;
			}
		}
		return null;
	}

	private synchronized void remove(OpenScope removed) {
		OpenScope previous = null;
		for (OpenScope open = this.scopes; open != null; open = open.next) {
			if (open == removed) {
				if (previous == null) {
					this.scopes = open.next;
				}
				else {
					previous.next = open.next;
				}
				return;
			}
			previous = open;
		}
	}

	/**
	 * Return whether a scope of the observation is open on this thread.
	 * @return whether there is one
	 */
	boolean isOpenHere() {
		return lastScope(Thread.currentThread(), false) != null;
	}

	private static @Nullable BridgedObservation in(Context context) {
		return (BridgedObservation) ObservationMark.get(context);
	}

}
