// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * Reads and writes trace context as the metadata of a call. Binary metadata is left
 * alone.
 */
final class MetadataPropagation {

	static final TextMapSetter<Metadata> SETTER = MetadataPropagation::set;

	static final TextMapGetter<Metadata> GETTER = new Getter();

	private static final int NAMES = 100;

	private static final BoundedCache<String, Optional<Metadata.Key<String>>> KEYS = new BoundedCache<>(NAMES,
			MetadataPropagation::createKey);

	private MetadataPropagation() {
	}

	private static void set(@Nullable Metadata headers, String name, String value) {
		Metadata.Key<String> key = key(name);
		if (headers != null && key != null) {
			headers.discardAll(key);
			headers.put(key, value);
		}
	}

	private static Metadata.@Nullable Key<String> key(String name) {
		return KEYS.get(name).orElse(null);
	}

	private static Optional<Metadata.Key<String>> createKey(String name) {
		try {
			return Optional.of(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static final class Getter implements TextMapGetter<Metadata> {

		@Override
		public Iterable<String> keys(Metadata headers) {
			return headers.keys();
		}

		@Override
		public @Nullable String get(@Nullable Metadata headers, String name) {
			Iterator<String> values = getAll(headers, name);
			return values.hasNext() ? values.next() : null;
		}

		@Override
		public Iterator<String> getAll(@Nullable Metadata headers, String name) {
			Metadata.Key<String> key = (headers != null) ? key(name) : null;
			Iterable<String> values = (headers != null && key != null) ? headers.getAll(key) : null;
			return (values != null) ? values.iterator() : Collections.emptyIterator();
		}

	}

}
