// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A map that computes what it lacks and stops remembering when it is full, so that keys
 * which come from outside cannot fill the memory.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class BoundedCache<K, V> {

	private final ConcurrentMap<K, V> entries = new ConcurrentHashMap<>();

	private final int limit;

	private final Function<K, V> loader;

	/**
	 * Create the cache.
	 * @param limit the most entries that it keeps
	 * @param loader what computes the value of a key
	 */
	public BoundedCache(int limit, Function<K, V> loader) {
		this.limit = limit;
		this.loader = loader;
	}

	/**
	 * Return what is remembered, or computed.
	 * @param key the key
	 * @return the value
	 */
	public V get(K key) {
		V value = this.entries.get(key);
		return (value != null) ? value : load(key);
	}

	/**
	 * Return what is remembered, or computed while there is room to remember it.
	 * @param key the key
	 * @return the value, or {@code null} where the cache is full and lacks it
	 */
	public @Nullable V getIfRoom(K key) {
		V value = this.entries.get(key);
		if (value != null) {
			return value;
		}
		return isFull() ? null : load(key);
	}

	/**
	 * Return what is remembered.
	 * @param key the key
	 * @return the value, or {@code null}
	 */
	public @Nullable V getIfPresent(K key) {
		return this.entries.get(key);
	}

	/**
	 * Remember a value while there is room.
	 * @param key the key
	 * @param value the value
	 * @return whether there was room
	 */
	public boolean put(K key, V value) {
		if (isFull()) {
			return false;
		}
		this.entries.put(key, value);
		return true;
	}

	private V load(K key) {
		V value = this.loader.apply(key);
		if (!isFull()) {
			this.entries.putIfAbsent(key, value);
		}
		return value;
	}

	private boolean isFull() {
		return this.entries.size() >= this.limit;
	}

}
