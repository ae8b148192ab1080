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
 * Carries baggage as OpenTelemetry's own propagator does, and counts what its limits take
 * away. A request without baggage costs what it did.
 */
public final class BaggagePropagator implements TextMapPropagator {

	private static final String BAGGAGE = "baggage";

	private final TextMapPropagator propagator = W3CBaggagePropagator.getInstance();

	private final BaggageLimits limits;

	/**
	 * Create the propagator.
	 * @param limits counts what does not fit
	 */
	public BaggagePropagator(BaggageLimits limits) {
		this.limits = limits;
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
			this.limits.notSent(baggage.size() - sent.entries);
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Iterator<String> headers = (context != null && getter != null) ? getter.getAll(carrier, BAGGAGE) : null;
		if (headers == null || !headers.hasNext()) {
			return (context != null) ? context : Context.root();
		}
		int length = 0;
		int entries = 0;
		while (headers.hasNext()) {
			String header = headers.next();
			length += header.length();
			entries += entries(header);
		}
		Context extracted = this.propagator.extract(context, carrier, getter);
		if (length > BaggageLimits.MOST_CHARACTERS || entries > BaggageLimits.MOST_ENTRIES) {
			int read = (extracted != context) ? Baggage.fromContext(extracted).size() : 0;
			this.limits.notRead(entries - read);
		}
		return extracted;
	}

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
	 * Counts the entries of the header that is set. Commas stand between them alone.
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
