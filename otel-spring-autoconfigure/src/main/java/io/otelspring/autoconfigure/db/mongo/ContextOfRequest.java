// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.mongodb.RequestContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * What a driver carries along with a request: OpenTelemetry's context, and whatever
 * others put beside it.
 */
final class ContextOfRequest implements RequestContext {

	private final Context context;

	private volatile @Nullable Map<Object, Object> others;

	ContextOfRequest(Context context) {
		this.context = context;
	}

	/**
	 * Return the context that a command belongs to.
	 * @param request what the driver carried along, if anything
	 * @return the context
	 */
	static Context of(@Nullable RequestContext request) {
		return (request instanceof ContextOfRequest carrying) ? carrying.context : Context.current();
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T> T get(Object key) {
		Map<Object, Object> others = this.others;
		T value = (others != null) ? (T) others.get(key) : null;
		if (value == null) {
			throw new NoSuchElementException("The context of the request does not contain " + key);
		}
		return value;
	}

	@Override
	public boolean hasKey(Object key) {
		Map<Object, Object> others = this.others;
		return others != null && others.containsKey(key);
	}

	@Override
	public boolean isEmpty() {
		return size() == 0;
	}

	@Override
	public void put(Object key, Object value) {
		synchronized (this) {
			Map<Object, Object> others = this.others;
			if (others == null) {
				others = new ConcurrentHashMap<>();
				this.others = others;
			}
			others.put(key, value);
		}
	}

	@Override
	public void delete(Object key) {
		Map<Object, Object> others = this.others;
		if (others != null) {
			others.remove(key);
		}
	}

	@Override
	public int size() {
		Map<Object, Object> others = this.others;
		return (others != null) ? others.size() : 0;
	}

	@Override
	public Stream<Map.Entry<Object, Object>> stream() {
		Map<Object, Object> others = this.others;
		return (others != null) ? others.entrySet().stream() : Stream.empty();
	}

}
