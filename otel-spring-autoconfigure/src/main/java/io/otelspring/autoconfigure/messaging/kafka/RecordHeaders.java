// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.AsciiTextMapGetter;
import io.otelspring.autoconfigure.BytesTextMapSetter;

/**
 * Reads and writes the headers of records that carry a context.
 */
final class RecordHeaders {

	private static final String BAGGAGE = "baggage";

	private static final byte[] NOTHING = new byte[0];

	private static final AsciiTextMapGetter<Incoming> GETTER = new Getter();

	private static final BytesTextMapSetter<Headers> SETTER = new Setter();

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
	 * @param incoming what the thread reads headers with
	 * @return the context, the root context where it brings none
	 */
	Context read(ConsumerRecord<?, ?> record, Incoming incoming) {
		incoming.headers = record.headers();
		try {
			return this.propagator.extract(Context.root(), incoming, GETTER);
		}
		finally {
			incoming.clear();
		}
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

	/**
	 * The headers that are read, of one record after the other. It is the text of the one
	 * that was asked for last, so that nothing has to be made for it.
	 */
	static final class Incoming implements CharSequence {

		private static final Headers NONE = new org.apache.kafka.common.header.internals.RecordHeaders();

		private Headers headers = NONE;

		private @Nullable Header header;

		private byte @Nullable [] value;

		private void clear() {
			this.headers = NONE;
			this.header = null;
			this.value = null;
		}

		private boolean find(String key) {
			Header last = this.headers.lastHeader(key);
			if (last != this.header) {
				this.header = last;
				this.value = (last != null) ? last.value() : null;
			}
			return this.value != null;
		}

		private boolean isRepeated(String key) {
			find(key);
			for (Header header : this.headers) {
				if (header != this.header && header.key().equals(key)) {
					return true;
				}
			}
			return false;
		}

		private Iterator<String> all(String key) {
			find(key);
			if (this.header == null) {
				return Collections.emptyIterator();
			}
			List<String> values = new ArrayList<>();
			for (Header header : this.headers.headers(key)) {
				values.add(text(header.value()));
			}
			return values.iterator();
		}

		@Override
		public int length() {
			return (this.value != null) ? this.value.length : 0;
		}

		@Override
		public char charAt(int index) {
			return (char) (bytes()[index] & 0xff);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new String(bytes(), start, end - start, StandardCharsets.ISO_8859_1);
		}

		@Override
		public String toString() {
			return new String(bytes(), StandardCharsets.ISO_8859_1);
		}

		private byte[] bytes() {
			byte[] value = this.value;
			return (value != null) ? value : NOTHING;
		}

		private static String text(byte @Nullable [] value) {
			return (value != null) ? new String(value, StandardCharsets.UTF_8) : "";
		}

	}

	private static final class Getter implements AsciiTextMapGetter<Incoming> {

		@Override
		public Iterable<String> keys(Incoming incoming) {
			List<String> keys = new ArrayList<>();
			incoming.headers.forEach((header) -> keys.add(header.key()));
			return keys;
		}

		@Override
		public @Nullable String get(@Nullable Incoming incoming, String key) {
			return (incoming != null && incoming.find(key)) ? Incoming.text(incoming.value) : null;
		}

		@Override
		public @Nullable CharSequence text(@Nullable Incoming incoming, String key) {
			return (incoming != null && incoming.find(key)) ? incoming : null;
		}

		@Override
		public boolean isRepeated(@Nullable Incoming incoming, String key) {
			return incoming != null && incoming.isRepeated(key);
		}

		@Override
		public Iterator<String> getAll(@Nullable Incoming incoming, String key) {
			return (incoming != null) ? incoming.all(key) : Collections.emptyIterator();
		}

	}

	private static final class Setter implements BytesTextMapSetter<Headers> {

		@Override
		public void set(@Nullable Headers headers, String key, String value) {
			if (headers != null) {
				remove(headers, key);
				headers.add(key, value.getBytes(StandardCharsets.UTF_8));
			}
		}

		@Override
		public void set(@Nullable Headers headers, String key, byte[] value) {
			if (headers != null) {
				remove(headers, key);
				headers.add(key, value);
			}
		}

	}

}
