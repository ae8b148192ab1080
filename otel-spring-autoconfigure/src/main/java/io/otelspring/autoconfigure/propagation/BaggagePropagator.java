// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Carries baggage as OpenTelemetry's own propagator does, and counts what its limits take
 * away. A request without baggage costs what it did.
 */
public final class BaggagePropagator implements TextMapPropagator, FindingSource {

	private static final String BAGGAGE = "baggage";

	// The limits of the propagator, which are W3C's
	private static final int MOST_ENTRIES = 64;

	private static final int MOST_CHARACTERS = 8192;

	private static final Log logger = LogFactory.getLog(BaggagePropagator.class);

	private final TextMapPropagator propagator = W3CBaggagePropagator.getInstance();

	private final LongAdder notRead = new LongAdder();

	private final LongAdder notSent = new LongAdder();

	private final AtomicBoolean said = new AtomicBoolean();

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
			count(this.notSent, baggage.size() - sent.entries);
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
		if (length > MOST_CHARACTERS || entries > MOST_ENTRIES) {
			int read = (extracted != context) ? Baggage.fromContext(extracted).size() : 0;
			count(this.notRead, entries - read);
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

	private void count(LongAdder counter, int entries) {
		counter.add(entries);
		if (entries > 0 && this.said.compareAndSet(false, true)) {
			Finding finding = finding();
			logger.warn(finding.what() + ". " + finding.why() + ". " + finding.fix() + ".");
		}
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public List<Finding> findings() {
		return this.said.get() ? List.of(finding()) : List.of();
	}

	private Finding finding() {
		return new Finding(Severity.WARNING,
				"Limits of baggage were reached: " + this.notRead + " entries not read, " + this.notSent
						+ " entries not sent",
				"Baggage has at most " + MOST_ENTRIES + " entries and " + MOST_CHARACTERS
						+ " characters; what is beyond them does not travel on",
				"Put less into it, such as ids alone; a caller that is not trusted is kept out by "
						+ "otel.propagation.accept-from");
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
