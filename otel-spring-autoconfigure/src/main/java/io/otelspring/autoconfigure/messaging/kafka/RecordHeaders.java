// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the headers of records that carry a context.
 */
final class RecordHeaders {

	private static final String BAGGAGE = "baggage";

	private static final TextMapGetter<Headers> GETTER = new Getter();

	private static final TextMapSetter<Headers> SETTER = new Setter();

	private final TextMapPropagator propagator;

	private final String[] ours;

	RecordHeaders(TextMapPropagator propagator) {
		this.propagator = propagator;
		// Baggage is the application's own affair where the context has none.
		this.ours = propagator.fields().stream().filter((field) -> !field.equals(BAGGAGE)).toArray(String[]::new);
	}

	/**
	 * Read the context that a record brings.
	 * @param record the record
	 * @return the context, the root context where it brings none
	 */
	Context read(ConsumerRecord<?, ?> record) {
		return this.propagator.extract(Context.root(), record.headers(), GETTER);
	}

	/**
	 * Write a context in place of the one that a record may have, such as when it is
	 * forwarded. A record that was sent before cannot be changed and is copied.
	 * @param context the context
	 * @param record the record
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return the record to send
	 */
	<K, V> ProducerRecord<K, V> write(Context context, ProducerRecord<K, V> record) {
		try {
			write(context, record.headers());
			return record;
		}
		catch (IllegalStateException ex) {
			ProducerRecord<K, V> copy = new ProducerRecord<>(record.topic(), record.partition(), record.timestamp(),
					record.key(), record.value(), record.headers());
			write(context, copy.headers());
			return copy;
		}
	}

	private void write(Context context, Headers headers) {
		for (String field : this.ours) {
			remove(headers, field);
		}
		this.propagator.inject(context, headers, SETTER);
	}

	private static void remove(Headers headers, String name) {
		if (headers.lastHeader(name) != null) {
			headers.remove(name);
		}
	}

	private static @Nullable String text(@Nullable Header header) {
		byte[] value = (header != null) ? header.value() : null;
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	private static final class Getter implements TextMapGetter<Headers> {

		@Override
		public Iterable<String> keys(Headers headers) {
			List<String> keys = new ArrayList<>();
			headers.forEach((header) -> keys.add(header.key()));
			return keys;
		}

		@Override
		public @Nullable String get(@Nullable Headers headers, String key) {
			return (headers != null) ? text(headers.lastHeader(key)) : null;
		}

		@Override
		public Iterator<String> getAll(@Nullable Headers headers, String key) {
			Header last = (headers != null) ? headers.lastHeader(key) : null;
			if (last == null) {
				return Collections.emptyIterator();
			}
			Iterator<Header> matching = headers.headers(key).iterator();
			return (matching.next() == last) ? new Only(last) : new Values(headers.headers(key).iterator());
		}

	}

	/**
	 * The value of a header that is there once.
	 */
	private static final class Only implements Iterator<String> {

		private @Nullable Header header;

		private Only(Header header) {
			this.header = header;
		}

		@Override
		public boolean hasNext() {
			return this.header != null;
		}

		@Override
		public String next() {
			Header header = this.header;
			if (header == null) {
				throw new NoSuchElementException();
			}
			this.header = null;
			String text = text(header);
			return (text != null) ? text : "";
		}

	}

	private static final class Values implements Iterator<String> {

		private final Iterator<Header> headers;

		private Values(Iterator<Header> headers) {
			this.headers = headers;
		}

		@Override
		public boolean hasNext() {
			return this.headers.hasNext();
		}

		@Override
		public String next() {
			String text = text(this.headers.next());
			return (text != null) ? text : "";
		}

	}

	private static final class Setter implements TextMapSetter<Headers> {

		@Override
		public void set(@Nullable Headers headers, String key, String value) {
			if (headers != null) {
				remove(headers, key);
				headers.add(key, value.getBytes(StandardCharsets.UTF_8));
			}
		}

	}

}
