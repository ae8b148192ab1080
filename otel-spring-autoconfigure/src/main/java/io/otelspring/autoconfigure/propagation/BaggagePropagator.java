// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Collection;
import java.util.Iterator;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Carries baggage as OpenTelemetry's own propagator does, which writes it, and counts
 * what its limits take away and what is malformed.
 */
public final class BaggagePropagator implements TextMapPropagator {

	private static final String BAGGAGE = "baggage";

	private final TextMapPropagator propagator = W3CBaggagePropagator.getInstance();

	private final BaggageLosses losses;

	/**
	 * Create the propagator.
	 * @param losses counts what does not fit or is malformed
	 */
	public BaggagePropagator(BaggageLosses losses) {
		this.losses = losses;
	}

	@Override
	public Collection<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		Baggage baggage = (context != null) ? Baggage.fromContext(context) : Baggage.empty();
		if (baggage.isEmpty() || setter == null) {
			return;
		}
		Sent<C> sent = new Sent<>(setter);
		this.propagator.inject(context, carrier, sent);
		if (sent.entries < baggage.size()) {
			this.losses.notSent(baggage.size() - sent.entries);
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Iterator<String> headers = (context != null && getter != null) ? getter.getAll(carrier, BAGGAGE) : null;
		if (headers == null || !headers.hasNext()) {
			return (context != null) ? context : Context.root();
		}
		BaggageReader reader = new BaggageReader(this.losses);
		while (headers.hasNext()) {
			reader.read(headers.next());
		}
		return reader.into(context);
	}

	// Of what was written here, where commas stand between entries alone
	private static int entries(String header) {
		int entries = header.isEmpty() ? 0 : 1;
		for (int comma = header.indexOf(','); comma >= 0; comma = header.indexOf(',', comma + 1)) {
			entries++;
		}
		return entries;
	}

	@Override
	public String toString() {
		return this.propagator.toString();
	}

	/**
	 * Counts the entries of the header that is set.
	 */
	private static final class Sent<C> implements TextMapSetter<C> {

		private final TextMapSetter<C> setter;

		private int entries;

		Sent(TextMapSetter<C> setter) {
			this.setter = setter;
		}

		@Override
		public void set(@Nullable C carrier, String key, String value) {
			this.entries = entries(value);
			this.setter.set(carrier, key, value);
		}

	}

}
