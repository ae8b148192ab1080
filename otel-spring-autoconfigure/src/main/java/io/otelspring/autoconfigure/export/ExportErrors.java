// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/**
 * How many items an exporter did not get through, by the kind of error. Kinds are few.
 */
final class ExportErrors {

	/** What the semantic conventions have for an error that nothing is known about. */
	static final String OTHER = "_OTHER";

	/** Items of an accepted batch that were not. */
	static final String REJECTED = "rejected";

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	void add(String error, long items) {
		if (items > 0) {
			this.counts.computeIfAbsent(error, (key) -> new LongAdder()).add(items);
		}
	}

	void forEach(ObjLongConsumer<String> consumer) {
		this.counts.forEach((error, count) -> consumer.accept(error, count.sum()));
	}

}
